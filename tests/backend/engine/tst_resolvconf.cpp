// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/resolvconf.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::Engine;

class ResolvConfTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsChangesInPlaceByRenameAndOfTheLink()
    {
        const QTemporaryDir folder;
        for (const char *name : {"etc", "run", "vpn"}) {
            QVERIFY(QDir().mkpath(folder.filePath(QString::fromLatin1(name))));
        }
        const QString path = folder.filePath(QStringLiteral("etc/resolv.conf"));
        const QString target = folder.filePath(QStringLiteral("run/stub.conf"));
        QVERIFY(writeFile(target, "1", readableByAll));
        QVERIFY(QFile::link(QStringLiteral("../run/stub.conf"), path));
        ResolvConf conf(path);
        QSignalSpy changed(&conf, &ResolvConf::changed);
        QCOMPARE(conf.content(), "1");

        QFile file(target); // in place
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("2");
        file.close();
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(changed.last().first().toByteArray(), "2");

        QVERIFY(writeFile(target, "3", readableByAll)); // by a rename
        QTRY_COMPARE(changed.count(), 2);
        QCOMPARE(changed.last().first().toByteArray(), "3");

        const QString vpn = folder.filePath(QStringLiteral("vpn/resolv.conf")); // another target
        QVERIFY(writeFile(vpn, "4", readableByAll));
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::link(vpn, path));
        QTRY_COMPARE(changed.last().first().toByteArray(), "4");

        QVERIFY(writeFile(vpn, "5", readableByAll)); // the new target is followed, too
        QTRY_COMPARE(changed.last().first().toByteArray(), "5");
    }

    void isSilentWhenNothingChanges()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("resolv.conf"));
        QVERIFY(writeFile(path, "1", readableByAll));
        ResolvConf conf(path);
        QSignalSpy changed(&conf, &ResolvConf::changed);
        QVERIFY(writeFile(folder.filePath(QStringLiteral("another")), "x", readableByAll));
        QVERIFY(writeFile(path, "1", readableByAll));
        QVERIFY(writeFile(path, "2", readableByAll));
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(changed.last().first().toByteArray(), "2");
    }

    void aMissingFileIsEmpty()
    {
        const QTemporaryDir folder;
        QCOMPARE(ResolvConf(folder.filePath(QStringLiteral("none"))).content(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(ResolvConfTest)
#include "tst_resolvconf.moc"
