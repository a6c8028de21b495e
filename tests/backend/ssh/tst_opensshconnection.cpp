// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshconnection.h"
#include "backend/ssh/openssh/opensshlog.h"
#include "backend/ssh/trust/knownhosts.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/faultscript.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <signal.h>
#include <sys/socket.h>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::FaultScript;

namespace {

/** The processes whose command line holds @p text. */
QList<qint64> processesWith(const QString &text)
{
    QList<qint64> found;
    const QStringList entries =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(entry));
        if (entry.toLongLong() > 0 && file.open(QIODevice::ReadOnly)
            && file.readAll().contains(text.toUtf8())) {
            found += entry.toLongLong();
        }
    }
    return found;
}

} // namespace

/** What OpenSSH's client brings along; what it has in common with others is in
 * tst_connectioncontract. */
class TestOpenSshConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void usesOneConnectionForAllButBulk();
    void comesBackByItself();
    void leavesNothingBehind();
    void endsAtOnceThoughAClientHangs();
    void givesUpOnWhatDoesNotOpen();
    void findsADeadLink();
    void readsNothingOfTheHostAsAnOption();
    void letsNoNameReachAShell_data();
    void letsNoNameReachAShell();
    void readsOddFileNames_data();
    void readsOddFileNames();
    void takesNoVariableInAFileName();
    void keepsTheUsersRulesFromJumpHosts();
    void readsTheLogOfOlderVersions();
    void givesAStreamWhoseBeginningWasNotTold();
    void forgetsWhatCameTooLate();
    void endsItsHelpersToo();
    void verifiesJumpHosts_data();
    void verifiesJumpHosts();
    void logsInWithACertificate();
    void goesThroughAProxyCommand();
    void saysThatTheProgramIsMissing();
    void saysThatItCantBeReached();
    void keepsAnErrorsWords();

private:
    /** The client's processes of this test: their destinations have a port of their own. */
    [[nodiscard]] QList<qint64> clients() const
    {
        return processesWith(
            QString(QChar(u'\0') + QString::number(m_proxy->port()) + QChar(u'\0')));
    }

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<FaultProxy> m_proxy;
    Destination m_destination;
};

void TestOpenSshConnection::init()
{
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    m_destination = m_sshd->destination();
    m_destination.port = m_proxy->port();
}

void TestOpenSshConnection::cleanup()
{
    m_proxy.reset();
    m_sshd.reset();
}

void TestOpenSshConnection::usesOneConnectionForAllButBulk()
{
    OpenSshConnection connection(m_destination);
    FaultScript script(connection, 100'000);
    const auto result = script.run();
    QVERIFY2(result, explain(result));
    QCOMPARE(m_proxy->connections(), 1);
    QCOMPARE(clients().size(), 1);
    const auto bulk = await(
        connection.stream(StreamTarget::command(QStringLiteral("cat")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    QCOMPARE(m_proxy->connections(), 2);
    QCOMPARE(clients().size(), 2);
    bulk->descriptor->reset();
    QVERIFY(await(bulk->end));
    QTRY_COMPARE(clients().size(), 1);

    OpenSshConnection frugal(m_destination, {.isBulkApart = false});
    QVERIFY(await(frugal.open()));
    QVERIFY(await(frugal.stream(StreamTarget::command(QStringLiteral("cat")).asBulk())));
    QCOMPARE(m_proxy->connections(), 3);
}

void TestOpenSshConnection::comesBackByItself()
{
    OpenSshConnection connection(m_destination);
    connection.setReconnecting(true);
    QVERIFY(await(connection.open()));
    QSignalSpy states(&connection, &Connection::stateChanged);
    const QList<qint64> masters = clients();
    QCOMPARE(masters.size(), 1);
    QCOMPARE(::kill(static_cast<pid_t>(masters.first()), SIGKILL), 0);
    QTRY_VERIFY(!states.isEmpty());
    QCOMPARE(states.first().first().value<SessionState>(), SessionState::Lost);
    // What is asked for meanwhile waits.
    const auto late = await(connection.exec(QStringLiteral("echo late")));
    QVERIFY2(late, explain(late));
    QCOMPARE(connection.state(), SessionState::Ready);
}

void TestOpenSshConnection::leavesNothingBehind()
{
    QString folder;
    {
        OpenSshConnection connection(m_destination);
        FaultScript script(connection, 100'000);
        const auto result = script.run();
        QVERIFY2(result, explain(result));
        const QList<qint64> masters = clients();
        QCOMPARE(masters.size(), 1);
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(masters.first()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> arguments = file.readAll().split('\0');
        const QString control = QFile::decodeName(arguments.value(arguments.indexOf("-S") + 1));
        const QFileInfo parent(QFileInfo(control).path());
        QCOMPARE(parent.permissions()
                     & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
        QVERIFY(parent.exists());
        folder = parent.filePath();
    }
    QTRY_VERIFY(clients().isEmpty());
    QTRY_VERIFY(!QFileInfo::exists(folder));
}

void TestOpenSshConnection::endsAtOnceThoughAClientHangs()
{
    auto connection = std::make_unique<OpenSshConnection>(m_destination);
    QVERIFY(await(connection->open()));
    const auto bulk = await(
        connection->stream(StreamTarget::command(QStringLiteral("cat")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    const QList<qint64> hanging = clients();
    QCOMPARE(hanging.size(), 2);
    for (const qint64 process : hanging) {
        QCOMPARE(::kill(static_cast<pid_t>(process), SIGSTOP), 0);
    }
    QElapsedTimer watch;
    watch.start();
    connection.reset();
    QCOMPARE_LT(watch.elapsed(), 300);
    QTRY_VERIFY(clients().isEmpty());
}

void TestOpenSshConnection::givesUpOnWhatDoesNotOpen()
{
    const StreamTarget command = StreamTarget::command(QStringLiteral("cat"));
    OpenSshConnection connection(m_destination, {.openingTime = 500ms});
    QVERIFY(await(connection.open()));
    m_proxy->stall();
    for (const StreamTarget &target :
         {command, command.asBulk(), StreamTarget::tcp(QStringLiteral("127.0.0.1"), 1)}) {
        QElapsedTimer watch;
        watch.start();
        const auto stream = await(connection.stream(target));
        QVERIFY(!stream);
        QCOMPARE(stream.error().code, Error::Code::TimedOut);
        QCOMPARE_LT(watch.elapsed(), 5'000);
    }
    // What was given up does no harm when it comes.
    m_proxy->release();
    const auto late = await(connection.exec(QStringLiteral("echo here")));
    QVERIFY2(late, explain(late));
    QCOMPARE(connection.state(), SessionState::Ready);
}

void TestOpenSshConnection::findsADeadLink()
{
    OpenSshConnection connection(m_destination);
    QVERIFY(await(connection.open()));
    connection.checkLink();
    QVERIFY(await(connection.exec(QStringLiteral("sleep 2"))));
    QCOMPARE(connection.state(), SessionState::Ready);
    m_proxy->stall();
    connection.checkLink();
    QTRY_COMPARE(connection.state(), SessionState::Lost);
    QCOMPARE(connection.lastError().code, Error::Code::ConnectionLost);
}

void TestOpenSshConnection::letsNoNameReachAShell_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("user");
    const QString trap = QStringLiteral("x'$(touch${IFS}%1)'");
    QTest::newRow("host") << trap << QString();
    QTest::newRow("host with lines") << QStringLiteral("x\n%1") << QString();
    QTest::newRow("host like an option") << QStringLiteral("-oProxyCommand=%1") << QString();
    QTest::newRow("user") << QString() << trap;
    QTest::newRow("user like an option") << QString() << QStringLiteral("-oProxyCommand=%1");
}

void TestOpenSshConnection::letsNoNameReachAShell()
{
    QFETCH(const QString, host);
    QFETCH(const QString, user);
    const QString trap = m_sshd->path(QStringLiteral("trap"));
    Destination odd = m_destination;
    if (!host.isEmpty()) {
        odd.host = host.contains(u'%') ? host.arg(trap) : host;
    }
    if (!user.isEmpty()) {
        odd.user = user.arg(trap);
    }
    Destination behind = m_destination;
    behind.jumps = {m_destination, odd};
    odd.jumps = {m_destination};
    for (const Destination &destination : {behind, odd}) {
        OpenSshConnection connection(destination);
        connection.setReconnecting(true);
        const auto opened = await(connection.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::InvalidArgument);
        QCOMPARE(connection.state(), SessionState::Failed); // and is not tried again
    }
    QVERIFY(!QFile::exists(trap));
    QCOMPARE(m_proxy->connections(), 0);
}

void TestOpenSshConnection::readsOddFileNames_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("blanks and percents") << QStringLiteral("my %h key");
    QTest::newRow("quotes") << QStringLiteral("a \"quoted\" 'key'");
    QTest::newRow("backslashes") << QStringLiteral("a\\\\b \\\" c\\");
    QTest::newRow("dollars") << QStringLiteral("$HOME $(id) {key}");
}

void TestOpenSshConnection::readsOddFileNames()
{
    QFETCH(const QString, file);
    const QString name = m_sshd->path(file);
    QVERIFY(QFile::copy(m_sshd->keyFile(), name));
    QVERIFY(QFile::setPermissions(name, QFile::ReadOwner));
    m_destination.identityFiles = {name};
    OpenSshConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    m_destination.jumps = {m_destination};
    OpenSshConnection behind(m_destination);
    const auto reached = await(behind.open());
    QVERIFY2(reached, explain(reached));
}

void TestOpenSshConnection::takesNoVariableInAFileName()
{
    const QString name = m_sshd->path(QStringLiteral("${HOME}"));
    Destination byAgent = m_destination;
    byAgent.agentSocket = name;
    Destination behind = m_destination;
    behind.jumps = {byAgent};
    m_destination.identityFiles = {name};
    for (const Destination &destination : {m_destination, byAgent, behind}) {
        OpenSshConnection connection(destination);
        const auto opened = await(connection.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::InvalidArgument);
    }
}

void TestOpenSshConnection::keepsTheUsersRulesFromJumpHosts()
{
    QFile config(m_sshd->path(QStringLiteral("config")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("IdentityFile " + QFile::encodeName(m_sshd->keyFile()) + "\n");
    config.close();
    const OpenSshOptions options{.configFile = config.fileName()};
    m_destination.jumps = {m_sshd->destination()};
    m_destination.identityFiles.clear(); // the rules tell
    OpenSshConnection connection(m_destination, options);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    m_destination.jumps.front().identityFiles.clear();
    OpenSshConnection refused(m_destination, options);
    QVERIFY(!await(refused.open()));
}

void TestOpenSshConnection::readsTheLogOfOlderVersions()
{
    OpenSshLog log(m_sshd->path(QStringLiteral("client log")));
    QVERIFY(log.isOpen());
    QSignalSpy lines(&log, &OpenSshLog::line);
    QFile file(log.path());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    const QByteArray place = "debug2: channels.c:channel_input_status_confirm():123 ";
    QVERIFY(file.write(place + "(pid=7): type 99 id 0\n" + place
                       + "(bin=ssh, pid=7): type 99 id 1\r\ndebug2: type 99 id 2\n")
            > 0);
    log.drain();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0).first().toByteArray(), "debug2: type 99 id 0");
    QCOMPARE(lines.at(1).first().toByteArray(), "debug2: type 99 id 1");
    QCOMPARE(lines.at(2).first().toByteArray(), "debug2: type 99 id 2");
}

void TestOpenSshConnection::givesAStreamWhoseBeginningWasNotTold()
{
    QFile quiet(m_sshd->path(QStringLiteral("quiet ssh")));
    QVERIFY(quiet.open(QIODevice::WriteOnly));
    quiet.write("#!/bin/bash\nexec ssh \"${@/#-oLogVerbose=*/-oLogVerbose=none}\"\n");
    QVERIFY(quiet.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    quiet.close();
    OpenSshConnection connection(m_destination, {.program = quiet.fileName()});
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
    const auto stream = await(
        connection.stream(StreamTarget::command(QStringLiteral("echo here; exit 3")).asBulk()));
    QVERIFY2(stream, explain(stream));
    QCOMPARE(Test::receiveAll(stream->descriptor->get()), "here\n");
    const auto end = await(stream->end);
    QVERIFY2(end, explain(end));
    QCOMPARE(end->exitStatus, 3);
}

void TestOpenSshConnection::forgetsWhatCameTooLate()
{
    Test::SocketServer server(&Test::SocketServer::echo);
    const StreamTarget target = StreamTarget::tcp(QStringLiteral("127.0.0.1"), server.port());
    OpenSshConnection connection(m_destination, {.openingTime = 500ms});
    QVERIFY(await(connection.open()));
    const QList<qint64> masters = clients();
    QCOMPARE(masters.size(), 1);
    QCOMPARE(::kill(static_cast<pid_t>(masters.first()), SIGSTOP), 0);
    std::vector<QFuture<Result<Stream>>> late;
    for (int count = 0; count < 5; ++count) {
        late.push_back(connection.stream(target));
    }
    for (const auto &future : late) {
        const auto stream = await(future);
        QVERIFY(!stream);
        QCOMPARE(stream.error().code, Error::Code::TimedOut);
    }
    QCOMPARE(::kill(static_cast<pid_t>(masters.first()), SIGCONT), 0);
    const auto stream = await(connection.stream(target));
    QVERIFY2(stream, explain(stream));
    QVERIFY(Test::sendAll(stream->descriptor->get(), "here"));
    QCOMPARE(::shutdown(stream->descriptor->get(), SHUT_WR), 0);
    QCOMPARE(Test::receiveAll(stream->descriptor->get()), "here");
    QCOMPARE(server.accepted(), 1);
}

void TestOpenSshConnection::endsItsHelpersToo()
{
    m_destination.jumps = {m_destination};
    const QString way = QStringLiteral("[127.0.0.1]:%1").arg(m_proxy->port());
    auto connection = std::make_unique<OpenSshConnection>(m_destination);
    const auto opened = await(connection->open());
    QVERIFY2(opened, explain(opened));
    const auto bulk = await(
        connection->stream(StreamTarget::command(QStringLiteral("cat")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    QCOMPARE_GE(processesWith(way).size(), 2);
    m_proxy->stall(); // nothing tells them that their work is over
    connection.reset();
    QTRY_VERIFY(processesWith(way).isEmpty());
}

void TestOpenSshConnection::verifiesJumpHosts_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("its key") << QStringLiteral("key") << true;
    QTest::newRow("another key") << QStringLiteral("other key") << false;
    QTest::newRow("no rule") << QStringLiteral("none") << false;
    QTest::newRow("recorded") << QStringLiteral("file") << true;
    QTest::newRow("recorded for all") << QStringLiteral("inherited file") << true;
    QTest::newRow("recorded otherwise") << QStringLiteral("other file") << false;
}

void TestOpenSshConnection::verifiesJumpHosts()
{
    QFETCH(const QString, rule);
    QFETCH(const bool, isGood);
    Test::TestSshd first({QStringLiteral("PerSourcePenalties no")});
    Test::TestSshd second({QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(first.start(), qPrintable(first.error()));
    QVERIFY2(second.start(), qPrintable(second.error()));
    Destination hop = second.destination();
    const QString file = m_sshd->path(QStringLiteral("known"));
    const auto recorded = std::make_shared<KnownHosts>(KnownHosts::Files{.user = {file}});
    const HostKey key = rule.contains(QLatin1String("other")) ? m_sshd->hostKey()
                                                              : second.hostKey();
    hop.hostKeys = {key};
    if (!rule.contains(QLatin1String("key"))) {
        hop.hostKeys.clear();
    }
    if (rule.contains(QLatin1String("file"))) {
        QVERIFY(recorded->add(hop.host, hop.port, key));
        (rule.startsWith(QLatin1String("inherited")) ? m_destination.knownHosts
                                                     : hop.knownHosts) = recorded;
    }
    m_destination.jumps = {first.destination(), hop};
    OpenSshConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened.has_value() == isGood, explain(opened));
    QVERIFY(first.log().contains(QLatin1String("Accepted publickey")));
    // Refused before any credential is sent.
    QCOMPARE(second.log().contains(QLatin1String("userauth-request")), isGood);
    if (isGood) {
        const auto result = await(connection.exec(QStringLiteral("echo here")));
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, "here\n");
    }
}

void TestOpenSshConnection::readsNothingOfTheHostAsAnOption()
{
    const QString trap = m_sshd->path(QStringLiteral("trap"));
    m_destination.host = QStringLiteral("-oProxyCommand=touch %1").arg(trap);
    OpenSshConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY(!opened);
    QVERIFY(!QFile::exists(trap));
}

void TestOpenSshConnection::logsInWithACertificate()
{
    const QStringList ed25519{QStringLiteral("-t"), QStringLiteral("ed25519")};
    const QString authority = m_sshd->makeKey(QStringLiteral("authority"), ed25519);
    const QString key = m_sshd->makeKey(QStringLiteral("holder"), ed25519);
    Test::TestSshd trusting({QStringLiteral("PerSourcePenalties no"),
                             QStringLiteral("TrustedUserCAKeys %1.pub").arg(authority)});
    QVERIFY2(trusting.start(), qPrintable(trusting.error()));
    Destination destination = trusting.destination();
    destination.identityFiles = {key};
    {
        OpenSshConnection connection(destination);
        const auto opened = await(connection.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    }
    QCOMPARE(QProcess::execute(QStringLiteral("ssh-keygen"),
                               {QStringLiteral("-q"),
                                QStringLiteral("-s"),
                                authority,
                                QStringLiteral("-I"),
                                QStringLiteral("holder"),
                                QStringLiteral("-n"),
                                destination.user,
                                key + QStringLiteral(".pub")}),
             0);
    OpenSshConnection connection(destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
}

void TestOpenSshConnection::goesThroughAProxyCommand()
{
    QFile config(m_sshd->path(QStringLiteral("config")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    const QByteArray key = QFile::encodeName(m_sshd->keyFile());
    config.write("Host *\n  IdentityFile " + key
                 + "\n  ProxyCommand ssh -F none -oStrictHostKeyChecking=no "
                   "-oUserKnownHostsFile=/dev/null -oBatchMode=yes -i "
                 + key + " -p %p -l %r -W 127.0.0.1:%p 127.0.0.1\n");
    config.close();
    OpenSshConnection connection(m_destination, {.configFile = config.fileName()});
    FaultScript script(connection, 100'000);
    const auto result = script.run();
    QVERIFY2(result, explain(result));
}

void TestOpenSshConnection::saysThatTheProgramIsMissing()
{
    OpenSshConnection connection(m_destination, {.program = QStringLiteral("/nowhere/ssh")});
    const auto opened = await(connection.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::NotFound);
    QVERIFY(opened.error().message.contains(QLatin1String("/nowhere/ssh")));
}

void TestOpenSshConnection::saysThatItCantBeReached()
{
    m_destination.host = QStringLiteral("no-such-host.invalid");
    OpenSshConnection unknown(m_destination);
    const auto opened = await(unknown.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::NameNotResolved);
    const auto asked = await(unknown.exec(QStringLiteral("true")));
    QVERIFY(!asked);
    QCOMPARE(asked.error().code, Error::Code::NameNotResolved);
}

void TestOpenSshConnection::keepsAnErrorsWords()
{
    m_proxy->setRefusing(true);
    OpenSshConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().detail.contains(QLatin1String("Connection refused")), explain(opened));
}

QTEST_GUILESS_MAIN(TestOpenSshConnection)
#include "tst_opensshconnection.moc"
