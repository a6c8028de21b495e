// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/changelog.h"
#include "backend/server/committer.h"
#include "backend/store/statestore.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

namespace {

int theWarnings = 0;
QtMessageHandler theFormerHandler = nullptr;

void countWarnings(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtWarningMsg && message.contains("can't be saved yet"_L1)) {
        ++theWarnings;
        return;
    }
    theFormerHandler(type, context, message);
}

ComputePtr computeNamed(const QString &name)
{
    auto compute = std::make_shared<Compute>();
    compute->id = name + u"-id"_s;
    compute->instance.name = name;
    return compute;
}

} // namespace

class CommitterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theFormerHandler = qInstallMessageHandler(countWarnings); }
    void cleanupTestCase() { qInstallMessageHandler(theFormerHandler); }

    void saysOnceThatNothingCanBeSavedAndSavesItAll()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"atelier.sqlite"_s);
        const auto store = Store::StateStore::open(file);
        QVERIFY(store);
        ChangeLog log((*store)->snapshot());
        Operations operations((*store)->snapshot().operations);
        Committer committer(store->get(), &log, &operations);
        auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(file);
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(u"BEGIN IMMEDIATE"_s)); // holds every writer up

        int saved = 0;
        for (const QString &name : {u"one"_s, u"two"_s, u"three"_s}) {
            committer.persist(computeNamed(name), {}, [&saved] { ++saved; });
        }
        int failures = 0;
        committer.save(computeNamed(u"four"_s), {}, [&failures](const Result<void> &result) {
            failures += result ? 0 : 1;
        });
        // The answers come in the order of the calls: the three have failed by then.
        QTRY_COMPARE_WITH_TIMEOUT(failures, 1, 60'000);
        QCOMPARE(saved, 0);
        QCOMPARE(theWarnings, 1);

        QVERIFY(QSqlQuery(other).exec(u"ROLLBACK"_s));
        other.close();
        other = {};
        QSqlDatabase::removeDatabase(u"other"_s);
        QTRY_COMPARE_WITH_TIMEOUT(saved, 3, 60'000);
        QCOMPARE(theWarnings, 1);
        QVERIFY(log.find(u"three"_s));
    }
};

QTEST_GUILESS_MAIN(CommitterTest)
#include "tst_committer.moc"
