// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshconnection.h"
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <future>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;

namespace {

constexpr qint64 mebibyte = qint64{1024} * 1024;

/** Reads @p size bytes, or sends as many and waits for the end; what really moved. */
qint64 transfer(int socket, bool isUp, qint64 size)
{
    std::vector<char> chunk(std::size_t{256} * 1024, 'x');
    qint64 moved = 0;
    while (moved < size) {
        const auto count = static_cast<std::size_t>(
            std::min<qint64>(size - moved, static_cast<qint64>(chunk.size())));
        const ssize_t done = isUp ? ::send(socket, chunk.data(), count, MSG_NOSIGNAL)
                                  : ::recv(socket, chunk.data(), count, 0);
        if (done <= 0) {
            break;
        }
        moved += done;
    }
    if (isUp) {
        ::shutdown(socket, SHUT_WR);
        static_cast<void>(::recv(socket, chunk.data(), chunk.size(), 0));
    }
    return moved;
}

} // namespace

/** How fast bulk data comes through, ours beside ssh(1), taking turns. Gates nothing. */
class TestBulkWays final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moves_data();
    void moves();

private:
    [[nodiscard]] double byStream(Connection &connection, bool isUp, qint64 size) const;
    [[nodiscard]] double byClient(const Destination &destination,
                                  bool isUp,
                                  const QString &cipher) const;

    std::unique_ptr<Test::TestSshd> m_sshd;
};

double TestBulkWays::byStream(Connection &connection, bool isUp, qint64 size) const
{
    const QString command =
        isUp ? QStringLiteral("cat > /dev/null")
             : QStringLiteral("cat '%1'").arg(m_sshd->path(QStringLiteral("data")));
    QElapsedTimer watch;
    watch.start();
    const auto stream = await(connection.stream(StreamTarget::command(command).asBulk()));
    if (!stream) {
        qWarning("%s", explain(stream).constData());
        return 0;
    }
    auto work = std::async(std::launch::async,
                           [&] { return transfer(stream->descriptor->get(), isUp, size); });
    static_cast<void>(
        QTest::qWaitFor([&] { return work.wait_for(0s) == std::future_status::ready; }, 300'000));
    const auto end = await(stream->end);
    const double seconds = static_cast<double>(watch.nsecsElapsed()) / 1e9;
    return work.get() == size && end && end->exitStatus == 0
               ? static_cast<double>(size) / 1e6 / seconds
               : 0;
}

double TestBulkWays::byClient(const Destination &destination,
                              bool isUp,
                              const QString &cipher) const
{
    const QString data = m_sshd->path(QStringLiteral("data"));
    QProcess client;
    client.setStandardInputFile(isUp ? data : QProcess::nullDevice());
    client.setStandardOutputFile(QProcess::nullDevice());
    QStringList arguments{QStringLiteral("-F"),
                          QStringLiteral("none"),
                          QStringLiteral("-oStrictHostKeyChecking=no"),
                          QStringLiteral("-oUserKnownHostsFile=/dev/null"),
                          QStringLiteral("-oBatchMode=yes"),
                          QStringLiteral("-i"),
                          m_sshd->keyFile(),
                          QStringLiteral("-p"),
                          QString::number(destination.port)};
    if (!cipher.isEmpty()) {
        arguments += {QStringLiteral("-c"), cipher};
    }
    arguments += {destination.user + QStringLiteral("@127.0.0.1"),
                  isUp ? QStringLiteral("cat > /dev/null") : QStringLiteral("cat '%1'").arg(data)};
    QElapsedTimer watch;
    watch.start();
    client.start(QStringLiteral("ssh"), arguments);
    static_cast<void>(
        QTest::qWaitFor([&] { return client.state() == QProcess::NotRunning; }, 300'000));
    const double seconds = static_cast<double>(watch.nsecsElapsed()) / 1e9;
    return client.exitCode() == 0 ? static_cast<double>(QFile(data).size()) / 1e6 / seconds : 0;
}

void TestBulkWays::moves_data()
{
    QTest::addColumn<int>("delay");
    QTest::addColumn<bool>("isUp");
    QTest::addColumn<int>("mebibytes");
    QTest::newRow("loopback, down") << 0 << false << 1024;
    QTest::newRow("loopback, up") << 0 << true << 1024;
    QTest::newRow("40 ms, down") << 20 << false << 256;
    QTest::newRow("40 ms, up") << 20 << true << 256;
}

void TestBulkWays::moves()
{
    QFETCH(const int, delay);
    QFETCH(const bool, isUp);
    QFETCH(const int, mebibytes);
    const qint64 size = mebibytes * mebibyte;
    m_sshd = std::make_unique<Test::TestSshd>();
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    QFile file(m_sshd->path(QStringLiteral("data")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size)); // holes, read as zeros
    Test::FaultProxy proxy(m_sshd->port());
    proxy.setDelay(std::chrono::milliseconds(delay));
    Destination destination = m_sshd->destination();
    destination.port = delay > 0 ? proxy.port() : destination.port;
    Session session(destination);
    OpenSshConnection openSsh(destination);
    QVERIFY(await(session.open()));
    QVERIFY(await(openSsh.open()));

    std::array<std::vector<double>, 4> rates;
    for (int round = 0; round < 3; ++round) {
        rates[0].push_back(byStream(session, isUp, size));
        rates[1].push_back(byStream(openSsh, isUp, size));
        rates[2].push_back(byClient(destination, isUp, {}));
        rates[3].push_back(byClient(destination, isUp, QStringLiteral("aes128-gcm@openssh.com")));
    }
    std::array<double, 4> medians{};
    for (std::size_t index = 0; index < rates.size(); ++index) {
        std::ranges::sort(rates.at(index));
        QVERIFY(rates.at(index).front() > 0);
        medians.at(index) = rates.at(index).at(1);
    }
    qInfo("%d MiB: Session %.0f MB/s, OpenSshConnection %.0f MB/s, ssh %.0f MB/s, ssh with AES-GCM "
          "%.0f MB/s",
          mebibytes,
          medians[0],
          medians[1],
          medians[2],
          medians[3]);
}

QTEST_GUILESS_MAIN(TestBulkWays)
#include "tst_bulkways.moc"
