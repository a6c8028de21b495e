// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/sockets.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/prctl.h>
#include <sys/socket.h>

#include <atomic>
#include <csignal>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;

namespace {

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

/** A real ssh-agent; ends with this object. */
class TestAgent final
{
public:
    TestAgent(QString folder, const QString &name)
        : m_folder(std::move(folder))
        , m_socket(m_folder + QLatin1Char('/') + name)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SSH_ASKPASS"), QStringLiteral("/bin/false"));
        environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force"));
        environment.insert(QStringLiteral("DISPLAY"), QStringLiteral("none"));
        m_process.setProcessEnvironment(environment);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(QStringLiteral("ssh-agent"),
                        {QStringLiteral("-D"), QStringLiteral("-a"), m_socket});
        if (!QTest::qWaitFor([this] { return QFile::exists(m_socket); }, 20'000)) {
            qFatal("ssh-agent does not start.");
        }
    }
    ~TestAgent()
    {
        signal(SIGCONT);
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(TestAgent)

    [[nodiscard]] const QString &socket() const { return m_socket; }
    void signal(int number) const
    {
        static_cast<void>(::kill(static_cast<pid_t>(m_process.processId()), number));
    }
    /** ssh-add; its prompts are answered with "word". */
    void add(const QStringList &arguments) const
    {
        const QString script = m_folder + QLatin1String("/answer");
        QFile file(script);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\necho word\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner));
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SSH_AUTH_SOCK"), m_socket);
        environment.insert(QStringLiteral("SSH_ASKPASS"), script);
        environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("ssh-add"), arguments);
        QVERIFY(process.waitForFinished(20'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

private:
    QString m_folder;
    QString m_socket;
    QProcess m_process;
};

} // namespace

/** Logging in with the keys of a real ssh-agent. */
class TestLoginAgent final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void logsInWithEveryKindOfKey_data();
    void logsInWithEveryKindOfKey();
    void prefersTheAgentsKeysThatAreNamed();
    void finds_data();
    void finds();
    void usesOnlyNamedKeysWhenAsked();
    void endsWithASentenceAfterTooManyKeys();
    void saysThatALockedAgentHasNoKeys();
    void triesFilesWhenTheAgentHangs();
    void isClosedAtOnceWhileTheAgentHangs();
    void isClosedAtOnceWhileTheAgentSigns();
    void namesAnAgentThatIsNotThere();
    void namesSomethingThatIsNoAgent_data();
    void namesSomethingThatIsNoAgent();
    void triesFilesWhenTheOwnerForbidsSigning();
    void usesTheBareKeyBesideItsCertificate();

private:
    [[nodiscard]] Destination destination() const;
    [[nodiscard]] QString key(const char *name, const char *arguments, bool authorized = true);

    Test::TestSshd m_sshd{
        {QStringLiteral("PerSourcePenalties no"), QStringLiteral("MaxAuthTries 4")}};
    std::unique_ptr<TestAgent> m_agent;
    int m_agents = 0;
};

void TestLoginAgent::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
}

void TestLoginAgent::init()
{
    m_agent = std::make_unique<TestAgent>(m_sshd.path({}),
                                          QStringLiteral("agent%1").arg(++m_agents));
}

Destination TestLoginAgent::destination() const
{
    Destination destination = m_sshd.destination();
    destination.identityFiles.clear();
    destination.agentSocket = m_agent->socket();
    return destination;
}

QString TestLoginAgent::key(const char *name, const char *arguments, bool authorized)
{
    QString file = m_sshd.makeKey(QString::fromLatin1(name), words(arguments));
    if (authorized) {
        m_sshd.authorize(file);
    }
    return file;
}

void TestLoginAgent::logsInWithEveryKindOfKey_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::newRow("ed25519") << QByteArray("-t ed25519");
    QTest::newRow("rsa") << QByteArray("-t rsa -b 2048");
    QTest::newRow("ecdsa-256") << QByteArray("-t ecdsa -b 256");
    QTest::newRow("ecdsa-384") << QByteArray("-t ecdsa -b 384");
    QTest::newRow("ecdsa-521") << QByteArray("-t ecdsa -b 521");
}

void TestLoginAgent::logsInWithEveryKindOfKey()
{
    QFETCH(const QByteArray, arguments);
    m_agent->add({key("kind", arguments.constData())});
    Session session(destination());
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    const auto result = await(session.exec(QStringLiteral("echo hello")));
    QVERIFY2(result, explain(result));
    QVERIFY(!m_sshd.log().contains(QLatin1String("ssh-rsa-sha1")));
}

void TestLoginAgent::prefersTheAgentsKeysThatAreNamed()
{
    // More strangers before it than the server would hear.
    for (int index = 0; index < 6; ++index) {
        m_agent->add(
            {key(qPrintable(QStringLiteral("strange%1").arg(index)), "-t ed25519", false)});
    }
    const QString wanted = key("wanted", "-t ed25519");
    m_agent->add({wanted});
    Destination named = destination();
    named.identityFiles = {wanted};
    Session session(named);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestLoginAgent::finds_data()
{
    QTest::addColumn<bool>("byPublicName");
    QTest::newRow("a key whose file is gone") << false;
    QTest::newRow("a key that is named by its public half") << true;
}

void TestLoginAgent::finds()
{
    QFETCH(const bool, byPublicName);
    const QString wanted = key("absent", "-t ed25519");
    m_agent->add({wanted});
    QVERIFY(QFile::remove(wanted));
    Destination named = destination();
    named.identitiesOnly = true;
    named.identityFiles = {byPublicName ? QString(wanted + QLatin1String(".pub")) : wanted};
    Session session(named);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestLoginAgent::usesOnlyNamedKeysWhenAsked()
{
    m_agent->add({key("unnamed", "-t ed25519")});
    Destination only = destination();
    only.identitiesOnly = true;
    only.identityFiles = {key("named", "-t ed25519", false)};
    Session session(only);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(only.identityFiles.first()), explain(opened));
    QVERIFY2(!opened.error().message.contains(QLatin1String("unnamed")), explain(opened));
}

void TestLoginAgent::endsWithASentenceAfterTooManyKeys()
{
    for (int index = 0; index < 6; ++index) {
        m_agent->add({key(qPrintable(QStringLiteral("many%1").arg(index)), "-t ed25519", false)});
    }
    Session session(destination());
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("IdentitiesOnly")), explain(opened));
    QVERIFY2(opened.error().message.contains(QLatin1String("many0 (SHA256:")), explain(opened));
}

void TestLoginAgent::saysThatALockedAgentHasNoKeys()
{
    m_agent->add({key("lockedin", "-t ed25519")});
    m_agent->add({QStringLiteral("-x")});
    Session session(destination());
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(m_agent->socket()), explain(opened));
    QVERIFY2(opened.error().message.contains(QLatin1String("locked")), explain(opened));
    m_agent->add({QStringLiteral("-X")});
    const auto unlocked = await(session.open());
    QVERIFY2(unlocked, explain(unlocked));
}

void TestLoginAgent::triesFilesWhenTheAgentHangs()
{
    m_agent->signal(SIGSTOP);
    Destination both = destination();
    both.identityFiles = {m_sshd.keyFile()};
    // The agent's time is not the server's.
    both.connectTimeout = 2500ms;
    Session session(both);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    both.identityFiles.clear();
    Session agentOnly(both);
    const auto refused = await(agentOnly.open());
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(m_agent->socket()), explain(refused));
}

void TestLoginAgent::isClosedAtOnceWhileTheAgentHangs()
{
    m_agent->signal(SIGSTOP);
    Session session(destination());
    const auto opening = session.open();
    QTRY_COMPARE(session.state(), SessionState::Authenticating);
    QElapsedTimer timer;
    timer.start();
    session.close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE_LT(timer.elapsed(), 1000);
}

void TestLoginAgent::isClosedAtOnceWhileTheAgentSigns()
{
    // An agent that lists one key and then says nothing.
    const QString known = key("silent", "-t ed25519");
    QFile file(known + QLatin1String(".pub"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray blob = QByteArray::fromBase64(file.readAll().split(' ').value(1));
    const auto number = [](qsizetype value) {
        return QByteArray(3, '\0') + static_cast<char>(value);
    };
    std::atomic<int> signing = 0;
    const Test::SocketServer agent(m_sshd.path(QStringLiteral("mute")), [&](int socket) {
        QByteArray request(5, '\0');
        while (::recv(socket, request.data(), 5, MSG_WAITALL) == 5) {
            if (request.at(4) == 11) {
                const QByteArray keys = QByteArray(1, '\x0c') + number(1) + number(blob.size())
                                        + blob + number(4) + "mute";
                static_cast<void>(Test::sendAll(socket, number(keys.size()) + keys));
            } else {
                ++signing;
                static_cast<void>(Test::receiveAll(socket));
                return;
            }
        }
    });
    Destination mute = destination();
    mute.agentSocket = m_sshd.path(QStringLiteral("mute"));
    Session session(mute);
    const auto opening = session.open();
    QTRY_COMPARE(signing.load(), 1);
    QElapsedTimer timer;
    timer.start();
    session.close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE_LT(timer.elapsed(), 1000);
}

void TestLoginAgent::namesAnAgentThatIsNotThere()
{
    Destination absent = destination();
    absent.agentSocket = m_sshd.path(QStringLiteral("no-agent"));
    Session session(absent);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(absent.agentSocket), explain(opened));
    absent.identityFiles = {m_sshd.keyFile()};
    Session other(absent);
    const auto worked = await(other.open());
    QVERIFY2(worked, explain(worked));
}

void TestLoginAgent::namesSomethingThatIsNoAgent_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no length") << QByteArray(4, '\0');
    QTest::newRow("endless") << QByteArray(100, '\xff');
    QTest::newRow("failure") << QByteArray("\0\0\0\1\5", 5);
    QTest::newRow("too many keys") << QByteArray("\0\0\0\5\x0c\xff\xff\xff\xff", 9);
    QTest::newRow("lying lengths") << QByteArray("\0\0\0\x09\x0c\0\0\0\1\0\0\0\x7f", 13);
}

void TestLoginAgent::namesSomethingThatIsNoAgent()
{
    QFETCH(const QByteArray, answer);
    const QString path = m_sshd.path(QStringLiteral("fake%1").arg(m_agents));
    const Test::SocketServer fake(path, [&](int socket) {
        QByteArray request(5, '\0');
        static_cast<void>(::recv(socket, request.data(), 5, MSG_WAITALL));
        static_cast<void>(Test::sendAll(socket, answer));
    });
    Destination odd = destination();
    odd.agentSocket = path;
    Session session(odd);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(path), explain(opened));
}

void TestLoginAgent::triesFilesWhenTheOwnerForbidsSigning()
{
    // "-c": the agent asks its owner, who says no.
    m_agent->add({QStringLiteral("-c"), key("confirmed", "-t ed25519")});
    Destination both = destination();
    Session refusedSession(both);
    const auto refused = await(refusedSession.open());
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QLatin1String("refused to sign")), explain(refused));
    both.identityFiles = {m_sshd.keyFile()};
    Session session(both);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestLoginAgent::usesTheBareKeyBesideItsCertificate()
{
    const QString authority = key("authority", "-t ed25519", false);
    const QString certified = key("certified", "-t ed25519");
    QProcess keygen;
    keygen.start(QStringLiteral("ssh-keygen"),
                 words("-q -I me -s") << authority << certified + QLatin1String(".pub"));
    QVERIFY(keygen.waitForFinished(20'000) && keygen.exitCode() == 0);
    m_agent->add({certified});
    QVERIFY(QFile::remove(certified + QLatin1String("-cert.pub")));
    Session session(destination());
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    // Without the bare key the certificate is named.
    m_agent->add({QStringLiteral("-d"), certified});
    const auto refused = await(Session(destination()).open());
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QLatin1String("is a certificate")), explain(refused));
}

QTEST_GUILESS_MAIN(TestLoginAgent)
#include "tst_loginagent.moc"
