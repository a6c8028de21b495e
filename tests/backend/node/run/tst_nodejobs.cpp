// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs, ports and measures of a node, through a real SSH server and atelier-node itself.
#include "backend/nodeclient/joblog.h"
#include "backend/nodeclient/jobs.h"
#include "backend/nodeclient/measures.h"
#include "backend/nodeclient/ports.h"
#include "tests/backend/nodeclient/nodehost.h"
#include "tests/backend/ssh/await.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <csignal>

using namespace Atelier;
using namespace Atelier::NodeClient;
using Test::await;
using Test::explain;

class TestNodeJobs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_host = std::make_unique<Test::NodeHost>();
        QVERIFY2(m_host->start(), qPrintable(m_host->error()));
    }

    void cleanupTestCase()
    {
        const auto all = await(Jobs(&m_host->client()).statusOfAll());
        for (const NodeJob &job : all.value_or(QList<NodeJob>())) {
            static_cast<void>(await(Jobs(&m_host->client()).cancel(job.id, 0)));
            static_cast<void>(await(Jobs(&m_host->client()).wait(job.id)));
        }
        m_host.reset();
    }

    void runsAJobOnce()
    {
        const Jobs jobs(&m_host->client());
        const QJsonObject spec = script(QStringLiteral("echo hello; exit 3"));
        const auto started = await(jobs.start(QStringLiteral("once"), spec));
        QVERIFY2(started.has_value(), explain(started));
        const auto ended = await(jobs.wait(QStringLiteral("once")));
        QVERIFY2(ended.has_value(), explain(ended));
        QCOMPARE(ended->state, NodeJob::State::Ended);
        QCOMPARE(ended->end.value(QLatin1StringView("exitCode")).toInt(), 3);
        const auto again = await(jobs.start(QStringLiteral("once"), spec));
        QVERIFY2(again.has_value(), explain(again));
        QCOMPARE(again->end, ended->end);
        QCOMPARE(
            await(jobs.start(QStringLiteral("once"), script(QStringLiteral("true")))).error().code,
            Error::Code::AlreadyExists);
        QCOMPARE(await(jobs.status(QStringLiteral("none"))).error().code, Error::Code::NotFound);
        QCOMPARE(await(jobs.status(QStringLiteral("../x"))).error().code,
                 Error::Code::InvalidArgument);
        const auto removed = await(jobs.remove(QStringLiteral("once")));
        QVERIFY2(removed.has_value(), explain(removed));
    }

    void outlivesTheConnectionAndItsProgram()
    {
        const QString id = QStringLiteral("outlives");
        const QJsonObject spec = script(
            QStringLiteral("i=0; while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done; echo over"));
        const auto started = await(Jobs(&m_host->client()).start(id, spec));
        QVERIFY2(started.has_value(), explain(started));
        for (const qint64 pid : m_host->nodeProcesses()) {
            ::kill(static_cast<pid_t>(pid), SIGKILL);
        }
        m_host->dropClient();
        m_host->makeClient();
        const auto running = await(Jobs(&m_host->client()).status(id));
        QVERIFY2(running.has_value(), explain(running));
        QCOMPARE(running->state, NodeJob::State::Running);
        QCOMPARE(running->pid, started->pid);
        JobLog log(&m_host->client(), id, {.follow = true});
        QSignalSpy received(&log, &JobLog::received);
        QSignalSpy finished(&log, &JobLog::finished);
        QVERIFY(Test::writeFile(m_host->path(QStringLiteral("go")), {}));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        QCOMPARE(finished.first().first().toBool(), true);
        QByteArray text;
        for (const auto &call : received) {
            text += call.first().toByteArray();
        }
        QCOMPARE(text, "over\n");
        QCOMPARE(log.offset(), 5);
    }

    void readsMoreOutputThanMayWait()
    {
        const QString id = QStringLiteral("long");
        const auto started = await(
            Jobs(&m_host->client())
                .start(id, script(QStringLiteral("head -c 20000000 /dev/zero"))));
        QVERIFY2(started.has_value(), explain(started));
        JobLog log(&m_host->client(), id, {.follow = true});
        qint64 bytes = 0;
        connect(&log, &JobLog::received, this, [&bytes](const QByteArray &block) {
            bytes += block.size();
        });
        QSignalSpy finished(&log, &JobLog::finished);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        QCOMPARE(bytes, 20'000'000);
        QCOMPARE(log.offset(), 20'000'000);
    }

    void cancelsAndSignals()
    {
        const Jobs jobs(&m_host->client());
        const QString id = QStringLiteral("cancelled");
        const auto started = await(jobs.start(id, script(QStringLiteral("sleep 3600"))));
        QVERIFY2(started.has_value(), explain(started));
        QCOMPARE(await(jobs.remove(id)).error().code, Error::Code::Conflict);
        QVERIFY(await(jobs.signal(id, QStringLiteral("CONT"))).value_or(0) >= 1);
        std::stop_source stop;
        const auto waiting = jobs.wait(id, stop.get_token());
        stop.request_stop();
        QCOMPARE(await(waiting).error().code, Error::Code::Cancelled);
        const auto cancelled = await(jobs.cancel(id, 0));
        QVERIFY2(cancelled.has_value(), explain(cancelled));
        QCOMPARE(await(jobs.wait(id))->end.value(QLatin1StringView("status")).toString(),
                 QStringLiteral("cancelled"));
        const auto all = await(jobs.statusOfAll());
        QVERIFY(all && !all->isEmpty());
    }

    void watchesPorts()
    {
        const auto watch = watchPorts(&m_host->client());
        QSignalSpy appeared(watch.get(), &PortWatch::appeared);
        QSignalSpy gone(watch.get(), &PortWatch::gone);
        QSignalSpy failed(watch.get(), &PortWatch::failed);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const quint16 port = server.serverPort();
        const auto hasAppeared = [&] {
            return std::ranges::any_of(appeared, [port](const auto &call) {
                return call.first().template value<ListeningPort>().port == port;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasAppeared(), 20'000);
        server.close();
        const auto hasGone = [&] {
            return std::ranges::any_of(
                gone, [port](const auto &call) { return call.first().toInt() == port; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasGone(), 20'000);
        QCOMPARE(failed.count(), 0);
        const auto list = await(listPorts(&m_host->client()));
        QVERIFY2(list.has_value(), explain(list));
    }

    void measuresTheNode()
    {
        const auto one = await(measure(&m_host->client(), QStringLiteral("/")));
        QVERIFY2(one.has_value(), explain(one));
        QVERIFY(one->cpus >= 1 && one->cpu && one->ownCpu);
        QVERIFY(one->memoryTotal > 0 && one->memoryAvailable > 0);
        QVERIFY(one->diskTotal && one->uptime > 0);
        std::stop_source stop;
        int count = 0;
        const auto watching = watchMeasures(
            &m_host->client(),
            std::chrono::seconds(1),
            [&count](const Measure &) { ++count; },
            stop.get_token());
        QTRY_VERIFY_WITH_TIMEOUT(count >= 2, 20'000);
        stop.request_stop();
        QCOMPARE(await(watching).error().code, Error::Code::Cancelled);
    }

private:
    [[nodiscard]] static QJsonObject script(const QString &text)
    {
        return {{QStringLiteral("command"),
                 QJsonArray{QStringLiteral("/bin/sh"), QStringLiteral("-c"), text}}};
    }

    std::unique_ptr<Test::NodeHost> m_host;
};

QTEST_GUILESS_MAIN(TestNodeJobs)
#include "tst_nodejobs.moc"
