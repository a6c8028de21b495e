// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever starts a job, its supervisor or itself is killed at any moment: it never runs twice, an
// end that was recorded stays, and nothing of it remains. $ATELIER_ROUNDS: how often.
#include "tests/backend/node/run/jobtestbed.h"

#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <format>
#include <thread>

using namespace Atelier;
using Node::JobSpec;
using Test::JobTestbed;

class TestJobKills final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsWordHoweverItIsKilled_data()
    {
        QTest::addColumn<int>("victim");
        QTest::newRow("who starts it") << 0;
        QTest::newRow("supervisor") << 1;
        QTest::newRow("job") << 2;
        QTest::newRow("all of them") << 3;
    }
    void keepsItsWordHoweverItIsKilled()
    {
        QFETCH(int, victim);
        const int rounds = qEnvironmentVariableIntValue("ATELIER_ROUNDS");
        int lost = 0;
        for (int round = 0; round < std::max(rounds, 10); ++round) {
            JobTestbed bed;
            const std::string name = "sleep 0.0" + std::to_string(100000 + ::getpid())
                                     + std::to_string(round);
            const JobSpec spec = JobTestbed::script(
                std::format("echo x >>{}; setsid {} & {}; exit 3", bed.path("count"), name, name));
            QProcess starting;
            bed.begin(&starting, "a", spec);
            // Not a wait for anything: the moment is what is tried.
            std::this_thread::sleep_for(
                std::chrono::microseconds(QRandomGenerator::global()->bounded(60'000)));
            kill(bed, victim, &starting);
            QVERIFY(starting.state() == QProcess::NotRunning || starting.waitForFinished());

            const auto before = bed.store().status("a");
            const auto job = bed.store().start("a", spec);
            QVERIFY2(job.has_value(), job ? "" : job.error().message.c_str());
            const auto end = bed.endOf("a");
            const std::string status = end.value("status", "");
            lost += status == "lost" ? 1 : 0;
            if (before && before->at("state") == "ended") {
                QCOMPARE(end, before->at("end"));
            }
            const QByteArray count = bed.contentOf("count");
            QVERIFY2(count.isEmpty() || count == "x\n", count.constData());
            QVERIFY2(status == "exited" || status == "signalled" || status == "lost",
                     status.c_str());
            QVERIFY(status != "exited" || (count == "x\n" && end.value("exitCode", 0) == 3));
            QVERIFY(status != "lost" || victim == 1 || victim == 3);
            QCOMPARE(JobTestbed::processesWith(name), 0);
        }
        qInfo("%d of %d were lost with their supervisor", lost, std::max(rounds, 10));
    }

private:
    static void kill(const JobTestbed &bed, int victim, QProcess *starting)
    {
        if (victim == 0 || victim == 3) {
            starting->kill();
        }
        const auto run = Node::JobFolder(bed.root() + "/a").read(Node::JobFolder::runName);
        if (!run) {
            return; // it has not come so far
        }
        const auto end = [&](const char *who) {
            const pid_t pid = run->at(who).at("pid").get<pid_t>();
            if (Posix::startTimeOf(pid) == run->at(who).at("startTime").get<std::uint64_t>()) {
                ::kill(pid, SIGKILL);
            }
        };
        if (victim == 1 || victim == 3) {
            end("supervisor");
        }
        if (victim == 2 || victim == 3) {
            end("process");
        }
    }
};

QTEST_GUILESS_MAIN(TestJobKills)
#include "tst_jobkills.moc"
