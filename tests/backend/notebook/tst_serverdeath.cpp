// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of the Jupyter server at rest and in the middle of its start. With
// ATELIER_KILL_ROUNDS=N also N random moments, which repeat with ATELIER_KILL_SEED.
#include "backend/notebook/serverrequest.h"
#include "tests/backend/notebook/labstudio.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>

#include <csignal>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Test::awaited;
using Test::LabStudio;
using Test::patience;

namespace {

/** The ended server must be noticed without being asked for; much faster than anyone would ask. */
constexpr auto notice = 10s;

bool isAlive(qint64 pid)
{
    return pid > 1 && ::kill(static_cast<pid_t>(pid), 0) == 0;
}

void killNow(qint64 pid)
{
    if (pid > 1) { // 0 would be this test and all around it
        ::kill(static_cast<pid_t>(pid), SIGKILL);
    }
}

} // namespace

class TestServerDeath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_node = std::make_unique<Test::TestNode>();
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
    }

    void cleanup() { m_node.reset(); }

    void saysThatTheServerDiedAndStartsItAgainAtTheSameAddress()
    {
        LabStudio studio(*m_node);
        QVERIFY(opens(studio));
        const QUrl url = studio.access().url;
        killNow(m_node->servers().value(0));
        QTRY_COMPARE_WITH_TIMEOUT(studio.ended.count(), 1, notice);
        QCOMPARE(studio.ended.at(0).at(0).value<Error>().code, Error::Code::CommandFailed);
        QVERIFY2(studio.ended.at(0).at(1).toString().contains(u"jupyter"_s, Qt::CaseInsensitive),
                 qPrintable(studio.ended.at(0).at(1).toString()));
        QVERIFY(m_node->servers().isEmpty());

        QVERIFY(opens(studio));
        QCOMPARE(studio.access().url, url);
        QVERIFY(studio.server.wasStarted());
        QCOMPARE(m_node->servers().size(), 1);
        // The new one is watched like the first.
        killNow(m_node->servers().value(0));
        QTRY_COMPARE_WITH_TIMEOUT(studio.ended.count(), 2, notice);
    }

    void endsTheKernelsThatAKilledServerLeftAndNothingElse()
    {
        LabStudio studio(*m_node);
        QVERIFY(opens(studio));
        const qint64 server = m_node->servers().value(0);
        const Result<ServerInfo> info = awaited(findServer(&studio.session));
        QVERIFY(info.has_value());
        const QByteArray body =
            R"({"name":"a.ipynb","path":"a.ipynb","type":"notebook","kernel":{"name":"python3"}})";
        const auto made = awaited(request(
            &studio.session, *info, {.method = "POST", .path = "/api/sessions", .json = body}));
        QVERIFY2(made.has_value(), qPrintable(made ? QString() : made.error().detail));
        QTRY_COMPARE_WITH_TIMEOUT(kernelsOf(server).size(), 1, patience);

        // What a cell started in the background has the kernel's environment.
        QProcess training;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"JPY_PARENT_PID"_s, QString::number(server));
        training.setProcessEnvironment(environment);
        training.start(u"sleep"_s, {u"300"_s});
        QVERIFY(training.waitForStarted());

        const qint64 kernel = kernelsOf(server).value(0);
        killNow(server);
        QTRY_COMPARE_WITH_TIMEOUT(studio.ended.count(), 1, notice);
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(kernel), notice);
        QCOMPARE(training.state(), QProcess::Running);
        training.kill();
        QVERIFY(training.waitForFinished());
    }

    void saysThatTheServerDiedWhileItWasStarting()
    {
        LabStudio studio(*m_node);
        studio.server.open(false);
        qint64 server = 0;
        const auto isStarting = [&] { return (server = startedPid()) > 0 && isAlive(server); };
        QTRY_VERIFY_WITH_TIMEOUT(isStarting(), patience);
        killNow(server);
        QVERIFY(studio.ends());
        QCOMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.error().code, Error::Code::CommandFailed);
        studio.failed.clear();
        QVERIFY(opens(studio));
        QCOMPARE(m_node->servers().size(), 1);
    }

    void staysQuietWhenTheServerIsShutDownOrTheConnectionGoes()
    {
        LabStudio studio(*m_node);
        QVERIFY(opens(studio));
        QVERIFY(awaited(studio.server.shutDown()).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(m_node->servers().isEmpty(), patience);
        QVERIFY(opens(studio));
        m_node->sshd().stop();
        QTRY_VERIFY_WITH_TIMEOUT(studio.session.state() != Ssh::SessionState::Ready, patience);
        // Long enough for the look at the node that both could have brought about.
        QTest::qWait(1000);
        QCOMPARE(studio.ended.count(), 0);
    }

    void startsAgainAfterAKillAtAnyMoment()
    {
        const int rounds = qEnvironmentVariableIntValue("ATELIER_KILL_ROUNDS");
        if (rounds == 0) {
            QSKIP("Only with ATELIER_KILL_ROUNDS.");
        }
        const quint32 seed = qEnvironmentVariableIsSet("ATELIER_KILL_SEED")
                                 ? qEnvironmentVariable("ATELIER_KILL_SEED").toUInt()
                                 : QRandomGenerator::global()->generate();
        qInfo() << "ATELIER_KILL_SEED =" << seed;
        QRandomGenerator random(seed);
        LabStudio studio(*m_node);
        for (int round = 0; round < rounds; ++round) {
            studio.ready.clear();
            studio.failed.clear();
            studio.ended.clear();
            studio.server.open(false);
            QTest::qWait(random.bounded(4000));
            killNow(startedPid());
            QTRY_VERIFY_WITH_TIMEOUT(!studio.server.isWorking(), patience);
            const bool isTold = QTest::qWaitFor(
                [&] { return studio.failed.count() + studio.ended.count() > 0; }, notice);
            // A kill before the new server's number was written met nobody.
            QVERIFY2(isTold || m_node->servers().size() == 1, qPrintable(QString::number(round)));
            QVERIFY2(opens(studio), qPrintable(QString::number(round)));
            QCOMPARE(m_node->servers().size(), 1);
            killNow(m_node->servers().value(0));
            QTRY_VERIFY_WITH_TIMEOUT(studio.ended.count() > 0, notice);
        }
    }

private:
    /** Runs the steps to their end and says whether they led to a JupyterLab. */
    static bool opens(LabStudio &studio)
    {
        studio.ready.clear();
        studio.failed.clear();
        studio.server.open(false);
        if (!studio.ends() || studio.ready.isEmpty()) {
            qWarning() << (studio.failed.isEmpty() ? u"no end"_s : studio.error().message)
                       << (studio.failed.isEmpty() ? QString()
                                                   : studio.failed.at(0).at(1).toString());
            return false;
        }
        return true;
    }

    [[nodiscard]] qint64 startedPid() const
    {
        QFile file(m_node->runtimeFolder() + u"/jupyter.pid"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
    }

    /** Processes that say they are kernels of the server with that number. */
    static QList<qint64> kernelsOf(qint64 server)
    {
        QList<qint64> kernels;
        const QByteArray mark = "JPY_PARENT_PID=" + QByteArray::number(server);
        for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
            QFile environment(u"/proc/%1/environ"_s.arg(entry));
            QFile line(u"/proc/%1/cmdline"_s.arg(entry));
            if (environment.open(QIODevice::ReadOnly) && line.open(QIODevice::ReadOnly)
                && environment.readAll().split('\0').contains(mark)
                && line.readAll().contains("kernel-")) {
                kernels.append(entry.toLongLong());
            }
        }
        return kernels;
    }

    std::unique_ptr<Test::TestNode> m_node;
};

QTEST_GUILESS_MAIN(TestServerDeath)
#include "tst_serverdeath.moc"
