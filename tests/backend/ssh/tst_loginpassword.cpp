// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/testasker.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::TestAsker;

namespace {

const QString password = QStringLiteral("ünlock me");

/** pam_wrapper's module, where Debian, Fedora or Arch have it. */
QString matrixModule()
{
    for (const char *folder :
         {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"}) {
        QString path = QLatin1String(folder) + QLatin1String("/pam_wrapper/pam_matrix.so");
        if (QFile::exists(path)) {
            return path;
        }
    }
    return {};
}

} // namespace

/** Passwords and a server's questions, with OpenSSH and PAM. */
class TestLoginPassword final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void logsIn_data();
    void logsIn();
    void asksAgainAfterAWrongAnswer_data();
    void asksAgainAfterAWrongAnswer();
    void givesUpAfterThreeAnswers();
    void endsWhenThePersonGivesUp_data();
    void endsWhenThePersonGivesUp();
    void isClosedAtOnceWhileThePersonThinks_data();
    void isClosedAtOnceWhileThePersonThinks();
    void saysThatTheServerDidNotWait_data();
    void saysThatTheServerDidNotWait();
    void asksNobodyWhenNobodyIsThere();
    void leavesOutWhatMayNotBeAsked();
    void continuesAfterAPartialSuccess_data();
    void continuesAfterAPartialSuccess();
    void namesWhatIsStillWanted();
    void showsTheServersWordsAndPrompts();
    void asksForCodesEachTime();
    void answersSeveralQuestionsInOneRound();
    void usesWhatWasAskedBeforeWithoutAPerson_data();
    void usesWhatWasAskedBeforeWithoutAPerson();

private:
    [[nodiscard]] bool start(const QStringList &config, const QStringList &stack = {});
    [[nodiscard]] Destination destination(const std::shared_ptr<Asker> &asker) const;
    [[nodiscard]] QString matrix() const;

    std::unique_ptr<Test::TestSshd> m_sshd;
};

void TestLoginPassword::initTestCase()
{
    if (matrixModule().isEmpty()) {
        QSKIP("pam_wrapper is not installed: sshd can't ask PAM without privileges.");
    }
}

void TestLoginPassword::init()
{
    m_sshd.reset();
}

void TestLoginPassword::cleanup()
{
    m_sshd.reset();
}

/** The module that knows the password. */
QString TestLoginPassword::matrix() const
{
    return QLatin1String("pam_matrix.so passdb=") + m_sshd->path(QStringLiteral("passdb"));
}

bool TestLoginPassword::start(const QStringList &config, const QStringList &stack)
{
    m_sshd = std::make_unique<Test::TestSshd>(
        QStringList{QStringLiteral("UsePAM yes"), QStringLiteral("PerSourcePenalties no")}
        + config);
    QFile passwords(m_sshd->path(QStringLiteral("passdb")));
    if (!passwords.open(QIODevice::WriteOnly)) {
        return false;
    }
    passwords.write(QStringLiteral("%1:%2:sshd\n").arg(m_sshd->user(), password).toUtf8());
    passwords.close();
    QString lines = stack.isEmpty() ? QStringLiteral("auth required MATRIX\n")
                                    : stack.join(QLatin1Char('\n')) + QLatin1Char('\n');
    lines += QStringLiteral("account required MATRIX\nsession required MATRIX");
    lines.replace(QLatin1String("MATRIX"), matrix());
    const QString module = matrixModule();
    lines.replace(QLatin1String("pam_matrix.so"), module);
    lines.replace(QLatin1String("pam_chatty.so"),
                  QString(module).replace(QLatin1String("matrix"), QLatin1String("chatty")));
    m_sshd->usePam(lines.split(QLatin1Char('\n')));
    if (!m_sshd->start()) {
        qWarning("%s", qPrintable(m_sshd->error()));
        return false;
    }
    return true;
}

Destination TestLoginPassword::destination(const std::shared_ptr<Asker> &asker) const
{
    Destination destination = m_sshd->destination();
    destination.identityFiles.clear();
    destination.asker = asker;
    return destination;
}

void TestLoginPassword::logsIn_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<bool>("isInteractive");
    QTest::newRow("password") << QStringLiteral("PasswordAuthentication yes") << false;
    QTest::newRow("keyboard-interactive")
        << QStringLiteral("KbdInteractiveAuthentication yes") << true;
}

void TestLoginPassword::logsIn()
{
    QFETCH(const QString, option);
    QFETCH(const bool, isInteractive);
    QVERIFY(start({option}));
    const auto asker = std::make_shared<TestAsker>(password);
    Session session(destination(asker));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    const auto result = await(session.exec(QStringLiteral("echo hello")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "hello\n");
    QCOMPARE(asker->requests().size(), 1);
    const SecretRequest request = asker->requests().first();
    QCOMPARE(request.kind,
             isInteractive ? SecretRequest::Kind::Interactive : SecretRequest::Kind::Password);
    QCOMPARE(request.user, m_sshd->user());
    QCOMPARE(request.port, m_sshd->port());
    QCOMPARE(request.prompts.size(), 1);
    QVERIFY(!request.prompts.first().echo);
    QCOMPARE(asker->verdicts(), QList<bool>{true});
    // A connection that is made anew needs nobody.
    session.setReconnecting(true);
    // Lost for a moment only, which a look now and then would miss.
    QSignalSpy states(&session, &Session::stateChanged);
    m_sshd->killConnections();
    QTRY_VERIFY(!states.isEmpty());
    QCOMPARE(states.first().first().value<SessionState>(), SessionState::Lost);
    QTRY_COMPARE(session.state(), SessionState::Ready);
    QCOMPARE(asker->requests().size(), 1);
}

void TestLoginPassword::asksAgainAfterAWrongAnswer_data()
{
    logsIn_data();
}

void TestLoginPassword::asksAgainAfterAWrongAnswer()
{
    QFETCH(const QString, option);
    QVERIFY(start({option}));
    const auto asker = std::make_shared<TestAsker>([](const SecretRequest &request) {
        return QStringList{request.attempt == 1 ? QStringLiteral("wrong") : password};
    });
    Session session(destination(asker));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 2);
    QCOMPARE(asker->verdicts(), (QList<bool>{false, true}));
}

void TestLoginPassword::givesUpAfterThreeAnswers()
{
    QVERIFY(start({QStringLiteral("PasswordAuthentication yes"),
                   QStringLiteral("KbdInteractiveAuthentication yes"),
                   QStringLiteral("MaxAuthTries 10")}));
    const auto asker = std::make_shared<TestAsker>(QStringLiteral("canary"));
    Session session(destination(asker));
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QCOMPARE(asker->requests().size(), 6); // three for each method, as OpenSSH
    QVERIFY2(opened.error().message.contains(QLatin1String("password")), explain(opened));
    QVERIFY2(!explain(opened).contains("canary"), explain(opened));
    QTRY_COMPARE(session.state(), SessionState::Failed);
}

void TestLoginPassword::endsWhenThePersonGivesUp_data()
{
    logsIn_data();
}

void TestLoginPassword::endsWhenThePersonGivesUp()
{
    QFETCH(const QString, option);
    QVERIFY(start({option}));
    const auto asker = std::make_shared<TestAsker>();
    Session session(destination(asker));
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE(asker->requests().size(), 1);
    QTRY_COMPARE(session.state(), SessionState::Failed);
    // Nothing was sent in the person's place.
    QVERIFY2(!m_sshd->log().contains(QLatin1String("Failed password"))
                 && !m_sshd->log().contains(QLatin1String("Failed keyboard-interactive")),
             qPrintable(m_sshd->log()));
}

void TestLoginPassword::isClosedAtOnceWhileThePersonThinks_data()
{
    logsIn_data();
}

void TestLoginPassword::isClosedAtOnceWhileThePersonThinks()
{
    QFETCH(const QString, option);
    QVERIFY(start({option}));
    const auto asker = std::make_shared<TestAsker>(password);
    asker->setThinking(true);
    Session session(destination(asker));
    const auto opening = session.open();
    QTRY_COMPARE(asker->requests().size(), 1);
    QElapsedTimer timer;
    timer.start();
    session.close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE_LT(timer.elapsed(), 1000);
    QVERIFY(asker->requests().first().withdrawn.stop_requested());
}

void TestLoginPassword::saysThatTheServerDidNotWait_data()
{
    logsIn_data();
}

void TestLoginPassword::saysThatTheServerDidNotWait()
{
    QFETCH(const QString, option);
    QVERIFY(start({option, QStringLiteral("LoginGraceTime 1")}));
    const auto asker = std::make_shared<TestAsker>(password);
    asker->setThinking(true);
    Session session(destination(asker));
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("waited for an answer")),
             explain(opened));
    QCOMPARE(asker->requests().size(), 1);
    QVERIFY(asker->requests().first().withdrawn.stop_requested());
}

void TestLoginPassword::asksNobodyWhenNobodyIsThere()
{
    QVERIFY(start({QStringLiteral("PasswordAuthentication yes"),
                   QStringLiteral("KbdInteractiveAuthentication yes")}));
    Session session(destination(nullptr));
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(
        opened.error().message.contains(QLatin1String("publickey, password, keyboard-interactive")),
        explain(opened));
}

void TestLoginPassword::leavesOutWhatMayNotBeAsked()
{
    QVERIFY(start({QStringLiteral("PasswordAuthentication yes"),
                   QStringLiteral("KbdInteractiveAuthentication yes")}));
    const auto asker = std::make_shared<TestAsker>(password);
    Destination only = destination(asker);
    only.mayAskInteractive = false;
    Session session(only);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().first().kind, SecretRequest::Kind::Password);
    only.mayAskPassword = false;
    Session other(only);
    const auto refused = await(other.open());
    QVERIFY(!refused);
    QCOMPARE(asker->requests().size(), 1);
}

void TestLoginPassword::continuesAfterAPartialSuccess_data()
{
    QTest::addColumn<QString>("methods");
    QTest::addColumn<int>("questions");
    QTest::newRow("key, password") << QStringLiteral("publickey,password") << 1;
    QTest::newRow("password, key") << QStringLiteral("password,publickey") << 1;
    QTest::newRow("key, interactive") << QStringLiteral("publickey,keyboard-interactive") << 1;
    QTest::newRow("interactive, key") << QStringLiteral("keyboard-interactive,publickey") << 1;
    QTest::newRow("interactive, password, key")
        << QStringLiteral("keyboard-interactive,password,publickey") << 2;
}

void TestLoginPassword::continuesAfterAPartialSuccess()
{
    QFETCH(const QString, methods);
    QFETCH(const int, questions);
    QVERIFY(start({QStringLiteral("PasswordAuthentication yes"),
                   QStringLiteral("KbdInteractiveAuthentication yes"),
                   QLatin1String("AuthenticationMethods ") + methods}));
    const auto asker = std::make_shared<TestAsker>(password);
    Destination both = destination(asker);
    both.identityFiles = {m_sshd->keyFile()};
    Session session(both);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), questions);
    QCOMPARE(asker->verdicts(), QList<bool>(questions, true));
}

void TestLoginPassword::namesWhatIsStillWanted()
{
    QVERIFY(start({QStringLiteral("PasswordAuthentication yes"),
                   QStringLiteral("AuthenticationMethods publickey,password")}));
    Destination half = destination(nullptr);
    half.identityFiles = {m_sshd->keyFile()};
    Session session(half);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("It offers: password.")),
             explain(opened));
}

void TestLoginPassword::showsTheServersWordsAndPrompts()
{
    QVERIFY(start({QStringLiteral("KbdInteractiveAuthentication yes")},
                  {QStringLiteral("auth optional pam_chatty.so info num_lines=2"),
                   QStringLiteral("auth required MATRIX echo")}));
    const auto asker = std::make_shared<TestAsker>(password);
    Session session(destination(asker));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 1);
    const SecretRequest request = asker->requests().first();
    QVERIFY(request.prompts.first().echo);
    // OpenSSH puts what PAM says before its question into the prompt.
    QVERIFY2(request.prompts.first().text.startsWith(QLatin1String("Authentication succeeded\n"))
                 && request.prompts.first().text.endsWith(QLatin1String("\nPassword:")),
             qPrintable(request.prompts.first().text));
}

void TestLoginPassword::asksForCodesEachTime()
{
    QVERIFY(start({QStringLiteral("KbdInteractiveAuthentication yes")},
                  {QStringLiteral("auth required MATRIX echo")}));
    const auto asker = std::make_shared<TestAsker>(password);
    Session session(destination(asker));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    session.close();
    const auto again = await(session.open());
    QVERIFY2(again, explain(again));
    // What may be seen while it is typed is no password, but good for one time.
    QCOMPARE(asker->requests().size(), 2);
}

void TestLoginPassword::answersSeveralQuestionsInOneRound()
{
    // OpenSSH asks one thing in a round; Paramiko's server as many as one likes.
    QProcess server;
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(QStringLiteral("python3"),
                 {QStringLiteral(ATELIER_TEST_SUPPORT "/askingserver.py")});
    QVERIFY(server.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine() || server.state() == QProcess::NotRunning,
                             20'000);
    const QList<QByteArray> words = server.readLine().trimmed().split(' ');
    if (words.size() != 3) {
        QSKIP("Paramiko is not installed.");
    }
    const auto asker = std::make_shared<TestAsker>(
        [](const SecretRequest &request) -> TestAsker::Answers {
            if (request.attempt == 1) {
                return QStringList(request.prompts.size(), QStringLiteral("wrong"));
            }
            return request.prompts.size() == 2
                       ? QStringList{QStringLiteral("Minka"), QStringLiteral("12 34")}
                       : QStringList{QStringLiteral("ä")};
        });
    Session session({.host = QStringLiteral("127.0.0.1"),
                     .port = words.first().toUShort(),
                     .user = QStringLiteral("ada"),
                     .hostKeys = {{.type = QString::fromLatin1(words.at(1)),
                                   .blob = QByteArray::fromBase64(words.at(2))}},
                     .asker = asker});
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    const QList<SecretRequest> requests = asker->requests();
    QCOMPARE(requests.size(), 3); // the first round, again, the second; the third asks nothing
    QCOMPARE(requests.at(1).attempt, 2);
    QCOMPARE(requests.at(1).instruction, QStringLiteral("Two things\nAnswer both."));
    const QList<SecretPrompt> prompts{
        {.text = QStringLiteral("Name of your first cat:"), .echo = true},
        {.text = QStringLiteral("PIN:"), .echo = false}};
    QCOMPARE(requests.at(1).prompts, prompts);
    QCOMPARE(requests.at(2).prompts.first().text, QStringLiteral("Kürzel:"));
    session.close();
    server.closeWriteChannel();
    QVERIFY(server.waitForFinished());
}

void TestLoginPassword::usesWhatWasAskedBeforeWithoutAPerson_data()
{
    logsIn_data();
}

void TestLoginPassword::usesWhatWasAskedBeforeWithoutAPerson()
{
    QFETCH(const QString, option);
    QVERIFY(start({option}));
    const auto asker = std::make_shared<TestAsker>(password);
    Destination asked = destination(asker);
    asked.secrets = makeSecretStore();
    QVERIFY(await(Session(asked).open()));
    asked.asker.reset();
    Session alone(asked);
    const auto opened = await(alone.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 1);
}

QTEST_GUILESS_MAIN(TestLoginPassword)
#include "tst_loginpassword.moc"
