// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "backend/ssh/windowbudget.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::FaultProxy;

namespace {

constexpr std::int64_t mebibyte = std::int64_t{1024} * 1024;

} // namespace

/** Windows of channels to a server that is far away. */
class TestFarWindows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesWhatThereIs();
    void boundsWhatStalledReadersKeep_data();
    void boundsWhatStalledReadersKeep();
};

void TestFarWindows::sharesWhatThereIs()
{
    WindowBudget budget;
    QVERIFY(budget.take(WindowBudget::limit - 1));
    QVERIFY(!budget.take(2));
    QVERIFY(budget.take(1));
    QVERIFY(!budget.take(1));
    budget.giveBack(100);
    QVERIFY(!budget.take(101));
    QVERIFY(budget.take(100));
}

void TestFarWindows::boundsWhatStalledReadersKeep_data()
{
    QTest::addColumn<bool>("isBulk");
    QTest::newRow("channels for bulk data") << true;
    QTest::newRow("channels that turn out to be") << false;
}

void TestFarWindows::boundsWhatStalledReadersKeep()
{
    QFETCH(const bool, isBulk);
    constexpr int channels = 8;
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    FaultProxy proxy(sshd.port());
    proxy.setDelay(10ms);
    Destination destination = sshd.destination();
    destination.port = proxy.port();
    destination.keepAlive = 0s;
    Session session(destination);
    QVERIFY(await(session.open()));
    std::vector<Stream> streams;
    StreamTarget target = StreamTarget::command(QStringLiteral("cat /dev/zero"));
    target.isBulk = isBulk;
    for (int number = 0; number < channels; ++number) {
        auto stream = await(session.stream(target));
        QVERIFY2(stream, explain(stream));
        streams.push_back(std::move(*stream));
    }
    if (!isBulk) {
        // Each takes so much that it is given a wide window where there is one.
        std::vector<char> block(std::size_t{64} * 1024);
        for (const Stream &stream : streams) {
            for (std::int64_t taken = 0; taken < 3 * mebibyte;) {
                const ssize_t count = ::read(stream.descriptor->get(), block.data(), block.size());
                QVERIFY(count > 0);
                taken += count;
            }
        }
    }
    // Until the server may send nothing more: nobody reads.
    std::int64_t before = -1;
    QElapsedTimer quiet;
    quiet.start();
    const auto isQuiet = [&] {
        if (const auto now = proxy.bytes(FaultProxy::Direction::Down); now != before) {
            before = now;
            quiet.restart();
        }
        return quiet.elapsed() > 1'000;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), 60'000);
    // Four wide windows, four ordinary ones, what was read, and each reader's socket and buffers.
    const auto kept = before - (isBulk ? 0 : channels * 3 * mebibyte);
    qInfo("%lld MiB wait", qlonglong{kept / mebibyte});
    QCOMPARE_GE(kept, 40 * mebibyte);
    QCOMPARE_LT(kept, (64 + (4 * 2) + channels + 4) * mebibyte);
    // Who is given back leaves room: the next one is as wide as the first.
    streams.clear();
    const auto next = await(session.exec(QStringLiteral("echo on")));
    QVERIFY2(next, explain(next));
}

QTEST_GUILESS_MAIN(TestFarWindows)
#include "tst_farwindows.moc"
