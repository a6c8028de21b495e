// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/changelog.h"
#include "backend/store/retention.h"

#include <QTest>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

class ChangeLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsNoMoreRowsThanTheDatabase()
    {
        ChangeLog log({});
        for (int number = 1; number <= Store::retainedChanges + 1; ++number) {
            log.publish({.sequence = number, .name = u"a"_s, .resource = QJsonObject()});
        }
        QVERIFY(!log.since(0));
        const auto changes = log.since(1);
        QVERIFY(changes);
        QCOMPARE(changes->size(), Store::retainedChanges);
    }

    void keepsNoMoreBytesThanTheDatabase()
    {
        ChangeLog log({});
        for (int number = 1; number <= 6; ++number) {
            log.publish(large(number));
        }
        QVERIFY(!log.since(2));
        const auto changes = log.since(3); // three of a mebibyte each, and what is around them
        QVERIFY(changes);
        QCOMPARE(changes->size(), 3);
        log.publish({.sequence = 7, .name = u"a"_s}); // a deletion weighs nothing
        QCOMPARE(log.since(3).value_or(QList<Store::ChangeRow>()).size(), 4);
    }

    void countsWhatWasStored()
    {
        ChangeLog log({.changes = {large(1), large(2), large(3)}, .sequence = 3});
        QVERIFY(log.since(0));
        log.publish(large(4));
        QVERIFY(!log.since(0));
        QVERIFY(log.since(1));
    }

private:
    static Store::ChangeRow large(int number)
    {
        return {.sequence = number,
                .name = u"a"_s,
                .resource = QJsonObject{{u"text"_s, QString(1024 * 1024, u'x')}}};
    }
};

QTEST_GUILESS_MAIN(ChangeLogTest)
#include "tst_changelog.moc"
