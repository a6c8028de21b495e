// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/async.h"
#include "tests/backend/sftp/sftpfixture.h"
#include "tests/support/faultproxy.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::SftpFixture;

namespace {

constexpr int inTime = 60'000;
constexpr double allowed = 100; // milliseconds
constexpr int tries = 3;
constexpr int files = 5'000;
constexpr int entries = 100'000;
const QString large = QStringLiteral("large");
const QString tree = QStringLiteral("tree");
const QString longList = QStringLiteral("entries");

enum class Link : quint8 { Near, Far, Stalled };

} // namespace
Q_DECLARE_METATYPE(Link)

/** How long it takes from the wish to stop to the answer "cancelled" in the caller's thread. */
class TestSftpCancel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<SftpFixture>();
        m_proxy = std::make_unique<FaultProxy>(m_fixture->sshd().port());
        for (const QString &folder : {m_fixture->here({}), m_fixture->server({})}) {
            // Big without needing a disk.
            QFile file(folder + large);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64{2} << 30));
            QVERIFY(QDir().mkpath(folder + tree));
            for (int i = 0; i < files; ++i) {
                SftpFixture::write(folder + tree + QStringLiteral("/%1").arg(i),
                                   SftpFixture::noise(4096));
            }
        }
        const QString list = m_fixture->server(longList);
        QVERIFY(QDir().mkpath(list));
        for (int i = 0; i < entries; ++i) {
            SftpFixture::write(list + QStringLiteral("/entry%1").arg(i), {});
        }
    }
    void cleanupTestCase()
    {
        m_fixture.reset();
        m_proxy.reset();
    }

    void answersAtOnce_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<Link>("link");
        for (const QString &what : {QStringLiteral("download"),
                                    QStringLiteral("upload"),
                                    QStringLiteral("download of a tree"),
                                    QStringLiteral("upload of a tree"),
                                    QStringLiteral("listing")}) {
            QTest::addRow("%s, loopback", qPrintable(what)) << what << Link::Near;
            QTest::addRow("%s, 40 ms", qPrintable(what)) << what << Link::Far;
            QTest::addRow("%s, stalled", qPrintable(what)) << what << Link::Stalled;
        }
    }

    /** The best of a few tries counts: others may use the processor meanwhile. */
    void answersAtOnce()
    {
        QFETCH(const QString, what);
        QFETCH(const Link, link);
        QList<double> times;
        for (int i = 0; i < tries; ++i) {
            const auto time = measure(what, link, i);
            QVERIFY2(time, "The work was over before it could be stopped.");
            times.append(*time);
        }
        std::ranges::sort(times);
        qInfo("%.1f, %.1f, %.1f ms", times.at(0), times.at(1), times.at(2));
        QVERIFY(times.constFirst() < allowed);
    }

    /** The destructor waits for nobody; its thread is ended by others. */
    void destroysTheClientAtOnce()
    {
        m_fixture->setProxy(0);
        m_fixture->connect();
        double best = inTime;
        for (int i = 0; i < tries; ++i) {
            auto client = std::make_unique<SftpClient>(&m_fixture->session());
            const auto moves = std::make_shared<bool>(false);
            const auto future = client->download(
                m_fixture->remote(large),
                m_fixture->here(QStringLiteral("copy")),
                {.resumes = false, .progress = [moves](const Progress &) { *moves = true; }});
            QTRY_VERIFY_WITH_TIMEOUT(*moves, inTime);
            QElapsedTimer timer;
            timer.start();
            client.reset();
            best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            QVERIFY(!await(future));
        }
        qInfo("%.2f ms", best);
        QVERIFY(best < 10);
    }

private:
    /** Milliseconds; nothing when the work was over before it was stopped. */
    std::optional<double> measure(const QString &what, Link link, int number)
    {
        m_proxy->release();
        m_proxy->setDelay(std::chrono::milliseconds(link == Link::Near ? 0 : 20));
        m_fixture->setProxy(link == Link::Near ? 0 : m_proxy->port());
        m_fixture->connect();
        // A last call may come when this function has returned.
        const auto stop = std::make_shared<std::stop_source>();
        const auto timer = std::make_shared<QElapsedTimer>();
        const auto stopSoon = [this, stop, timer, link] {
            if (timer->isValid()) {
                return;
            }
            if (link == Link::Stalled) {
                m_proxy->stall();
            }
            timer->start();
            stop->request_stop();
        };
        const auto future = begin(what, stop->get_token(), stopSoon, number);
        std::optional<double> taken;
        QEventLoop loop; // qWaitFor() looks every 10 ms only
        whenDone(future, &m_fixture->client(), [&](const Result<void> &result) {
            loop.quit();
            if (!result && result.error().code == Error::Code::Cancelled && timer->isValid()) {
                taken = static_cast<double>(timer->nsecsElapsed()) / 1e6;
            }
        });
        QTimer::singleShot(inTime, &loop, &QEventLoop::quit);
        loop.exec();
        m_proxy->release();
        return taken;
    }

    template<typename T>
    static QFuture<Result<void>> plain(QFuture<Result<T>> future)
    {
        return future.then(QtFuture::Launch::Sync, [](const Result<T> &result) -> Result<void> {
            return result ? Result<void>() : failure(result.error());
        });
    }

    QFuture<Result<void>> begin(const QString &what,
                                const std::stop_token &stop,
                                const std::function<void()> &stopSoon,
                                int number)
    {
        auto &client = m_fixture->client();
        const QString copy = QStringLiteral("copy-%1-%2").arg(what).arg(number);
        if (what == QLatin1String("listing")) {
            return plain(client.list(
                m_fixture->remote(longList), [stopSoon](const Entries &) { stopSoon(); }, stop));
        }
        const auto show = [stopSoon](const Progress &progress) {
            if (progress.bytes > 0) {
                stopSoon();
            }
        };
        if (what.endsWith(QLatin1String("tree"))) {
            const TreeOptions options{.progress = show, .stop = stop};
            return plain(
                what.startsWith(QLatin1String("download"))
                    ? client.downloadTree(m_fixture->remote(tree), m_fixture->here(copy), options)
                    : client.uploadTree(m_fixture->here(tree), m_fixture->remote(copy), options));
        }
        const TransferOptions options{
            .conflict = Conflict::Overwrite, .resumes = false, .progress = show, .stop = stop};
        return plain(what == QLatin1String("download")
                         ? client.download(m_fixture->remote(large), m_fixture->here(copy), options)
                         : client.upload(m_fixture->here(large), m_fixture->remote(copy), options));
    }

    std::unique_ptr<SftpFixture> m_fixture;
    std::unique_ptr<FaultProxy> m_proxy;
};

QTEST_GUILESS_MAIN(TestSftpCancel)
#include "tst_sftpcancel.moc"
