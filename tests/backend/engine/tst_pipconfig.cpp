// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/hostcapacity.h"
#include "backend/engine/local/hostenvironment.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/pipconfig.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::Engine;

/** What of the host's settings reaches a node. */
class PipConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLaterFileWins()
    {
        PipConfig config;
        config.add("# company\n[global]\nindex-url = https://one/\nfind-links =\n    /a\n    "
                   "/b\n[install]\npre: yes\n");
        config.add("[global]\nindex-url=https://two/\n");
        QCOMPARE(config.text(),
                 "[global]\nindex-url = https://two/\nfind-links = \n    /a\n    "
                 "/b\n[install]\npre = yes\n");
        QCOMPARE(config.values(),
                 QStringList({QStringLiteral("https://two/"),
                              QStringLiteral("/a"),
                              QStringLiteral("/b"),
                              QStringLiteral("yes")}));
    }

    void linesThatAreNoSettingsAreLeftOut()
    {
        PipConfig config;
        config.add("lost = 1\n[global]\nnonsense\n; note\n");
        QCOMPARE(config.text(), "[global]\n");
    }

    void bringsTheHostsSettingsAndThePathsTheyName()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("wheels"))));
        QVERIFY(writeFile(
            folder.filePath(QStringLiteral("pip.conf")), "[global]\nno-index = true\n", ownerOnly));
        qputenv("PIP_CONFIG_FILE", folder.filePath(QStringLiteral("pip.conf")).toUtf8());
        const QString links =
            QStringLiteral("file://%1 /gone/away /").arg(folder.filePath(QStringLiteral("wheels")));
        qputenv("PIP_FIND_LINKS", links.toUtf8());
        qputenv("PIP_TARGET", "/somewhere");
        qputenv("NO_PROXY", "localhost");
        qunsetenv("no_proxy");
        const HostEnvironment host = hostEnvironment();
        QVERIFY(host.pipConfig.contains("no-index = true\n"));
        QVERIFY(host.neededPaths.contains(folder.filePath(QStringLiteral("wheels"))));
        QVERIFY(!host.neededPaths.contains(QStringLiteral("/gone/away")));
        QVERIFY(!host.neededPaths.contains(QStringLiteral("/")));
        QVERIFY(!host.variables.contains(QStringLiteral("PIP_TARGET")));
        QVERIFY(!host.variables.contains(QStringLiteral("PIP_CONFIG_FILE")));
        QCOMPARE(host.variables.value(QStringLiteral("no_proxy")), QStringLiteral("localhost"));
        QCOMPARE(host.variables.value(QStringLiteral("NO_PROXY")), QStringLiteral("localhost"));
        QVERIFY(host.variables.contains(QStringLiteral("LANG")));
    }

    void coresGoToTheLeastUsed()
    {
        QCOMPARE(leastUsed({0, 1, 2, 3}, {{0, 1}, {0}}, 2), QList<int>({2, 3}));
        QCOMPARE(leastUsed({0, 1}, {{1}}, 1), QList<int>({0}));
        QCOMPARE(leastUsed({0, 1}, {}, 8), QList<int>({0, 1}));
    }

    void theHostHasCoresAndMemory()
    {
        const HostTotals totals = hostTotals();
        QVERIFY(!totals.cpus.isEmpty());
        QVERIFY(totals.memoryGiB > 0.1);
    }
};

QTEST_GUILESS_MAIN(PipConfigTest)
#include "tst_pipconfig.moc"
