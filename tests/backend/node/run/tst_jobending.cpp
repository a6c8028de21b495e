// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ending jobs: nothing of them remains, and what is told of it is true.
#include "tests/backend/node/run/jobtestbed.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <format>
#include <future>

using namespace Atelier;
using Node::JobSpec;
using Node::JobStep;
using Test::JobTestbed;

namespace {

/** Names a process after the test, so that those of others are not counted. */
std::string sleeper()
{
    static int count = 0;
    return "sleep 86400." + std::to_string(::getpid()) + std::to_string(++count);
}

} // namespace

class TestJobEnding final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bed = std::make_unique<JobTestbed>(); }
    void cleanup() { m_bed.reset(); }

    void cancelsPolitely()
    {
        const JobSpec spec = JobTestbed::script(
            "trap 'echo bye; exit 3' TERM; echo ready; while true; do sleep 0.05; done");
        QVERIFY(m_bed->store().start("a", spec));
        QTRY_COMPARE(m_bed->outputOf("a"), "ready\n");
        const auto job = m_bed->store().cancel("a", {});
        QVERIFY(job && (job->at("state") == "ending" || job->at("state") == "ended"));
        const auto end = m_bed->endOf("a");
        QCOMPARE(end.value("status", ""), "cancelled");
        QCOMPARE(end.value("exitCode", -1), 3);
        QCOMPARE(m_bed->outputOf("a"), "ready\nbye\n");
        // Again it stays as it was.
        QCOMPARE(m_bed->store().cancel("a", 0)->at("end"), end);
    }

    void killsWhatDoesNotListen()
    {
        const std::string name = sleeper();
        const JobSpec spec = JobTestbed::script("trap '' TERM; echo ready; " + name);
        QVERIFY(m_bed->store().start("a", spec));
        QTRY_COMPARE(m_bed->outputOf("a"), "ready\n");
        QVERIFY(m_bed->store().cancel("a", 3600));
        QCOMPARE(m_bed->stateOf("a"), "ending");
        QVERIFY(m_bed->store().cancel("a", 0)); // out of patience
        QCOMPARE(m_bed->endOf("a").value("status", ""), "cancelled");
        QCOMPARE(JobTestbed::processesWith(name), 0);
    }

    void leavesNothingOfAHundredDaemons()
    {
        const std::string name = sleeper();
        // Each leaves its session, its parent and what it has of the job's environment.
        const JobSpec spec = JobTestbed::script(
            "for i in $(seq 100); do"
            " env -i setsid /bin/sh -c \"trap '' TERM HUP; /bin/"
            + name + " & wait\" </dev/null >/dev/null 2>&1 & done; echo ready; wait");
        QVERIFY(m_bed->store().start("a", spec));
        QTRY_VERIFY_WITH_TIMEOUT(JobTestbed::processesWith("/bin/" + name) >= 200, 30'000);
        QVERIFY(m_bed->store().cancel("a", 1));
        QCOMPARE(m_bed->endOf("a").value("status", ""), "cancelled");
        QCOMPARE(JobTestbed::processesWith(name), 0);
    }

    void endsWhatTheFirstProcessLeaves()
    {
        const std::string name = sleeper();
        JobSpec spec = JobTestbed::script("setsid " + name + " & setsid " + name + " & exit 5");
        const auto end = m_bed->run("a", spec);
        QCOMPARE(end.value("status", ""), "exited");
        QCOMPARE(end.value("exitCode", -1), 5);
        QVERIFY(end.value("leftBehind", 0) >= 1);
        QCOMPARE(JobTestbed::processesWith(name), 0);
    }

    void keepsToTheTimeLimit()
    {
        JobSpec spec = JobTestbed::script(sleeper());
        spec.timeLimitSeconds = 1;
        QElapsedTimer timer;
        timer.start();
        const auto end = m_bed->run("a", spec);
        QCOMPARE(end.value("status", ""), "timeLimit");
        QVERIFY(timer.elapsed() >= 1000);
        QVERIFY(end.value("wallSeconds", 0.0) >= 1);
        QCOMPARE(end.value("message", ""), "The job reached its time limit of 1 seconds.");
    }

    void cancelsAtEachStep_data()
    {
        QTest::addColumn<int>("step");
        for (int step = static_cast<int>(JobStep::FolderNamed);
             step <= static_cast<int>(JobStep::EndRecorded);
             ++step) {
            QTest::addRow("step %d", step) << step;
        }
    }
    void cancelsAtEachStep()
    {
        QFETCH(int, step);
        const std::string name = sleeper();
        const bool untilEnd = step >= static_cast<int>(JobStep::ProgramEnded);
        const JobSpec spec = JobTestbed::script(untilEnd ? "true" : name);
        QVERIFY(m_bed->startDyingAt("a", spec, static_cast<JobStep>(step)));
        const auto job = m_bed->store().cancel("a", 0);
        QVERIFY2(job.has_value(), job ? "" : job.error().message.c_str());
        const auto end = m_bed->endOf("a");
        const std::string status = end.value("status", "");
        QVERIFY2(status == "cancelled" || status == "lost" || (untilEnd && status == "exited"),
                 status.c_str());
        QCOMPARE(JobTestbed::processesWith(name), 0);
        // Nothing brings it back.
        QCOMPARE(m_bed->store().start("a", spec)->at("end"), end);
    }

    void tellsOfASupervisorThatWasKilled()
    {
        const std::string name = sleeper();
        const JobSpec spec = JobTestbed::script("setsid " + name + " & echo ready; " + name);
        QVERIFY(m_bed->store().start("a", spec));
        QTRY_COMPARE(JobTestbed::processesWith(name) >= 3, true); // with the shell
        auto waiting = std::async(std::launch::async, [&] { return m_bed->endOf("a"); });
        QCOMPARE(::kill(m_bed->supervisorOf("a"), SIGKILL), 0);
        const auto end = waiting.get();
        QCOMPARE(end.value("status", ""), "lost");
        QCOMPARE(end.value("reason", ""), "supervisorKilled");
        QCOMPARE(end.value("orphansRemaining", 1), 0);
        QCOMPARE(JobTestbed::processesWith(name), 0);
    }

    void tellsARestartOfTheMachine()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script(sleeper())));
        QCOMPARE(::kill(m_bed->supervisorOf("a"), SIGKILL), 0);
        const Node::JobFolder folder(m_bed->root() + "/a");
        QTRY_VERIFY(!folder.isHeld());
        auto run = *folder.read(Node::JobFolder::runName);
        run["bootId"] = "another";
        Posix::writeDurably(folder.file(Node::JobFolder::runName), run.dump());
        QCOMPARE(m_bed->endOf("a").value("reason", ""), "reboot");
    }

    void leavesTheJobsOfAnotherMachineAlone()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script("true")));
        QCOMPARE(m_bed->endOf("a").value("status", ""), "exited");
        const Node::JobFolder folder(m_bed->root() + "/a");
        auto run = *folder.read(Node::JobFolder::runName);
        run["machine"] = "another";
        Posix::writeDurably(folder.file(Node::JobFolder::runName), run.dump());
        QVERIFY(QFile::remove(QString::fromStdString(folder.file(Node::JobFolder::endName))));
        QTRY_COMPARE(m_bed->stateOf("a"), "elsewhere");
        QVERIFY(!folder.has(Node::JobFolder::endName));
        QVERIFY(QFile::rename(QString::fromStdString(folder.path()),
                              QString::fromStdString(m_bed->path("away"))));
    }

    void stopsWithItsSupervisor()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script(sleeper())));
        QCOMPARE(::kill(m_bed->supervisorOf("a"), SIGTERM), 0);
        QCOMPARE(m_bed->endOf("a").value("status", ""), "stopped");
    }

    void passesSignalsToAllProcesses()
    {
        // The first one waits for the other: what is left when it has ended gets a SIGTERM.
        const auto part = [](const char *afterwards) {
            return std::format("trap 'echo got; {}exit' USR1; echo ready; "
                               "while true; do sleep 0.05; done",
                               afterwards);
        };
        QVERIFY(m_bed->store().start(
            "a", JobTestbed::script(std::format("({})& {}", part(""), part("wait; ")))));
        QTRY_COMPARE(m_bed->outputOf("a").count("ready"), 2);
        QCOMPARE(m_bed->store().signal("a", "WINCH").error().code, Node::FaultCode::Invalid);
        // Also those that sleep, which end by it.
        QVERIFY(m_bed->store().signal("a", "SIGUSR1")->at("processes") >= 2);
        QCOMPARE(m_bed->endOf("a").value("status", ""), "exited");
        QCOMPARE(m_bed->outputOf("a").count("got"), 2);
        QCOMPARE(m_bed->store().signal("a", "TERM").error().code, Node::FaultCode::Busy);
    }

    void cancelsWhatIsStopped()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script(sleeper())));
        QVERIFY(m_bed->store().signal("a", "STOP"));
        QVERIFY(m_bed->store().cancel("a", 3600));
        QCOMPARE(m_bed->endOf("a").value("status", ""), "cancelled");
    }

    void namesTheLackOfMemory()
    {
        JobSpec spec{.command = {"python3", "-c", "x = bytearray(300 << 20); print(len(x))"}};
        spec.memoryBytes = 64 << 20;
        const auto end = m_bed->run("a", spec);
        if (!end.value("memoryLimited", false)) {
            QSKIP("This user may not limit memory here.");
        }
        QCOMPARE(end.value("signal", 0), SIGKILL);
        QVERIFY(end.value("outOfMemory", false));
        QCOMPARE(end.value("message", ""), "The job needed more memory than its limit of 64 MiB.");
        QVERIFY(end.value("peakMemoryBytes", 0) <= (65 << 20));
        QCOMPARE(end.value("peakMemoryOf", ""), "job");
    }

    void tellsAKillFromALackOfMemory()
    {
        const auto end = m_bed->run("a", JobTestbed::script("kill -KILL $$"));
        QCOMPARE(end.value("signalName", ""), "SIGKILL");
        QCOMPARE(end.value("outOfMemory", true), false);
        QVERIFY(QByteArray::fromStdString(end.value("message", ""))
                    .startsWith("The job was killed by SIGKILL; its peak memory was "));
    }

    void signalsNobodyOfAnotherPidNamespace()
    {
        const std::string name = sleeper();
        QVERIFY(m_bed->store().start("a", JobTestbed::script(name)));
        const Node::JobFolder folder(m_bed->root() + "/a");
        const std::string file = folder.file(Node::JobFolder::runName);
        const auto run = *folder.read(Node::JobFolder::runName);
        // Here its supervisor's number is this process', whose child must not be hit.
        QProcess child;
        child.start(QStringLiteral("sleep"), {QStringLiteral("600")});
        QVERIFY(child.waitForStarted());
        auto foreign = run;
        foreign["pidNamespace"] = 1;
        foreign["supervisor"] = {{"pid", ::getpid()}, {"startTime", 1}};
        Posix::writeDurably(file, foreign.dump());
        QCOMPARE(m_bed->stateOf("a"), "running");
        const auto signalled = m_bed->store().signal("a", "KILL");
        Posix::writeDurably(file, run.dump());
        QVERIFY(!signalled);
        QCOMPARE(signalled.error().code, Node::FaultCode::Busy);
        QVERIFY(!child.waitForFinished(100));
        QCOMPARE(m_bed->store()
                         .signal("a", "CONT")
                         .value_or(nlohmann::json::object())
                         .value("processes", 0)
                     >= 1,
                 true);
        child.kill();
        QVERIFY(child.waitForFinished());
    }

    void givesWaitingUp()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script(sleeper())));
        std::stop_source stop;
        auto waiting = std::async(std::launch::async,
                                  [&] { return m_bed->store().wait("a", stop.get_token()); });
        QVERIFY(waiting.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
        stop.request_stop();
        QCOMPARE(waiting.get().error().code, Node::FaultCode::Cancelled);
    }

    void forgetsOnlyWhatHasEnded()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script(sleeper())));
        QCOMPARE(m_bed->store().remove("a").error().code, Node::FaultCode::Busy);
        QVERIFY(m_bed->store().cancel("a", 0));
        QVERIFY(!m_bed->endOf("a").empty());
        // The lock goes a little later than the end comes.
        QVERIFY(QTest::qWaitFor([&] { return m_bed->store().remove("a").has_value(); }));
        QCOMPARE(m_bed->store().status("a").error().code, Node::FaultCode::NotFound);
        QVERIFY(QDir(QString::fromStdString(m_bed->root()))
                    .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                    .isEmpty());
        QCOMPARE(m_bed->run("a", JobTestbed::script("exit 4")).value("exitCode", -1), 4);
    }

private:
    std::unique_ptr<JobTestbed> m_bed;
};

QTEST_GUILESS_MAIN(TestJobEnding)
#include "tst_jobending.moc"
