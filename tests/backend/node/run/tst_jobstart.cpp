// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Starting jobs: once, whatever happens meanwhile.
#include "tests/backend/node/run/jobtestbed.h"

#include <QElapsedTimer>
#include <QTest>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <future>

using namespace Atelier;
using Node::JobSpec;
using Node::JobStep;
using Test::JobTestbed;

namespace {

/** From now on in this thread, taking a lock fails as on NFS without lockd. */
bool loseLocks()
{
    std::array<sock_filter, 6> steps{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_fcntl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_OFD_SETLK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOLCK),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog program{.len = steps.size(), .filter = steps.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
           && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

} // namespace

class TestJobStart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bed = std::make_unique<JobTestbed>(); }
    void cleanup() { m_bed.reset(); }

    void runsAProgramAndRecordsItsEnd()
    {
        const auto end = m_bed->run("a", JobTestbed::script("echo out; echo err >&2; exit 7"));
        QCOMPARE(end.value("status", ""), "exited");
        QCOMPARE(end.value("exitCode", -1), 7);
        QVERIFY(end.value("peakMemoryBytes", 0) > 0);
        QVERIFY(end.value("wallSeconds", -1.0) >= 0);
        QCOMPARE(end.value("message", ""), "The job exited with 7.");
        QCOMPARE(m_bed->outputOf("a"), "out\n");
        QCOMPARE(m_bed->outputOf("a", "stderr"), "err\n");
        QCOMPARE(m_bed->stateOf("a"), "ended");
    }

    void saysThatAFileSystemHasNoLocks()
    {
        auto started = std::async(std::launch::async, [this] {
            return loseLocks() ? m_bed->store().start("a", JobTestbed::script("true"))
                               : std::unexpected(Node::Fault{.message = "no filter"});
        });
        const auto result = started.get();
        QVERIFY(!result);
        QCOMPARE(result.error().message, "fcntl: No locks available.");
        QCOMPARE(result.error().code, Node::FaultCode::NoLocks);
        QCOMPARE(result.error().path, m_bed->root());
        QVERIFY(m_bed->stateOf("a") != "prepared");
        QCOMPARE(m_bed->run("a", JobTestbed::script("exit 3")).value("exitCode", -1), 3);
    }

    void isCalledByItsOwnIdWhateverTheSpecSays()
    {
        ::setenv("ATELIER_JOB_ID", "outer", 1); // as in a job that starts one
        JobSpec spec = JobTestbed::script(
            "cat /proc/self/environ | tr '\\0' '\\n' | grep ^ATELIER_JOB_ID=");
        spec.environment = {{"ATELIER_JOB_ID", "other"}};
        const auto end = m_bed->run("a", spec);
        ::unsetenv("ATELIER_JOB_ID");
        QCOMPARE(end.value("exitCode", -1), 0);
        QCOMPARE(m_bed->outputOf("a"), "ATELIER_JOB_ID=a\n");
    }

    void tellsTheSignalThatEndedIt()
    {
        const auto end = m_bed->run("a", JobTestbed::script("kill -SEGV $$"));
        QCOMPARE(end.value("status", ""), "signalled");
        QCOMPARE(end.value("signal", 0), SIGSEGV);
        QCOMPARE(end.value("signalName", ""), "SIGSEGV");
    }

    void givesTheProgramWhatWasAskedFor()
    {
        ::setenv("TST_TAKEN", "x", 1);
        ::setenv("TST_KEPT", "kept", 1);
        JobSpec spec = JobTestbed::script(
            "pwd; umask; nice; ulimit -n; ulimit -c; echo $TST_TAKEN-$TST_KEPT-$TST_GIVEN; "
            "echo $ATELIER_JOB_ID; grep Cpus_allowed_list /proc/self/status; readlink "
            "/proc/self/fd/0; "
            "ls /proc/self/fd | wc -l; echo last >&2");
        spec.folder = m_bed->path("");
        spec.folder.pop_back();
        spec.environment = {{"TST_GIVEN", "a b"}};
        spec.withoutEnvironment = {"TST_TAKEN"};
        spec.mask = 027;
        spec.nice = 3;
        spec.openFiles = 77;
        spec.cpus = {0};
        spec.mergeOutput = true;
        QCOMPARE(m_bed->run("a", spec).value("exitCode", -1), 0);
        const QList<QByteArray> lines = m_bed->outputOf("a").trimmed().split('\n');
        const QList<QByteArray> expected{QByteArray::fromStdString(spec.folder),
                                         "0027",
                                         "3",
                                         "77",
                                         "0",
                                         "-kept-a b",
                                         "a",
                                         "Cpus_allowed_list:\t0",
                                         "/dev/null",
                                         "4", // 0, 1, 2, and that of ls itself
                                         "last"};
        QCOMPARE(lines, expected);
    }

    void findsTheProgramInTheJobsOwnPath()
    {
        QFile program(QString::fromStdString(m_bed->path("tst-program")));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\necho here\n");
        program.close();
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        const JobSpec spec{.command = {"tst-program"},
                           .environment = {{"PATH", "/nonsense:" + m_bed->path("")}}};
        QCOMPARE(m_bed->run("a", spec).value("exitCode", -1), 0);
        QCOMPARE(m_bed->outputOf("a"), "here\n");
    }

    void saysWhatCouldNotStart_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("program") << QByteArray(R"({"command":["/nonsense/x"]})")
                                 << QByteArray("The program \"/nonsense/x\" can't be run: "
                                               "No such file or directory.");
        QTest::newRow("in PATH") << QByteArray(R"({"command":["nonsense-program"]})")
                                 << QByteArray("The program \"nonsense-program\" can't be run: "
                                               "No such file or directory.");
        QTest::newRow("not executable") << QByteArray(R"({"command":["/etc/passwd"]})")
                                        << QByteArray("The program \"/etc/passwd\" can't be run: "
                                                      "Permission denied.");
        QTest::newRow("folder") << QByteArray(R"({"command":["true"],"folder":"/nonsense"})")
                                << QByteArray("The working folder \"/nonsense\" can't be entered: "
                                              "No such file or directory.");
        QTest::newRow("niceness") << QByteArray(R"({"command":["true"],"cpus":[1000]})")
                                  << QByteArray("The job can't be kept to the CPUs that were asked "
                                                "for: Invalid argument.");
    }
    void saysWhatCouldNotStart()
    {
        QFETCH(QByteArray, member);
        QFETCH(QByteArray, sentence);
        const auto spec = Node::jobSpecFrom(nlohmann::json::parse(member.toStdString()));
        QVERIFY(spec);
        const auto end = m_bed->run("a", *spec);
        QCOMPARE(end.value("status", ""), "couldNotStart");
        QCOMPARE(QByteArray::fromStdString(end.value("message", "")), sentence);
    }

    void startsTheSameJobOnlyOnce()
    {
        const JobSpec spec = counting("sleep 0.2");
        const auto first = m_bed->store().start("a", spec);
        const auto second = m_bed->store().start("a", spec);
        QVERIFY(first && second);
        QCOMPARE(second->at("pid"), first->at("pid"));
        QCOMPARE(m_bed->endOf("a").value("exitCode", -1), 0);
        QCOMPARE(m_bed->store().start("a", spec)->at("state"), "ended");
        QCOMPARE(m_bed->contentOf("count"), "x\n");
    }

    void refusesAnotherJobWithTheSameId()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script("true")));
        const auto other = m_bed->store().start("a", JobTestbed::script("false"));
        QVERIFY(!other);
        QCOMPARE(other.error().code, Node::FaultCode::AlreadyExists);
        QCOMPARE(m_bed->store().start("../a", {}).error().code, Node::FaultCode::Invalid);
        QCOMPARE(m_bed->store().status("b").error().code, Node::FaultCode::NotFound);
    }

    void runsOnceWhenManyStartIt()
    {
        const JobSpec spec = counting("true");
        QList<QProcess *> processes;
        for (int index = 0; index < 6; ++index) {
            processes.append(new QProcess(this));
            m_bed->begin(processes.last(), "a", spec);
        }
        std::vector<std::future<bool>> threads;
        threads.reserve(6);
        for (int index = 0; index < 6; ++index) {
            threads.push_back(std::async(
                std::launch::async, [&] { return m_bed->store().start("a", spec).has_value(); }));
        }
        for (auto &thread : threads) {
            QVERIFY(thread.get());
        }
        for (QProcess *process : std::as_const(processes)) {
            QVERIFY(process->state() == QProcess::NotRunning || process->waitForFinished());
            QVERIFY2(process->exitCode() == 0, process->readAll().constData());
        }
        QCOMPARE(m_bed->endOf("a").value("exitCode", -1), 0);
        QCOMPARE(m_bed->contentOf("count"), "x\n");
    }

    void neverRunsTwiceWhereverItIsKilled_data()
    {
        QTest::addColumn<int>("step");
        for (int step = 0; step < Node::jobStepCount; ++step) {
            QTest::addRow("step %d", step) << step;
        }
    }
    void neverRunsTwiceWhereverItIsKilled()
    {
        QFETCH(int, step);
        const JobSpec spec = counting("sleep 0.1");
        QVERIFY(m_bed->startDyingAt("a", spec, static_cast<JobStep>(step)));
        const auto job = m_bed->store().start("a", spec);
        QVERIFY2(job.has_value(), job ? "" : job.error().message.c_str());
        const auto end = m_bed->endOf("a");
        const bool surelyNotBegun = step < static_cast<int>(JobStep::RunRecorded);
        const bool mayBeLost = !surelyNotBegun && step < static_cast<int>(JobStep::EndRecorded);
        QCOMPARE(end.value("status", ""), mayBeLost ? "lost" : "exited");
        const QByteArray count = m_bed->contentOf("count");
        QVERIFY2(count == "x\n" || (mayBeLost && count.isEmpty()), count.constData());
        // What was being made is gone again.
        QVERIFY(m_bed->store().start("b", JobTestbed::script("true")));
        const QDir root(QString::fromStdString(m_bed->root()));
        QCOMPARE(root.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList({QStringLiteral("a"), QStringLiteral("b")}));
    }

    void startsFiveHundredQuickly()
    {
        QElapsedTimer timer;
        timer.start();
        std::vector<std::future<int>> threads;
        threads.reserve(4);
        for (int part = 0; part < 4; ++part) {
            threads.push_back(std::async(std::launch::async, [&, part] {
                int started = 0;
                for (int index = part; index < 500; index += 4) {
                    const auto job = m_bed->store().start("j" + std::to_string(index),
                                                          {.command = {"true"}});
                    started += job ? 1 : 0;
                }
                return started;
            }));
        }
        int started = 0;
        for (auto &thread : threads) {
            started += thread.get();
        }
        qInfo("500 jobs started in %lld ms", timer.elapsed());
        QCOMPARE(started, 500);
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(m_bed->store().statusOfAll(),
                                                     [](const nlohmann::json &job) {
                                                         return job.at("state") == "ended";
                                                     }),
                                 30'000);
        timer.restart();
        const auto all = m_bed->store().statusOfAll();
        qInfo("their states told in %lld ms", timer.elapsed());
        QCOMPARE(all.size(), 500U);
        QVERIFY(std::ranges::all_of(all, [](const nlohmann::json &job) {
            return job.at("end").value("exitCode", -1) == 0;
        }));
    }

private:
    [[nodiscard]] JobSpec counting(const std::string &rest) const
    {
        return JobTestbed::script("echo x >>" + m_bed->path("count") + "; " + rest);
    }

    std::unique_ptr<JobTestbed> m_bed;
};

QTEST_GUILESS_MAIN(TestJobStart)
#include "tst_jobstart.moc"
