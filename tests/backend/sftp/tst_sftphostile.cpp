// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sftp/sftpfixture.h"

#include <QElapsedTimer>

#include <sys/stat.h>

using namespace Atelier;
using namespace Atelier::Sftp;
using Test::await;
using Test::explain;
using Test::SftpFixture;

namespace {

using Code = Error::Code;

/** Longer than anything here takes, shorter than a hang. */
constexpr int notForever = 30'000;

} // namespace

/** A server that lies, as a subsystem of a real sshd: never a file outside the chosen folder, a
 *  crash, a hang or a part taken for the whole. */
class TestSftpHostile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<SftpFixture>(
            SftpFixture::script(QStringLiteral("hostile.py")));
    }
    void cleanup() { m_fixture.reset(); }

    void keepsEverythingInTheChosenFolder_data()
    {
        QTest::addColumn<QStringList>("expected");
        const QStringList good{QStringLiteral("good")};
        const QStringList nothing;
        const QStringList names{QStringLiteral("-dash"),
                                QStringLiteral("Case"),
                                QStringLiteral("bidi\u202etxt"),
                                QStringLiteral("case"),
                                QStringLiteral("esc\x1b[31m"),
                                QStringLiteral("good"),
                                QStringLiteral("new\nline"),
                                QStringLiteral("twice")};
        QTest::newRow("good") << good;
        QTest::newRow("unknown") << good;
        QTest::newRow("zerolimits") << good;
        QTest::newRow("lyinglimits") << good;
        QTest::newRow("names") << names;
        QTest::newRow("setuid") << good;
        QTest::newRow("onebyte") << good;
        for (const char *mode :
             {"garbage",    "chatty",     "version2",   "exits",     "wrongid", "hugepacket",
              "tinypacket", "openok",     "longhandle", "moredata",  "nodata",  "datalies",
              "long",       "longbig",    "short",      "shorthuge", "swapped", "nosize",
              "dots",       "emptybatch", "countlies",  "hugelink"}) {
            QTest::newRow(mode) << nothing;
        }
        QTest::newRow("links") << QStringList{QStringLiteral("inside")};
        QTest::newRow("linkthenfolder") << QStringList{QStringLiteral("good")};
        QTest::newRow("linknames") << QStringList{QStringLiteral("-dash"),
                                                  QStringLiteral("Case"),
                                                  QStringLiteral("bidi\u202etxt"),
                                                  QStringLiteral("case"),
                                                  QStringLiteral("esc\x1b[31m"),
                                                  QStringLiteral("new\nline"),
                                                  QStringLiteral("twice")};
    }

    void keepsEverythingInTheChosenFolder()
    {
        QFETCH(const QStringList, expected);
        m_fixture->setMode(QTest::currentDataTag());
        const QString target = m_fixture->here(QStringLiteral("target"));
        const auto report = await(
            m_fixture->client().downloadTree("/", target, {.maximumEntries = 10'000}), notForever);
        QVERIFY2(report.has_value() || report.error().message.endsWith(u'.')
                     || report.error().message.endsWith(u')'),
                 explain(report));
        QStringList found = SftpFixture::tree(target);
        found.removeIf([](const QString &name) { return name.contains(QChar(0xFFFD)); });
        QCOMPARE(found, expected);
        QStringList beside = QDir(m_fixture->here({}))
                                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        beside.removeAll(QStringLiteral("target"));
        QCOMPARE(beside, QStringList());
        if (expected.contains(QStringLiteral("good"))) {
            const QFileInfo good(target + QLatin1String("/good"));
            QCOMPARE(good.size(), qstrcmp(QTest::currentDataTag(), "onebyte") == 0 ? 3000 : 5);
            struct stat status{};
            QCOMPARE(::stat(QFile::encodeName(good.filePath()).constData(), &status), 0);
            QCOMPARE(status.st_mode & 07000U, 0U);
        }
    }

    void endsAnEndlessListing_data()
    {
        QTest::addColumn<bool>("hasNames");
        QTest::newRow("endless") << true;
        QTest::newRow("dots") << false;
    }
    void endsAnEndlessListing()
    {
        m_fixture->setMode(QTest::currentDataTag());
        const auto result = await(
            m_fixture->client().list("/", [](const Entries &) {}, {}, 50'000), notForever);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::Exhausted);
        QVERIFY(result.error().message.contains(QLatin1String("50000")));
    }

    void cancelsAnEndlessListing()
    {
        m_fixture->setMode("endless");
        std::stop_source stop;
        const auto listing = m_fixture->client().list(
            "/", [&stop](const Entries &) { stop.request_stop(); }, stop.get_token());
        const auto result = await(listing, notForever);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::Cancelled);
    }

    void endsATreeWithoutEnd()
    {
        m_fixture->setMode("deep");
        const QString target = m_fixture->here(QStringLiteral("target"));
        const auto report = await(m_fixture->client().downloadTree("/", target), notForever);
        QVERIFY2(report.has_value(), explain(report));
        QCOMPARE(report->skippedCount, 1U);
        QCOMPARE(report->folders, 64U);
    }

    void tellsWhatIsWrong_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *mode, Code code, const char *words) {
            QTest::newRow(mode) << static_cast<int>(code) << QString::fromLatin1(words);
        };
        row("chatty",
            Code::Protocol,
            "prints text before SFTP starts: \"Welcome to this machine!\"");
        row("garbage", Code::Protocol, "");
        row("version2", Code::Protocol, "version 2");
        row("exits", Code::ChannelRefused, "exit status 3");
        row("wrongid", Code::Protocol, "rules of SFTP");
        row("wrongtype", Code::Protocol, "rules of SFTP");
        row("cutattributes", Code::Protocol, "rules of SFTP");
        row("manyextended", Code::Protocol, "rules of SFTP");
        row("hugepacket", Code::Protocol, "rules of SFTP");
    }
    void tellsWhatIsWrong()
    {
        QFETCH(const int, code);
        QFETCH(const QString, words);
        m_fixture->setMode(QTest::currentDataTag());
        const auto status = await(m_fixture->client().stat("/good"), notForever);
        QVERIFY(!status);
        QCOMPARE(static_cast<int>(status.error().code), code);
        QVERIFY2(status.error().message.contains(words), explain(status));
    }

    void neverTakesAPartForTheWhole_data()
    {
        QTest::addColumn<bool>("isListed");
        for (const char *mode : {"short",
                                 "shorthuge",
                                 "long",
                                 "longbig",
                                 "changing",
                                 "swapped",
                                 "moredata",
                                 "nodata",
                                 "datalies",
                                 "openok",
                                 "nosize"}) {
            QTest::newRow(mode) << true;
        }
    }
    void neverTakesAPartForTheWhole()
    {
        m_fixture->setMode(QTest::currentDataTag());
        const auto result = await(
            m_fixture->client().download("/good", m_fixture->here(QStringLiteral("good"))),
            notForever);
        QVERIFY(!result);
        QVERIFY(!result.error().message.isEmpty());
        QCOMPARE(SftpFixture::tree(m_fixture->here({})), QStringList());
    }

    void refusesACopyWithoutEnd()
    {
        m_fixture->setMode("copywithoutend");
        const auto copied = await(
            m_fixture->client().copy("/good", "/to", {.conflict = Conflict::Overwrite}),
            notForever);
        QVERIFY(!copied);
        QCOMPARE(copied.error().code, Code::InvalidArgument);
        QVERIFY2(copied.error().message.contains(QLatin1String("good")), explain(copied));
    }

    void refusesALinkOfFourGigabytes()
    {
        m_fixture->setMode("hugelink");
        const auto target = await(m_fixture->client().readLink("/up"), notForever);
        QVERIFY(!target);
        QCOMPARE(target.error().code, Code::Protocol);
    }

    void givesUpOnSilence()
    {
        m_fixture->setMode("silent");
        m_fixture->connect(std::chrono::seconds(1));
        const auto status = await(m_fixture->client().stat("/good"), notForever);
        QVERIFY(!status);
        QCOMPARE(status.error().code, Code::TimedOut);
        QVERIFY2(status.error().message.contains(QLatin1String("1 second")), explain(status));
    }

    void cancelsASilentServerAtOnce()
    {
        m_fixture->setMode("silent");
        QVERIFY(await(m_fixture->client().open()).has_value());
        std::stop_source stop;
        const auto status = m_fixture->client().stat("/good", stop.get_token());
        QElapsedTimer timer;
        timer.start();
        stop.request_stop();
        const auto result = await(status, notForever);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::Cancelled);
        QVERIFY(timer.elapsed() < 1000); // 100 ms on a computer that does nothing else
    }

    void followsNoLinkThatStandsInAFoldersPlace()
    {
        m_fixture->setMode("deep");
        const QString target = m_fixture->here(QStringLiteral("target"));
        QVERIFY(QDir().mkpath(target));
        QVERIFY(QDir().mkpath(m_fixture->server(QStringLiteral("elsewhere"))));
        QVERIFY(QFile::link(m_fixture->server(QStringLiteral("elsewhere")),
                            target + QLatin1String("/deeper")));
        const auto report = await(m_fixture->client().downloadTree("/", target), notForever);
        QVERIFY2(report.has_value(), explain(report));
        QCOMPARE(report->failedCount, 1U);
        QVERIFY(report->failed.constFirst().error.message.contains(QLatin1String("is a link")));
        QCOMPARE(SftpFixture::tree(m_fixture->server(QStringLiteral("elsewhere"))), QStringList());
    }

private:
    std::unique_ptr<SftpFixture> m_fixture;
};

QTEST_GUILESS_MAIN(TestSftpHostile)
#include "tst_sftphostile.moc"
