// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;

class TestPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followTheEnvironment_data();
    void followTheEnvironment();
    void liveInTheHomeOtherwise();
    void knowNoProgramThatIsMissing();
    void findAProgramBesideThisOne();
};

void TestPaths::followTheEnvironment_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QString (*)()>("folder");
    QTest::newRow("data") << QByteArray("ATELIER_DATA") << &Paths::dataFolder;
    QTest::newRow("config") << QByteArray("ATELIER_CONFIG") << &Paths::configFolder;
    QTest::newRow("cache") << QByteArray("ATELIER_CACHE") << &Paths::cacheFolder;
    QTest::newRow("workspace") << QByteArray("ATELIER_WORKSPACE") << &Paths::workspaceFolder;
}

void TestPaths::followTheEnvironment()
{
    QFETCH(const QByteArray, variable);
    using Folder = QString (*)();
    QFETCH(const Folder, folder);
    qputenv(variable.constData(), "/somewhere/else/");
    QCOMPARE(folder(), QStringLiteral("/somewhere/else"));
    qputenv(variable.constData(), "near");
    QCOMPARE(folder(), QDir::current().absoluteFilePath(QStringLiteral("near")));
    qunsetenv(variable.constData());
    QVERIFY(QDir::isAbsolutePath(folder()));
}

void TestPaths::liveInTheHomeOtherwise()
{
    qunsetenv("ATELIER_WORKSPACE");
    QCOMPARE(Paths::workspaceFolder(), QString(QDir::homePath() + u"/Atelier"));
    QVERIFY(Paths::dataFolder() != Paths::configFolder());
    QVERIFY(Paths::dataFolder() != Paths::cacheFolder());
}

void TestPaths::knowNoProgramThatIsMissing()
{
    QVERIFY(Paths::program(QStringLiteral("no-such-program")).isEmpty());
}

void TestPaths::findAProgramBesideThisOne()
{
    const QString own = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
    QCOMPARE(Paths::program(own),
             QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath());
}

QTEST_GUILESS_MAIN(TestPaths)
#include "tst_paths.moc"
