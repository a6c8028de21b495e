// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/transfernote.h"
#include "tests/backend/sftp/sftpfixture.h"
#include "tests/support/faultproxy.h"

#include <QProcess>
#include <QRandomGenerator>

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::SftpFixture;

namespace {

constexpr int inTime = 60'000;
constexpr qsizetype large = qsizetype{48} * 1024 * 1024;
const QString name = QStringLiteral("file.bin");

/** This program once more, as one that can be killed: uploads or downloads a file. */
int transferAndEnd(const QStringList &words)
{
    Ssh::Destination there{
        .host = QStringLiteral("127.0.0.1"), .port = words.at(1).toUShort(), .user = words.at(2)};
    there.identityFiles = {words.at(3)};
    there.hostKeys = {
        {.type = words.at(4), .blob = QByteArray::fromBase64(words.at(5).toLatin1())}};
    Ssh::Session session(there);
    if (!await(session.open())) {
        return 2;
    }
    SftpClient client(&session);
    const QString &source = words.at(6);
    const QString &target = words.at(7);
    const auto result = words.at(0) == QLatin1String("up")
                            ? await(client.upload(source, QFile::encodeName(target)), inTime)
                            : await(client.download(QFile::encodeName(source), target), inTime);
    return result ? 0 : 1;
}

} // namespace

/** Partial files: of several transfers to one target, of killed programs, and beside a user's own.
 */
class TestSftpPartial final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_data = SftpFixture::noise(large); }
    void init() { m_fixture = std::make_unique<SftpFixture>(); }
    void cleanup()
    {
        m_fixture.reset();
        m_proxy.reset();
    }

    void letsSeveralWriteToOneTarget_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::newRow("download") << false;
        QTest::newRow("upload") << true;
    }

    void letsSeveralWriteToOneTarget()
    {
        QFETCH(const bool, isUpload);
        const QByteArray other = SftpFixture::noise(large, 2);
        const QString second = QStringLiteral("second.bin");
        SftpFixture::write(source(isUpload, name), m_data);
        SftpFixture::write(source(isUpload, second), other);
        SftpClient colleague(&m_fixture->session());
        for (int round = 0; round < 3; ++round) {
            // Twice the same source, and another.
            const auto futures = {transfer(m_fixture->client(), isUpload, name),
                                  transfer(colleague, isUpload, name),
                                  transfer(colleague, isUpload, second)};
            for (const auto &future : futures) {
                const auto result = await(future, inTime);
                QVERIFY2(result.has_value(), explain(result));
            }
            const QByteArray found = SftpFixture::read(target(isUpload));
            QVERIFY(found == m_data || found == other);
            QTRY_COMPARE(SftpFixture::tree(folder(isUpload)), QStringList{name});
        }
    }

    void leavesALivingUploadsPartAlone()
    {
        SftpFixture::write(source(true, name), m_data);
        FaultProxy proxy(m_fixture->sshd().port());
        m_fixture->setProxy(proxy.port());
        m_fixture->connect();
        QVERIFY(await(m_fixture->client().open()).has_value());
        proxy.inject(FaultProxy::Fault::Stall,
                     FaultProxy::Direction::Up,
                     proxy.bytes(FaultProxy::Direction::Up) + (large / 2));
        const auto stalled = transfer(m_fixture->client(), true, name);
        QTRY_VERIFY_WITH_TIMEOUT(proxy.faultsHappened() == 1, inTime);
        Ssh::Session session(m_fixture->sshd().destination());
        QVERIFY(await(session.open()).has_value());
        SftpClient other(&session);
        const auto whole = await(transfer(other, true, name), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QCOMPARE(whole->resumedAt, 0U);
        QCOMPARE(SftpFixture::read(target(true)), m_data);
        proxy.release();
        const auto late = await(stalled, inTime);
        QVERIFY2(late.has_value(), explain(late));
        QCOMPARE(SftpFixture::read(target(true)), m_data);
        QTRY_COMPARE(SftpFixture::tree(folder(true)), QStringList{name});
    }

    void letsOneOnlyResume_data() { letsSeveralWriteToOneTarget_data(); }
    void letsOneOnlyResume()
    {
        QFETCH(const bool, isUpload);
        SftpFixture::write(source(isUpload, name), m_data);
        QVERIFY(stopHalfWay(isUpload));
        SftpClient colleague(&m_fixture->session());
        const auto one = transfer(m_fixture->client(), isUpload, name);
        const auto two = transfer(colleague, isUpload, name);
        const auto first = await(one, inTime);
        const auto second = await(two, inTime);
        QVERIFY2(first && second, explain(first ? second : first));
        QVERIFY((first->resumedAt > 0) != (second->resumedAt > 0));
        QCOMPARE(SftpFixture::read(target(isUpload)), m_data);
        QTRY_COMPARE(SftpFixture::tree(folder(isUpload)), QStringList{name});
    }

    /** Ours with SIGKILL, the server's with SIGKILL, in turn; what came is never lost for good,
     *  never published in part, and nothing is left over. */
    void survivesKillsAtRandom_data() { letsSeveralWriteToOneTarget_data(); }
    void survivesKillsAtRandom()
    {
        QFETCH(const bool, isUpload);
        SftpFixture::write(source(isUpload, name), m_data);
        int resumed = 0;
        for (int round = 0; round < 6; ++round) {
            const qint64 at = QRandomGenerator::global()->bounded(large);
            QProcess program;
            begin(&program, isUpload);
            QTRY_VERIFY_WITH_TIMEOUT(
                program.state() == QProcess::NotRunning || present(isUpload) >= at, inTime);
            if (round % 2 == 0) {
                program.kill();
            } else {
                m_fixture->sshd().killConnections();
            }
            QVERIFY(program.state() == QProcess::NotRunning || program.waitForFinished(inTime));
            const bool isThere = QFile::exists(target(isUpload));
            QVERIFY(!isThere || SftpFixture::read(target(isUpload)) == m_data);
            m_fixture->connect();
            const auto whole = await(transfer(m_fixture->client(), isUpload, name), inTime);
            QVERIFY2(whole.has_value(), explain(whole));
            resumed += whole->resumedAt > 0 ? 1 : 0;
            QCOMPARE(SftpFixture::read(target(isUpload)), m_data);
            QTRY_COMPARE(SftpFixture::tree(folder(isUpload)), QStringList{name});
            QVERIFY(QFile::remove(target(isUpload)));
        }
        qInfo("%d of 6 were resumed", resumed);
    }

    void trustsOnlyTheDiskAfterARestart_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::addColumn<QByteArray>("boot");
        for (const bool isUpload : {false, true}) {
            const char *what = isUpload ? "upload" : "download";
            QTest::addRow("%s, another run", what) << isUpload << QByteArray("an earlier run");
            QTest::addRow("%s, not known", what) << isUpload << QByteArray();
        }
    }
    void trustsOnlyTheDiskAfterARestart()
    {
        QFETCH(const bool, isUpload);
        QFETCH(const QByteArray, boot);
        SftpFixture::write(source(isUpload, name), m_data);
        QVERIFY(stopHalfWay(isUpload));
        const QStringList notes =
            SftpFixture::tree(folder(isUpload)).filter(QStringLiteral(".atelier-note"));
        QCOMPARE(notes.size(), 1);
        const QString path = folder(isUpload) + u'/' + notes.constFirst();
        auto note = TransferNote::fromJson(SftpFixture::read(path));
        QVERIFY(note && !note->boot.isEmpty());
        note->boot = boot;
        SftpFixture::write(path, note->toJson());
        const auto whole = await(transfer(m_fixture->client(), isUpload, name), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QCOMPARE(whole->resumedAt, 0U); // fewer than 64 MiB: the disk was not asked yet
        QCOMPARE(SftpFixture::read(target(isUpload)), m_data);
        QTRY_COMPARE(SftpFixture::tree(folder(isUpload)), QStringList{name});
    }

    void resumesAPartOfASourceThatNobodyMayWriteTo()
    {
        SftpFixture::write(source(true, name), m_data);
        QVERIFY(stopHalfWay(true));
        const QStringList parts =
            SftpFixture::tree(folder(true)).filter(QStringLiteral(".atelier-part"));
        QCOMPARE(parts.size(), 1);
        QVERIFY(QFile::setPermissions(folder(true) + u'/' + parts.constFirst(), QFile::ReadOwner));
        const auto whole = await(transfer(m_fixture->client(), true, name), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QVERIFY(whole->resumedAt > 0);
        QCOMPARE(SftpFixture::read(target(true)), m_data);
        QTRY_COMPARE(SftpFixture::tree(folder(true)), QStringList{name});
    }

    /** The server has everything, and the far client is about to rename it. */
    void keepsAnUploadThatIsStoppedAtItsLastStep()
    {
        const QByteArray old("what was there");
        const QByteArray data = m_data.first(large / 2);
        SftpFixture::write(source(true, name), data);
        SftpFixture::write(target(true), old);
        QVERIFY(QFile::setPermissions(source(true, name), QFile::ReadOwner));
        m_proxy = std::make_unique<FaultProxy>(m_fixture->sshd().port());
        m_fixture->setProxy(m_proxy->port());
        m_fixture->connect();
        QVERIFY(await(m_fixture->client().open()).has_value());
        m_proxy->setThrottle(FaultProxy::Direction::Up, data.size() / 2);
        std::stop_source stop;
        const auto upload = transfer(m_fixture->client(), true, name, {.stop = stop.get_token()});
        const auto hasBits = [this] {
            const QStringList parts =
                SftpFixture::tree(folder(true)).filter(QStringLiteral(".atelier-part"));
            return !parts.isEmpty()
                   && !(QFile::permissions(folder(true) + u'/' + parts.constFirst())
                        & QFile::WriteOwner);
        };
        QTRY_VERIFY_WITH_TIMEOUT(present(true) >= data.size() * 15 / 16, inTime);
        m_proxy->setThrottle(FaultProxy::Direction::Up, 0);
        m_proxy->setDelay(std::chrono::milliseconds(400)); // from now on, and in each direction
        QTRY_VERIFY_WITH_TIMEOUT(hasBits(), inTime);
        // The answer comes that much later, and the renaming takes as long to get there. Too
        // early or too late this finds no fault, but is none.
        QTest::qWait(550);
        stop.request_stop();
        const auto stopped = await(upload, inTime);
        if (stopped || stopped.error().code != Error::Code::Cancelled) {
            QVERIFY2(stopped.has_value(), explain(stopped));
            QSKIP("It was over before it could be stopped.");
        }
        m_fixture->setProxy(0);
        m_fixture->connect();
        const bool isThere = SftpFixture::read(target(true)) == data;
        QVERIFY(isThere || SftpFixture::read(target(true)) == old);
        const auto whole = await(transfer(m_fixture->client(), true, name), inTime);
        QVERIFY2(whole.has_value(), explain(whole));
        QVERIFY(isThere || whole->resumedAt > 0);
        QVERIFY(SftpFixture::read(target(true)) == data);
        QTRY_COMPARE(SftpFixture::tree(folder(true)), QStringList{name});
    }

    void movesAUsersOwnFilesOfSuchNames_data() { letsSeveralWriteToOneTarget_data(); }
    void movesAUsersOwnFilesOfSuchNames()
    {
        QFETCH(const bool, isUpload);
        const QString tree = QStringLiteral("tree");
        const QString from = source(isUpload, tree);
        QVERIFY(QDir().mkpath(from));
        const QStringList names{QStringLiteral(".a.0123456789abcdef.atelier-note"),
                                QStringLiteral(".a.0123456789abcdef.atelier-part"),
                                QStringLiteral(".a.atelier-part"),
                                QStringLiteral(".a.atelier-part.json"),
                                QStringLiteral("a")};
        for (const QString &one : names) {
            SftpFixture::write(from + u'/' + one, one.toUtf8().repeated(large / 4 / one.size()));
        }
        const QString to = isUpload ? m_fixture->server(tree) : m_fixture->here(tree);
        for (int round = 0; round < 2; ++round) {
            const TreeOptions options{.skipsEqual = false};
            const auto report = await(
                isUpload ? m_fixture->client().uploadTree(from, QFile::encodeName(to), options)
                         : m_fixture->client().downloadTree(QFile::encodeName(from), to, options),
                inTime);
            QVERIFY2(report.has_value(), explain(report));
            for (const TreeFault &fault : report->failed) {
                qWarning("%s: %s", fault.path.constData(), qPrintable(fault.error.message));
            }
            QCOMPARE(report->files, 5U);
            QTRY_COMPARE(SftpFixture::tree(to), names);
            for (const QString &one : names) {
                QVERIFY(SftpFixture::read(to + u'/' + one) == SftpFixture::read(from + u'/' + one));
            }
        }
    }

private:
    [[nodiscard]] QString source(bool isUpload, const QString &file) const
    {
        return isUpload ? m_fixture->here(file) : m_fixture->server(file);
    }
    [[nodiscard]] QString folder(bool isUpload) const { return QFileInfo(target(isUpload)).path(); }
    [[nodiscard]] QString target(bool isUpload) const
    {
        return isUpload ? m_fixture->server(name) : m_fixture->here(name);
    }
    /** How much of the part that is being written is there. */
    [[nodiscard]] qint64 present(bool isUpload) const
    {
        const QStringList found =
            SftpFixture::tree(folder(isUpload)).filter(QStringLiteral(".atelier-part"));
        return found.isEmpty() ? 0 : QFileInfo(folder(isUpload) + u'/' + found.constFirst()).size();
    }
    QFuture<Result<TransferResult>> transfer(SftpClient &client,
                                             bool isUpload,
                                             const QString &file,
                                             TransferOptions options = {})
    {
        options.conflict = Conflict::Overwrite;
        options.isDurable = false; // the disk's time is no part of this
        const QByteArray remote = QFile::encodeName(isUpload ? target(true) : source(false, file));
        return isUpload ? client.upload(source(true, file), remote, options)
                        : client.download(remote, target(false), options);
    }
    bool stopHalfWay(bool isUpload)
    {
        // So slow that progress is told of on the way.
        m_proxy = std::make_unique<FaultProxy>(m_fixture->sshd().port());
        m_proxy->setThrottle(isUpload ? FaultProxy::Direction::Up : FaultProxy::Direction::Down,
                             large / 2);
        m_fixture->setProxy(m_proxy->port());
        m_fixture->connect();
        // A last call may come when this function has returned.
        const auto stop = std::make_shared<std::stop_source>();
        const auto half = await(transfer(m_fixture->client(),
                                         isUpload,
                                         name,
                                         {.progress =
                                              [stop](const Progress &progress) {
                                                  if (progress.bytes > large / 2) {
                                                      stop->request_stop();
                                                  }
                                              },
                                          .stop = stop->get_token()}),
                                inTime);
        m_fixture->setProxy(0);
        m_fixture->connect();
        return !half && half.error().code == Error::Code::Cancelled;
    }
    void begin(QProcess *program, bool isUpload)
    {
        const auto &sshd = m_fixture->sshd();
        program->setProgram(QCoreApplication::applicationFilePath());
        program->setArguments({isUpload ? QStringLiteral("up") : QStringLiteral("down"),
                               QString::number(sshd.port()),
                               sshd.user(),
                               sshd.keyFile(),
                               sshd.hostKey().type,
                               QString::fromLatin1(sshd.hostKey().blob.toBase64()),
                               source(isUpload, name),
                               target(isUpload)});
        program->setProcessChannelMode(QProcess::ForwardedChannels);
        program->start();
    }

    QByteArray m_data;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<SftpFixture> m_fixture;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 9) {
        return transferAndEnd(QCoreApplication::arguments().sliced(1));
    }
    TestSftpPartial test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sftppartial.moc"
