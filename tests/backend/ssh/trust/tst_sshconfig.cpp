// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/knownhosts.h"
#include "backend/ssh/trust/sshconfig.h"
#include "backend/ssh/trust/userhome.h"
#include "tests/backend/ssh/await.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using Test::await;
using Test::explain;

/** The configuration as the installed OpenSSH reads it. */
class TestSshConfig final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        write(QStringLiteral("config"), {});
        qunsetenv("SSH_AUTH_SOCK");
    }

    void readsNames_data();
    void readsNames();
    void refusesWhatIsNoName_data();
    void refusesWhatIsNoName();
    void resolvesAnAlias();
    void takesWhatIsTypedOverWhatIsConfigured();
    void findsTheAgent();
    void obeysWhatIsForbidden();
    void resolvesJumpsInTheirOrder();
    void findsACircleOfJumps();
    void reportsAJumpToItself();
    void namesWhatOnlyOpenSshCanDo_data();
    void namesWhatOnlyOpenSshCanDo();
    void overridesAProxyCommandBehindAJump();
    void repeatsWhatSshComplainsOf();
    void saysWhenThereIsNoSsh();
    void waitsForNoHangingMatch();
    void endsWhenCancelled();
    void listsTheAliases();
    void endsAtAnIncludeOfItself();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile out(path(name));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(content) == content.size());
    }
    [[nodiscard]] SshCommand command() const
    {
        return {.configFile = path(QStringLiteral("config"))};
    }
    [[nodiscard]] Result<Destination> resolve(const QByteArray &config, const QString &name) const
    {
        write(QStringLiteral("config"), config);
        SshConfig reader(command());
        return await(reader.resolve(name));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSshConfig::readsNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    const auto row = [](const char *text, const char *user, const char *host, int port) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(user)
                            << QString::fromUtf8(host) << port;
    };
    row("ada", "", "ada", 0);
    row("  ada ", "", "ada", 0);
    row("eve@ada", "eve", "ada", 0);
    row("eve@site@ada", "eve@site", "ada", 0);
    row("ada:2222", "", "ada", 2222);
    row("eve@ada:2222", "eve", "ada", 2222);
    row("ssh://eve@ada:2222/", "eve", "ada", 2222);
    row("::1", "", "::1", 0);
    row("fe80::1%eth0", "", "fe80::1%eth0", 0);
    row("[::1]", "", "::1", 0);
    row("eve@[::1]:2222", "eve", "::1", 2222);
}

void TestSshConfig::readsNames()
{
    QFETCH(QString, text);
    QFETCH(QString, user);
    QFETCH(QString, host);
    QFETCH(int, port);
    const auto name = HostName::parse(text);
    QVERIFY2(name.has_value(), explain(name));
    QCOMPARE(*name, (HostName{.host = host, .user = user, .port = static_cast<quint16>(port)}));
}

void TestSshConfig::refusesWhatIsNoName_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             " ",
                             "-oProxyCommand=id",
                             "a b",
                             "a\nb",
                             "a\x1b[2J",
                             "@ada",
                             "-l@ada",
                             "eve@",
                             "eve@-x",
                             "ada:",
                             "ada:0",
                             "ada:70000",
                             "ada:x",
                             "[::1",
                             "[::1]x",
                             "ssh://"}) {
        QTest::newRow(text) << QString::fromUtf8(text);
    }
}

void TestSshConfig::refusesWhatIsNoName()
{
    QFETCH(QString, text);
    const auto resolved = resolve({}, text);
    QVERIFY(!resolved.has_value());
    QCOMPARE(resolved.error().code, Error::Code::InvalidArgument);
    QVERIFY(!resolved.error().message.contains(u'\x1b'));
    QVERIFY(!resolved.error().message.contains(u'\n'));
}

void TestSshConfig::resolvesAnAlias()
{
    write(QStringLiteral("key of 10.0.0.1"), "x");
    write(QStringLiteral("agentkey.pub"), "x");
    const QByteArray folder = m_folder->path().toUtf8();
    const auto box = resolve("Host box\n HostName 10.0.0.1\n Port 2222\n User ada\n"
                             " IdentityFile \""
                                 + folder + "/key of %h\"\n IdentityFile " + folder
                                 + "/agentkey\n IdentityFile " + folder
                                 + "/missing\n"
                                   " IdentitiesOnly yes\n HostKeyAlias Box\n HashKnownHosts yes\n"
                                   " UserKnownHostsFile \""
                                 + folder + "/with blank/known\" " + folder
                                 + "/k2\n ConnectTimeout 7\n ServerAliveInterval 30\n",
                             QStringLiteral("box"));
    QVERIFY2(box.has_value(), explain(box));
    QCOMPARE(box->host, QStringLiteral("10.0.0.1"));
    QCOMPARE(box->port, quint16{2222});
    QCOMPARE(box->user, QStringLiteral("ada"));
    QCOMPARE(
        box->identityFiles,
        (QStringList{path(QStringLiteral("key of 10.0.0.1")), path(QStringLiteral("agentkey"))}));
    QVERIFY(box->identitiesOnly);
    QCOMPARE(box->hostKeyAlias.toLower(), QStringLiteral("box"));
    QCOMPARE(box->connectTimeout, std::chrono::milliseconds(7000));
    QCOMPARE(box->keepAlive, std::chrono::milliseconds(30'000));
    QVERIFY(box->jumps.empty());
    QVERIFY(box->hostKeys.isEmpty());
    QVERIFY(box->knownHosts != nullptr);
    QCOMPARE(box->knownHosts->recordingFile(), path(QStringLiteral("with blank/known")));
}

void TestSshConfig::takesWhatIsTypedOverWhatIsConfigured()
{
    const auto typed = resolve("Host ada\n Port 2222\n User ada\n", QStringLiteral("eve@ada:44"));
    QVERIFY2(typed.has_value(), explain(typed));
    QCOMPARE(typed->user, QStringLiteral("eve"));
    QCOMPARE(typed->port, quint16{44});
    const auto plain = resolve({}, QStringLiteral("::1"));
    QVERIFY2(plain.has_value(), explain(plain));
    QCOMPARE(plain->host, QStringLiteral("::1"));
    QCOMPARE(plain->port, quint16{22});
    QVERIFY(!plain->user.isEmpty());
    QCOMPARE(plain->knownHosts->recordingFile(), userHome() + QLatin1String("/.ssh/known_hosts"));
}

void TestSshConfig::findsTheAgent()
{
    const auto agent = [this](const QByteArray &line) {
        const auto found = resolve(line, QStringLiteral("ada"));
        return found ? found->agentSocket : QStringLiteral("?");
    };
    QCOMPARE(agent({}), QString());
    qputenv("SSH_AUTH_SOCK", "/run/agent");
    qputenv("OTHER_SOCK", "/run/other");
    QCOMPARE(agent({}), QStringLiteral("/run/agent"));
    QCOMPARE(agent("IdentityAgent SSH_AUTH_SOCK\n"), QStringLiteral("/run/agent"));
    QCOMPARE(agent("IdentityAgent $OTHER_SOCK\n"), QStringLiteral("/run/other"));
    QCOMPARE(agent("IdentityAgent none\n"), QString());
    QCOMPARE(agent("IdentityAgent ~/a/%n\n"), userHome() + QLatin1String("/a/ada"));
    QCOMPARE(agent("IdentityAgent \"/run/with blank\"\n"), QStringLiteral("/run/with blank"));
}

void TestSshConfig::obeysWhatIsForbidden()
{
    qputenv("SSH_AUTH_SOCK", "/run/agent");
    write(QStringLiteral("key"), "x");
    const QByteArray key = "IdentityFile " + m_folder->path().toUtf8() + "/key\n";
    const auto open = resolve(key, QStringLiteral("ada"));
    QVERIFY(open && open->mayAskPassword && open->mayAskInteractive);
    QCOMPARE(open->identityFiles.size(), 1);
    const auto batch = resolve(key + "BatchMode yes\n", QStringLiteral("ada"));
    QVERIFY(batch && !batch->mayAskPassword && !batch->mayAskInteractive);
    const auto noKeys = resolve(key + "PubkeyAuthentication no\nPasswordAuthentication no\n",
                                QStringLiteral("ada"));
    QVERIFY(noKeys && !noKeys->mayAskPassword && noKeys->mayAskInteractive);
    QVERIFY(noKeys->identityFiles.isEmpty() && noKeys->agentSocket.isEmpty());
    const auto preferred = resolve(key + "PreferredAuthentications password\n",
                                   QStringLiteral("ada"));
    QVERIFY(preferred && preferred->mayAskPassword && !preferred->mayAskInteractive);
    QVERIFY(preferred->identityFiles.isEmpty());
}

void TestSshConfig::resolvesJumpsInTheirOrder()
{
    const auto target = resolve("Host box\n ProxyJump eve@gate:44,second\n"
                                "Host gate\n HostName gate.example\n ProxyJump outer\n"
                                "Host second\n HostName 10.0.0.2\n ProxyJump elsewhere\n"
                                "Host outer\n HostName outer.example\n User olga\n",
                                QStringLiteral("box"));
    QVERIFY2(target.has_value(), explain(target));
    QStringList way;
    for (const Destination &jump : target->jumps) {
        way += jump.user.isEmpty() ? jump.host : jump.host + u':' + QString::number(jump.port);
        QVERIFY(jump.knownHosts != nullptr && jump.jumps.empty());
    }
    QCOMPARE(way,
             (QStringList{QStringLiteral("outer.example:22"),
                          QStringLiteral("gate.example:44"),
                          QStringLiteral("10.0.0.2:22")}));
    QCOMPARE(target->jumps[0].user, QStringLiteral("olga"));
    QCOMPARE(target->jumps[1].user, QStringLiteral("eve"));
}

void TestSshConfig::findsACircleOfJumps()
{
    const auto circle = resolve(
        "Host a\n ProxyJump b\nHost b\n ProxyJump c\nHost c\n ProxyJump a\n", QStringLiteral("a"));
    QVERIFY(!circle.has_value());
    QCOMPARE(circle.error().code, Error::Code::InvalidArgument);
    QVERIFY(circle.error().message.contains(QLatin1String("circle")));
}

void TestSshConfig::reportsAJumpToItself()
{
    const QByteArray config("Host *\n ProxyJump gate\n");
    const auto gate = resolve(config, QStringLiteral("gate"));
    QVERIFY(!gate.has_value());
    QVERIFY2(gate.error().message.contains(QLatin1String("loop")), explain(gate)); // ssh's word
    QVERIFY(!resolve(config, QStringLiteral("box")).has_value());
    const auto box = resolve("Host gate\n ProxyJump none\n" + config, QStringLiteral("box"));
    QVERIFY2(box.has_value(), explain(box));
    QCOMPARE(box->jumps.size(), std::size_t{1});
}

void TestSshConfig::namesWhatOnlyOpenSshCanDo_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("option");
    QTest::newRow("command") << QByteArray("ProxyCommand nc %h %p\n")
                             << QStringLiteral("ProxyCommand");
    QTest::newRow("address") << QByteArray("BindAddress 127.0.0.1\n")
                             << QStringLiteral("BindAddress");
    QTest::newRow("revoked") << QByteArray("RevokedHostKeys /etc/krl\n")
                             << QStringLiteral("RevokedHostKeys");
}

void TestSshConfig::namesWhatOnlyOpenSshCanDo()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, option);
    const auto box = resolve(line, QStringLiteral("box"));
    QVERIFY(!box.has_value());
    QVERIFY(box.error().message.contains(option));
    QVERIFY(box.error().message.contains(QLatin1String("box")));
}

void TestSshConfig::overridesAProxyCommandBehindAJump()
{
    const auto box = resolve("Host box\n ProxyJump gate,second\nHost second\n ProxyCommand nc x\n",
                             QStringLiteral("box"));
    QVERIFY2(box.has_value(), explain(box));
    const auto other = resolve("Host box\n ProxyJump gate,second\nHost gate\n ProxyCommand nc x\n",
                               QStringLiteral("box"));
    QVERIFY(!other.has_value());
}

void TestSshConfig::repeatsWhatSshComplainsOf()
{
    const auto box = resolve("Host box\n NoSuchOption yes\n", QStringLiteral("box"));
    QVERIFY(!box.has_value());
    QVERIFY2(box.error().message.contains(QLatin1String("nosuchoption"), Qt::CaseInsensitive),
             explain(box));
}

void TestSshConfig::saysWhenThereIsNoSsh()
{
    SshConfig reader({.program = path(QStringLiteral("nothing"))});
    const auto box = await(reader.resolve(QStringLiteral("box")));
    QVERIFY(!box.has_value());
    QCOMPARE(box.error().code, Error::Code::NotFound);
    QVERIFY(box.error().message.contains(QLatin1String("openssh-client")));
}

void TestSshConfig::waitsForNoHangingMatch()
{
    write(QStringLiteral("config"), "Match exec \"exec sleep 600\"\n");
    SshCommand hanging = command();
    hanging.timeout = std::chrono::milliseconds(300);
    SshConfig reader(hanging);
    const auto box = await(reader.resolve(QStringLiteral("box")));
    QVERIFY(!box.has_value());
    QCOMPARE(box.error().code, Error::Code::TimedOut);
}

void TestSshConfig::endsWhenCancelled()
{
    write(QStringLiteral("config"), "Match exec \"exec sleep 600\"\n");
    SshConfig reader(command());
    std::stop_source stop;
    const auto future = reader.resolve(QStringLiteral("box"), stop.get_token());
    QElapsedTimer timer;
    timer.start();
    stop.request_stop();
    const auto box = await(future);
    QVERIFY(!box.has_value());
    QCOMPARE(box.error().code, Error::Code::Cancelled);
    QVERIFY(timer.elapsed() < 1000);
}

void TestSshConfig::listsTheAliases()
{
    write(QStringLiteral("more-1"), "Host inner\n");
    write(QStringLiteral("config"),
          "# Host hidden\nHost box *.example \"two words\" # rest\n  HostName 10.0.0.1\n"
          "HOST=ada\r\nhost   ada !eve node-?\nInclude more-*\nInclude nowhere\n"
          "Match host hidden2\nHost last\n");
    QCOMPARE(configHosts(path(QStringLiteral("config")), m_folder->path()),
             (QStringList{QStringLiteral("box"),
                          QStringLiteral("two words"),
                          QStringLiteral("ada"),
                          QStringLiteral("inner"),
                          QStringLiteral("last")}));
    SshConfig reader(command());
    const auto hosts = await(reader.hosts());
    QVERIFY(hosts.has_value());
    QVERIFY(hosts->contains(QStringLiteral("box")));
    QVERIFY(configHosts(path(QStringLiteral("nothing")), m_folder->path()).isEmpty());
}

void TestSshConfig::endsAtAnIncludeOfItself()
{
    write(QStringLiteral("config"), "Host a\nInclude config\nHost b\n");
    QCOMPARE(configHosts(path(QStringLiteral("config")), m_folder->path()),
             (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

QTEST_GUILESS_MAIN(TestSshConfig)
#include "tst_sshconfig.moc"
