// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A job's output: each byte once, while it comes and afterwards.
#include "backend/node/run/joblog.h"
#include "tests/backend/node/run/jobtestbed.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <csignal>
#include <future>
#include <mutex>

using namespace Atelier;
using Node::JobSpec;
using Node::LogRange;
using Test::JobTestbed;

namespace {

/** Reads in a thread of its own. */
class LogReading final
{
public:
    LogReading(const Node::JobStore &store, const std::string &id, const LogRange &range)
        : m_future(std::async(std::launch::async, [this, &store, id, range] {
            return readJobLog(store,
                              id,
                              range,
                              {.take = [this](std::string_view bytes) { return take(bytes); },
                               .cut = [this] { return cut(); }},
                              m_stop.get_token());
        }))
    {
    }
    LogReading(const LogReading &) = delete;
    LogReading &operator=(const LogReading &) = delete;
    ~LogReading() { m_stop.request_stop(); }

    void stop() { m_stop.request_stop(); }
    [[nodiscard]] Node::Outcome<nlohmann::json> result() { return m_future.get(); }
    [[nodiscard]] QByteArray text()
    {
        const std::scoped_lock lock(m_mutex);
        return m_text;
    }
    [[nodiscard]] int cuts() const { return m_cuts; }

private:
    bool take(std::string_view bytes)
    {
        const std::scoped_lock lock(m_mutex);
        m_text.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
        return true;
    }
    bool cut()
    {
        ++m_cuts;
        return true;
    }

    std::stop_source m_stop;
    std::mutex m_mutex;
    QByteArray m_text;
    std::atomic<int> m_cuts = 0;
    std::future<Node::Outcome<nlohmann::json>> m_future;
};

} // namespace

class TestJobLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bed = std::make_unique<JobTestbed>(); }
    void cleanup() { m_bed.reset(); }

    void readsARange()
    {
        QVERIFY(!m_bed->run("a", JobTestbed::script("printf 0123456789; printf abc >&2")).empty());
        const auto read = [&](const LogRange &range) {
            LogReading reading(m_bed->store(), "a", range);
            const auto result = reading.result();
            return std::pair(reading.text(), result ? *result : nlohmann::json());
        };
        QCOMPARE(read({}).first, "0123456789");
        const auto [part, result] = read({.offset = 3, .length = 4});
        QCOMPARE(part, "3456");
        QCOMPARE(result, nlohmann::json({{"offset", 7}, {"size", 10}, {"ended", true}}));
        QCOMPARE(read({.stream = "stderr", .offset = 1}).first, "bc");
        QCOMPARE(read({.offset = 10}).first, "");
        LogReading wrong(m_bed->store(), "a", {.stream = "../spec.json"});
        QCOMPARE(wrong.result().error().code, Node::FaultCode::Invalid);
    }

    void followsUntilTheEnd()
    {
        const JobSpec spec = JobTestbed::script(
            "for i in $(seq 200); do echo line $i; sleep 0.002; done; printf last");
        QVERIFY(m_bed->store().start("a", spec));
        LogReading reading(m_bed->store(), "a", {.follow = true});
        const auto result = reading.result();
        QVERIFY(result && result->at("ended").get<bool>());
        QByteArray expected;
        for (int line = 1; line <= 200; ++line) {
            expected += "line " + QByteArray::number(line) + '\n';
        }
        QCOMPARE(reading.text(), expected + "last");
    }

    void followsAHundredMegabytesASecond()
    {
        constexpr qsizetype size = 300'000'000;
        QVERIFY(m_bed->store().start(
            "a", JobTestbed::script("yes 0123456789abcdef | head -c " + std::to_string(size))));
        QElapsedTimer timer;
        timer.start();
        LogReading reading(m_bed->store(), "a", {.follow = true});
        const auto result = reading.result();
        qInfo("%lld MB/s", size / 1000 / std::max<qint64>(timer.elapsed(), 1));
        QVERIFY(result && result->at("offset") == size);
        const QByteArray text = reading.text();
        QCOMPARE(text.size(), size);
        const QByteArray line("0123456789abcdef\n");
        for (qsizetype at = 0; at < size; at += line.size()) {
            if (!line.startsWith(
                    QByteArrayView(text).sliced(at, std::min(line.size(), size - at)))) {
                QFAIL("A byte is at the wrong place.");
            }
        }
    }

    void followsFromAnOffset()
    {
        QVERIFY(
            m_bed->store().start("a", JobTestbed::script("printf abcdef; sleep 0.3; printf ghi")));
        LogReading reading(m_bed->store(), "a", {.offset = 4, .length = 4, .follow = true});
        QVERIFY(reading.result());
        QCOMPARE(reading.text(), "efgh");
    }

    void noticesACutFile()
    {
        const JobSpec spec = JobTestbed::script("printf before; while [ ! -e " + m_bed->path("go")
                                                + " ]; do sleep 0.02; done; printf after");
        QVERIFY(m_bed->store().start("a", spec));
        LogReading reading(m_bed->store(), "a", {.follow = true});
        QTRY_COMPARE(reading.text(), "before");
        QFile file(QString::fromStdString(m_bed->root() + "/a/stdout"));
        QVERIFY(file.resize(0));
        QTRY_COMPARE(reading.cuts(), 1);
        QFile go(QString::fromStdString(m_bed->path("go")));
        QVERIFY(go.open(QIODevice::WriteOnly));
        QVERIFY(reading.result());
        QCOMPARE(reading.text(), "beforeafter");
    }

    void stopsWhenNobodyWantsMore()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script("echo a; sleep 3600")));
        LogReading reading(m_bed->store(), "a", {.follow = true});
        QTRY_COMPARE(reading.text(), "a\n");
        reading.stop();
        QCOMPARE(reading.result().error().code, Node::FaultCode::Cancelled);
    }

    void endsWhenTheSupervisorIsKilled()
    {
        QVERIFY(m_bed->store().start("a", JobTestbed::script("echo a; sleep 3600")));
        LogReading reading(m_bed->store(), "a", {.follow = true});
        QTRY_COMPARE(reading.text(), "a\n");
        QCOMPARE(::kill(m_bed->supervisorOf("a"), SIGKILL), 0);
        const auto result = reading.result();
        QVERIFY(result && result->at("ended").get<bool>());
    }

private:
    std::unique_ptr<JobTestbed> m_bed;
};

QTEST_GUILESS_MAIN(TestJobLog)
#include "tst_joblog.moc"
