// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/measure/activity.h"
#include "backend/node/measure/gpus.h"
#include "backend/node/measure/machine.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace Atelier::Node;

class TestMeasure final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheKernelsFiles()
    {
        const auto ticks = cpuTicksFrom("cpu  10 1 5 100 20 2 3 4 7 7\ncpu0 1 1 1 1\n");
        QVERIFY(ticks);
        QCOMPARE(ticks->all, 145U);
        QCOMPARE(ticks->busy, 25U);
        QVERIFY(!cpuTicksFrom("cpu 1 2"));
        QVERIFY(!cpuTicksFrom(""));
        const auto memory = memoryFrom(
            "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 600 kB\nOdd\n");
        QVERIFY(memory);
        QCOMPARE(memory->total, 1'024'000U);
        QCOMPARE(memory->available, 614'400U);
        QVERIFY(!memoryFrom("MemTotal: 1000 kB\n"));
        QCOMPARE(loadFrom("0.50 1.25 2.00 1/100 1234\n")->at(1), 1.25);
        QVERIFY(!loadFrom("x"));
    }

    void measuresThisMachine()
    {
        QVERIFY(cpuTicks()->all > 0);
        QVERIFY(machineMemory()->available <= machineMemory()->total);
        QVERIFY(load() && uptime() > 0 && usableCpus() >= 1);
        QVERIFY(diskRoom("/")->total > 0);
        QVERIFY(!diskRoom("/nonsense"));
    }

    void readsWhatTheDriverSays()
    {
        const auto gpus = gpusFrom("NVIDIA A100-SXM4-40GB, 87, 40960, 1024, 55\n"
                                   "NVIDIA T4, [N/A], 15360, [Not Supported], \n"
                                   "No devices were found\n");
        QCOMPARE(gpus.size(), 2U);
        QCOMPARE(gpus[0].name, std::string("NVIDIA A100-SXM4-40GB"));
        QCOMPARE(gpus[0].utilization.value(), 87.0);
        QCOMPARE(gpus[0].memoryUsed.value(), 1024ULL << 20U);
        QVERIFY(!gpus[1].utilization && !gpus[1].memoryUsed && !gpus[1].temperature);
    }

    void asksTheDriversProgram()
    {
        QTemporaryDir folder;
        QFile program(folder.filePath(QStringLiteral("nvidia-smi")));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\necho 'GPU x, 1, 2, 3, 4'\n");
        program.close();
        QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", QByteArray(folder.path().toUtf8() + ':' + path));
        QCOMPARE(findGpus().size(), 1U);
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\nexec sleep 600\n"); // as with a broken driver
        program.close();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(findGpus().empty());
        QVERIFY(timer.elapsed() < 10'000);
        qputenv("PATH", path);
    }

    void namesWhatComputes()
    {
        QProcess busy;
        busy.start(QStringLiteral("/bin/sh"),
                   {QStringLiteral("-c"), QStringLiteral("while :; do :; done")});
        QVERIFY(busy.waitForStarted());
        Activity activity;
        activity.look();
        QVERIFY(activity.reasons().empty() || activity.cpu() == 0);
        const auto found = [&] {
            activity.look();
            const auto reason = std::ranges::find(
                activity.reasons(), static_cast<pid_t>(busy.processId()), &AwakeReason::pid);
            return reason != activity.reasons().end() && reason->cpu >= Activity::computing
                   && reason->kind == AwakeReason::Kind::Process;
        };
        QVERIFY(QTest::qWaitFor(found));
        QVERIFY(activity.processes() >= 2);
        QVERIFY(activity.residentBytes() > 0);
        busy.kill();
        QVERIFY(busy.waitForFinished());
    }
};

QTEST_GUILESS_MAIN(TestMeasure)
#include "tst_measure.moc"
