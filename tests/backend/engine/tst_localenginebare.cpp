// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/engine/enginetestbed.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace Atelier;
using namespace Atelier::Engine;

namespace {

constexpr int longTime = 30000;

} // namespace

/** Nodes where sandboxes are refused: the same to the person, marked as not isolated. */
class LocalEngineBareTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const QString missing = EngineTestbed::missing(false);
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        qputenv("ATELIER_NO_SANDBOX", "1");
        m_bed = std::make_unique<EngineTestbed>();
        m_engine = std::make_unique<LocalEngine>(m_bed->data(), m_bed->options());
        const auto node = await(m_engine->start(m_bed->spec(QStringLiteral("a"))));
        QVERIFY2(node, explain(node).constData());
        m_node = *node;
    }

    void cleanup()
    {
        m_engine.reset();
        m_bed.reset();
    }

    void saysThatItIsNotIsolated()
    {
        QVERIFY(!m_node.details.isolated);
        QCOMPARE(m_node.details.userHome, m_bed->node(QStringLiteral("a")).home());
        QVERIFY(m_bed->creationLog(QStringLiteral("a")).contains(QLatin1String("not isolated")));
    }

    void hasItsOwnHomeAndEnvironment()
    {
        QTRY_VERIFY2_WITH_TIMEOUT(
            m_bed->isSetUp(m_node.id), qPrintable(m_bed->creationLog(m_node.id)), longTime);
        const QString home = m_node.details.userHome;
        const auto output = m_bed->ssh(
            m_node,
            QStringLiteral("pwd; echo $HOME; command -v python; pip --version >/dev/null && "
                           "stat -c %a $XDG_RUNTIME_DIR; bash -lc 'command -v pip'"));
        QCOMPARE(output.text,
                 QStringLiteral("%1\n%1\n%1/.venv/bin/python\n700\n%1/.venv/bin/pip").arg(home));
        QVERIFY(m_bed->ssh(m_node, QStringLiteral("sudo true"))
                    .errors.contains(QLatin1String("pip install")));
    }

    void showsTheWorkspaceThroughALink()
    {
        const QString command =
            QStringLiteral("echo hello > ~/cloudfiles/code/Users/%1/note").arg(m_node.access.user);
        QCOMPARE(m_bed->ssh(m_node, command).status, 0);
        QCOMPARE(contentOf(m_bed->workspace() + QStringLiteral("/note")), "hello\n");
    }

    void movesFilesBySftp()
    {
        QVERIFY(writeFile(m_bed->path(QStringLiteral("file")), "content", ownerOnly));
        QStringList arguments = m_bed->sshArguments(m_node, QStringLiteral("key"));
        const QString target = arguments.takeLast();
        const QString port = arguments.takeLast();
        arguments.removeLast();
        arguments << QStringLiteral("-P") << port << m_bed->path(QStringLiteral("file"))
                  << target + QStringLiteral(":copied");
        QCOMPARE(QProcess::execute(QStringLiteral("scp"), arguments), 0);
        QCOMPARE(contentOf(m_node.details.userHome + QStringLiteral("/copied")), "content");
    }

    void endsADaemonThatLeftItsSession()
    {
        const pid_t daemon = startDaemon();
        const auto record = recordOf(m_bed->node(m_node.id));
        const QString runtime = m_bed->ssh(m_node, QStringLiteral("echo $XDG_RUNTIME_DIR")).text;
        QVERIFY(QFileInfo::exists(runtime));
        QVERIFY(await(m_engine->stop(m_node.id)));
        QCOMPARE(startTimeOf(daemon), 0);
        QVERIFY(!isAlive(record->child));
        QVERIFY(!isAlive(record->shim));
        QVERIFY(!QFileInfo::exists(runtime));
    }

    void aKilledKeeperLeavesNothing()
    {
        QSignalSpy ended(m_engine.get(), &ComputeEngine::ended);
        const pid_t daemon = startDaemon();
        const auto record = recordOf(m_bed->node(m_node.id));
        const QString runtime = m_bed->ssh(m_node, QStringLiteral("echo $XDG_RUNTIME_DIR")).text;
        QVERIFY(QFileInfo::exists(runtime));
        QCOMPARE(::kill(record->shim.pid, SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, longTime);
        QCOMPARE(startTimeOf(daemon), 0);
        QVERIFY(!isAlive(record->child));
        QVERIFY(processesWithEnvironment("ATELIER_NODE="
                                         + record->node[QLatin1String("mark")].toString().toUtf8())
                    .isEmpty());
        QVERIFY(!QFileInfo::exists(runtime));
    }

private:
    /** A process in a session of its own whose parent is gone. */
    pid_t startDaemon()
    {
        const auto output = m_bed->ssh(
            m_node,
            QStringLiteral("setsid sh -c 'sleep 4242 >/dev/null 2>&1 </dev/null & echo $!'"));
        const pid_t pid = output.text.toInt();
        [&] { QVERIFY(startTimeOf(pid) != 0); }();
        return pid;
    }

    std::unique_ptr<EngineTestbed> m_bed;
    std::unique_ptr<LocalEngine> m_engine; ///< after what it works in
    RunningNode m_node;
};

QTEST_GUILESS_MAIN(LocalEngineBareTest)
#include "tst_localenginebare.moc"
