// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sftp/sftpfixture.h"
#include "tests/support/faultproxy.h"

#include <QElapsedTimer>

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::SftpFixture;

namespace {

using Code = Error::Code;
using Direction = FaultProxy::Direction;
constexpr int inTime = 60'000;
constexpr qsizetype fileSize = qsizetype{20} * 1024 * 1024;
const QString fileName = QStringLiteral("file.bin");

} // namespace

/** Transfers through a network that fails at a chosen byte. */
class TestSftpFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_data = SftpFixture::noise(fileSize); }
    void init()
    {
        m_fixture = std::make_unique<SftpFixture>();
        m_proxy = std::make_unique<FaultProxy>(m_fixture->sshd().port());
        QVERIFY(m_proxy->isListening());
        m_fixture->setProxy(m_proxy->port());
    }
    void cleanup()
    {
        m_fixture.reset();
        m_proxy.reset();
    }

    void survivesACutAnywhere_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::newRow("download") << false;
        QTest::newRow("upload") << true;
    }

    /** The phases lie at the beginning (greeting, open), in the middle (read, write) and at the end
     *  (status, close, rename) of what travels towards the server or back. */
    void survivesACutAnywhere()
    {
        QFETCH(const bool, isUpload);
        SftpFixture::write(isUpload ? m_fixture->here(fileName) : m_fixture->server(fileName),
                           m_data);
        m_fixture->connect();
        const auto before = bytes();
        QVERIFY(await(transfer(isUpload), inTime).has_value());
        const auto after = bytes();
        QList<std::pair<Direction, qint64>> places;
        for (const Direction way : {Direction::Up, Direction::Down}) {
            const qint64 begin = before.value(way);
            const qint64 end = after.value(way);
            for (const qint64 from : {100, 300, 500, 800}) {
                places.append({way, begin + from});
                places.append({way, end - from + 80});
            }
            places.append({way, begin + ((end - begin) / 2)});
        }
        for (const auto &[way, at] : std::as_const(places)) {
            QVERIFY(QFile::remove(target(isUpload)));
            m_proxy->clearFaults();
            m_fixture->connect();
            m_proxy->inject(FaultProxy::Fault::Reset, way, at, m_proxy->connections());
            const auto cut = await(transfer(isUpload), inTime);
            if (!cut) {
                QCOMPARE(cut.error().code, Code::ConnectionLost);
            }
            // A rename may have been done whose answer was lost; a part never has the name.
            QVERIFY(!QFile::exists(target(isUpload))
                    || SftpFixture::read(target(isUpload)) == m_data);
            m_fixture->connect();
            const auto whole = await(transfer(isUpload), inTime);
            QVERIFY2(whole.has_value(), explain(whole));
            QCOMPARE(SftpFixture::read(target(isUpload)), m_data);
        }
    }

    void noticesAStalledServer()
    {
        SftpFixture::write(m_fixture->server(fileName), m_data);
        m_fixture->connect(std::chrono::seconds(2));
        QVERIFY(await(m_fixture->client().open()).has_value());
        m_proxy->inject(
            FaultProxy::Fault::Stall, Direction::Down, m_proxy->bytes(Direction::Down) + 5'000'000);
        const auto stalled = await(transfer(false), inTime);
        QVERIFY(!stalled);
        QCOMPARE(stalled.error().code, Code::TimedOut);
        QVERIFY(!QFile::exists(target(false)));
    }

    void cancelsOnASlowNetwork()
    {
        SftpFixture::write(m_fixture->server(fileName), m_data);
        m_fixture->connect();
        QVERIFY(await(m_fixture->client().open()).has_value());
        m_proxy->setThrottle(Direction::Down, 64 * 1024);
        std::stop_source stop;
        QElapsedTimer timer;
        const auto future = m_fixture->client().download(m_fixture->remote(fileName),
                                                         m_fixture->here(fileName),
                                                         {.progress =
                                                              [&](const Progress &progress) {
                                                                  if (progress.bytes > 0
                                                                      && !stop.stop_requested()) {
                                                                      timer.start();
                                                                      stop.request_stop();
                                                                  }
                                                              },
                                                          .stop = stop.get_token()});
        const auto result = await(future, inTime);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::Cancelled);
        QVERIFY(timer.elapsed() < 1000); // 100 ms on a computer that does nothing else
    }

    void goesFarAwayOverSeveralChannels()
    {
        SftpFixture::write(m_fixture->here(fileName), m_data);
        m_proxy->setDelay(std::chrono::milliseconds(20));
        m_fixture->connect();
        const auto up = await(transfer(true), inTime);
        QVERIFY2(up.has_value(), explain(up));
        QCOMPARE(SftpFixture::read(target(true)), m_data);
        QCOMPARE(SftpFixture::tree(m_fixture->server({})), QStringList{fileName});
    }

private:
    [[nodiscard]] QMap<Direction, qint64> bytes() const
    {
        const int connection = m_proxy->connections();
        return {{Direction::Up, m_proxy->bytes(Direction::Up, connection)},
                {Direction::Down, m_proxy->bytes(Direction::Down, connection)}};
    }
    [[nodiscard]] QString target(bool isUpload) const
    {
        return isUpload ? m_fixture->server(fileName) : m_fixture->here(fileName);
    }
    [[nodiscard]] QFuture<Result<TransferResult>> transfer(bool isUpload)
    {
        const TransferOptions options{.conflict = Conflict::Overwrite, .isDurable = false};
        return isUpload ? m_fixture->client().upload(
                              m_fixture->here(fileName), m_fixture->remote(fileName), options)
                        : m_fixture->client().download(
                              m_fixture->remote(fileName), m_fixture->here(fileName), options);
    }

    QByteArray m_data;
    std::unique_ptr<SftpFixture> m_fixture;
    std::unique_ptr<FaultProxy> m_proxy;
};

QTEST_GUILESS_MAIN(TestSftpFaults)
#include "tst_sftpfaults.moc"
