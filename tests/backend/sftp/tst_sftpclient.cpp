// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/names.h"
#include "tests/backend/sftp/sftpfixture.h"

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::SftpFixture;

namespace {

using Code = Error::Code;

/** OpenSSH's server without its extensions, as an old one: what it offers is cut off by a filter
 *  between it and us. */
QString oldServer()
{
    return SftpFixture::script(QStringLiteral("oldserver.py"));
}

QString externalServer()
{
    return QStringLiteral("/usr/lib/openssh/sftp-server");
}

} // namespace

/** One operation each, with OpenSSH's servers and with one that lacks every extension. */
class TestSftpClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesEverythingOnce_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<bool>("isNew");
        QTest::newRow("internal") << QString() << true;
        QTest::newRow("external") << externalServer() << true;
        QTest::newRow("old") << oldServer() << false;
    }

    void doesEverythingOnce()
    {
        QFETCH(const QString, server);
        QFETCH(const bool, isNew);
        SftpFixture fixture(server);
        auto &client = fixture.client();
        const auto features = await(client.open());
        QVERIFY2(features.has_value(), explain(features));
        QCOMPARE(features->copyData && features->limits && features->posixRename, isNew);
        QCOMPARE(features->largestRead, isNew ? 261120U : 32768U);
        QVERIFY(!isNew || features->openHandles > 100);

        QVERIFY(await(client.makeFolder(fixture.remote(QStringLiteral("f")), 0750)).has_value());
        SftpFixture::write(fixture.server(QStringLiteral("f/a")), "text");
        const auto status = await(client.stat(fixture.remote(QStringLiteral("f/a"))));
        QVERIFY2(status.has_value(), explain(status));
        QVERIFY(status->isFile() && status->size == 4U);
        QVERIFY(await(client.setStat(fixture.remote(QStringLiteral("f/a")),
                                     {.mode = 0640U, .times = FileTimes{1000, 2000}}))
                    .has_value());
        const QFileInfo changed(fixture.server(QStringLiteral("f/a")));
        QCOMPARE(changed.lastModified().toSecsSinceEpoch(), 2000);
        QVERIFY(!changed.permission(QFile::ReadOther) && changed.permission(QFile::ReadGroup));

        QVERIFY(await(client.makeLink("a", fixture.remote(QStringLiteral("f/l")))).has_value());
        QCOMPARE(*await(client.readLink(fixture.remote(QStringLiteral("f/l")))), QByteArray("a"));
        QVERIFY(await(client.lstat(fixture.remote(QStringLiteral("f/l"))))->isLink());
        QVERIFY(await(client.stat(fixture.remote(QStringLiteral("f/l"))))->isFile());
        const auto real = await(client.realPath(fixture.remote(QStringLiteral("f/../f/a"))));
        QVERIFY(real && real->endsWith("/server/f/a"));

        const auto linkTimes = await(
            client.setLinkStat(fixture.remote(QStringLiteral("f/l")),
                               {.times = FileTimes{.accessed = 5000, .modified = 6000}}));
        const auto second = await(client.makeHardLink(fixture.remote(QStringLiteral("f/a")),
                                                      fixture.remote(QStringLiteral("f/h"))));
        const auto room = await(client.room(fixture.remote(QStringLiteral("f"))));
        QCOMPARE(linkTimes.has_value(), isNew);
        QCOMPARE(second.has_value(), isNew);
        QCOMPARE(room.has_value(), isNew);
        if (isNew) {
            QCOMPARE(await(client.lstat(fixture.remote(QStringLiteral("f/l"))))->times->modified,
                     6000U);
            QVERIFY(room->size >= room->free && room->free > 0);
        } else {
            QVERIFY(room.error().message.contains(QLatin1String("statvfs@openssh.com")));
        }
        renames(&fixture);
    }

    void namesWhatFails()
    {
        SftpFixture fixture;
        const auto missing = await(fixture.client().stat("/nonesuch \x1b[31m"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, Code::NotFound);
        QCOMPARE(missing.error().message,
                 QStringLiteral("\"/nonesuch \\x1b[31m\" does not exist on the server."));
        const auto full = await(fixture.client().removeFolder(fixture.remote({})));
        QVERIFY(!full || !QDir(fixture.server({})).exists());
        const auto refused = await(fixture.client().makeFolder("/proc/here"));
        QVERIFY(!refused);
    }

    void listsInBatches()
    {
        SftpFixture fixture;
        constexpr int count = 5000;
        for (int i = 0; i < count; ++i) {
            SftpFixture::write(fixture.server(QStringLiteral("entry-%1").arg(i)), {});
        }
        QSet<QByteArray> names;
        int batches = 0;
        const auto result = await(
            fixture.client().list(fixture.remote({}), [&](const Entries &entries) {
                ++batches;
                for (const Entry &entry : entries) {
                    QVERIFY(entry.attributes.isFile());
                    names.insert(entry.name);
                }
            }));
        QVERIFY2(result.has_value(), explain(result));
        QCOMPARE(result->entries, count);
        QTRY_COMPARE(names.size(), count);
        QVERIFY(batches > 1 && batches < count / 100);
    }

    void saysThatThereIsNoSftp()
    {
        SftpFixture fixture(QStringLiteral("/nonesuch/sftp-server"));
        const auto status = await(fixture.client().stat("."));
        QVERIFY(!status);
        QCOMPARE(status.error().code, Code::ChannelRefused);
        QVERIFY2(status.error().message.contains(QLatin1String("SFTP")), explain(status));
    }

    void recoversFromAKilledServer()
    {
        SftpFixture fixture;
        QVERIFY(await(fixture.client().stat(".")).has_value());
        fixture.session().setReconnecting(true);
        fixture.sshd().killConnections();
        // The first call may still meet the dead channel.
        QTRY_VERIFY_WITH_TIMEOUT(await(fixture.client().stat(".")).has_value(), 20'000);
    }

    void worksWithOneChannelOnly()
    {
        SftpFixture fixture({}, {QStringLiteral("MaxSessions 1")});
        QVERIFY(await(fixture.client().stat(".")).has_value());
        SftpFixture::write(fixture.server(QStringLiteral("a")), "text");
        const auto result = await(fixture.client().download(fixture.remote(QStringLiteral("a")),
                                                            fixture.here(QStringLiteral("a"))),
                                  40'000);
        QVERIFY2(result.has_value(), explain(result));
        QCOMPARE(SftpFixture::read(fixture.here(QStringLiteral("a"))), QByteArray("text"));
    }

    void endsEverythingWithTheClient()
    {
        SftpFixture fixture;
        SftpFixture::write(fixture.server(QStringLiteral("a")), SftpFixture::noise(50'000'000));
        auto client = std::make_unique<SftpClient>(&fixture.session());
        QVERIFY(await(client->open()).has_value());
        QList<QFuture<Result<Attributes>>> futures;
        for (int i = 0; i < 100; ++i) {
            futures.append(client->stat("."));
        }
        const auto transfer = client->download(fixture.remote(QStringLiteral("a")),
                                               fixture.here(QStringLiteral("a")));
        client.reset();
        for (const auto &future : futures) {
            const auto result = await(future);
            QVERIFY(result || result.error().code == Code::Cancelled);
        }
        const auto result = await(transfer);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::Cancelled);
    }

    void showsNamesWithoutTheirTricks()
    {
        QCOMPARE(shownName("pl\xc3\xa4in 1.txt"), QStringLiteral("pl\u00e4in 1.txt"));
        QCOMPARE(shownName("a\x1b[2Jb\nc\x7f"), QStringLiteral("a\\x1b[2Jb\\x0ac\\x7f"));
        QCOMPARE(shownName("\xff\xc3"), QStringLiteral("\\xff\\xc3"));
        QCOMPARE(shownName(QString(QChar(0x202e)).toUtf8()), QStringLiteral("\\u{202e}"));
        QVERIFY(shownName(QByteArray(4096, 'x')).size() <= 201);
    }

    void knowsWhichLinksStayInside()
    {
        QVERIFY(staysInside("a", 0) && staysInside("../a/./b", 1) && staysInside("../..", 2));
        QVERIFY(!staysInside("..", 0) && !staysInside("a/..", 3) && !staysInside("/a", 3));
        QVERIFY(!staysInside("", 0) && !staysInside("../../a", 1) && !staysInside("./../a", 0));
    }

private:
    static void renames(SftpFixture *fixture)
    {
        auto &client = fixture->client();
        const QByteArray from = fixture->remote(QStringLiteral("f/from"));
        const QByteArray to = fixture->remote(QStringLiteral("f/to"));
        SftpFixture::write(fixture->server(QStringLiteral("f/from")), "new");
        SftpFixture::write(fixture->server(QStringLiteral("f/to")), "old");
        const auto refused = await(client.rename(from, to));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::AlreadyExists);
        QCOMPARE(SftpFixture::read(fixture->server(QStringLiteral("f/to"))), QByteArray("old"));
        const auto renamed = await(client.rename(from, to, true));
        QVERIFY2(renamed.has_value(), explain(renamed));
        QCOMPARE(SftpFixture::read(fixture->server(QStringLiteral("f/to"))), QByteArray("new"));
        const auto copied = await(client.copy(to, from));
        const auto features = await(client.open());
        QCOMPARE(copied.has_value(), features->copyData);
        if (copied) {
            QCOMPARE(SftpFixture::read(fixture->server(QStringLiteral("f/from"))),
                     QByteArray("new"));
            QVERIFY(await(client.remove(from)).has_value());
        }
        QVERIFY(await(client.remove(to)).has_value());
        QVERIFY(!QFile::exists(fixture->server(QStringLiteral("f/to"))));
    }
};

QTEST_GUILESS_MAIN(TestSftpClient)
#include "tst_sftpclient.moc"
