// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/testasker.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::TestAsker;

namespace {

const QString passphrase = QStringLiteral("über secret");

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

QString fingerprintOf(const QString &keyFile)
{
    const QByteArray blob = QByteArray::fromBase64(
        contentOf(keyFile + QLatin1String(".pub")).split(' ').value(1));
    return HostKey{.type = {}, .blob = blob}.fingerprint();
}

} // namespace

/** Key files of every kind, with and without a passphrase, against a real sshd. */
class TestLoginKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void logsInWithEveryKindOfKey_data();
    void logsInWithEveryKindOfKey();
    void asksForThePassphraseOnce_data();
    void asksForThePassphraseOnce();
    void asksAgainAfterAWrongPassphrase();
    void givesUpAfterThreeWrongPassphrases();
    void endsWhenThePersonGivesUp();
    void isClosedAtOnceWhileThePersonThinks();
    void isClosedAtOnceWhileAKeyIsDerived();
    void doesNotCountThePersonsTime();
    void doesNotAskForAKeyThatTheServerRefuses();
    void asksForAKeyThatDoesNotSayWhatItIs();
    void readsAFileWithOtherLines_data();
    void readsAFileWithOtherLines();
    void sharesASecretWithCopiesOfTheDestination();
    void distinguishesABrokenFileFromAWrongPassphrase_data();
    void distinguishesABrokenFileFromAWrongPassphrase();
    void namesACipherThatCannotBeRead();
    void triesTheOtherKeysWhenOneIsOpenToOthers();
    void namesEveryKeyThatWasTriedOrSkipped();
    void namesKindsThatCannotBeUsed();
    void neverSignsWithSha1();
    void endsWithASentenceAfterTooManyKeys();
    void needsSeveralKeysWhenTheServerWantsThem();
    void readsPastABanner();
    void passesANonAsciiUserName();

private:
    [[nodiscard]] Destination destinationWith(const QStringList &files) const;
    [[nodiscard]] QString key(const char *name,
                              const QStringList &arguments,
                              bool authorized = true);

    Test::TestSshd m_sshd{
        {QStringLiteral("PerSourcePenalties no"), QStringLiteral("MaxAuthTries 20")}};
};

void TestLoginKeys::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
}

Destination TestLoginKeys::destinationWith(const QStringList &files) const
{
    Destination destination = m_sshd.destination();
    destination.identityFiles = files;
    return destination;
}

QString TestLoginKeys::key(const char *name, const QStringList &arguments, bool authorized)
{
    // One round: how long a passphrase holds out is not what is tested.
    QString file = m_sshd.makeKey(QString::fromLatin1(name),
                                  arguments + QStringList{QStringLiteral("-a1")});
    if (authorized) {
        m_sshd.authorize(file);
    }
    return file;
}

void TestLoginKeys::logsInWithEveryKindOfKey_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("ed25519") << words("-t ed25519");
    QTest::newRow("ed25519-pkcs8") << words("-t ed25519 -m PKCS8");
    for (const char *bits : {"256", "384", "521"}) {
        for (const char *format : {"RFC4716", "PEM", "PKCS8"}) {
            QTest::addRow("ecdsa-%s-%s", bits, format)
                << (words("-t ecdsa -b")
                    << QString::fromLatin1(bits) << words("-m") << QString::fromLatin1(format));
        }
    }
    for (const char *format : {"RFC4716", "PEM", "PKCS8"}) {
        QTest::addRow("rsa-%s", format)
            << (words("-t rsa -b 2048 -m") << QString::fromLatin1(format));
    }
}

void TestLoginKeys::logsInWithEveryKindOfKey()
{
    QFETCH(const QStringList, arguments);
    const QString file = key(QTest::currentDataTag(), arguments);
    Session session(destinationWith({file}));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    const auto result = await(session.exec(QStringLiteral("echo hello")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "hello\n");
}

void TestLoginKeys::asksForThePassphraseOnce_data()
{
    logsInWithEveryKindOfKey_data();
    QTest::newRow("ed25519-gcm") << words("-t ed25519 -Z aes256-gcm@openssh.com");
    QTest::newRow("ed25519-cbc") << words("-t ed25519 -Z aes256-cbc");
}

void TestLoginKeys::asksForThePassphraseOnce()
{
    QFETCH(const QStringList, arguments);
    const QString name = QLatin1String("locked-") + QLatin1String(QTest::currentDataTag());
    const QString file = key(name.toLatin1().constData(),
                             arguments + QStringList{QStringLiteral("-N"), passphrase});
    Destination destination = destinationWith({file});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 1);
    const SecretRequest request = asker->requests().first();
    QCOMPARE(request.kind, SecretRequest::Kind::Passphrase);
    QCOMPARE(request.subject, file);
    QCOMPARE(request.fingerprint, fingerprintOf(file));
    QCOMPARE(request.prompts.size(), 1);
    QVERIFY(!request.prompts.first().echo);
    QVERIFY(request.withdrawn.stop_requested()); // answered
    QCOMPARE(asker->verdicts(), QList<bool>{true});
    // The session remembers it.
    session.close();
    const auto again = await(session.open());
    QVERIFY2(again, explain(again));
    QCOMPARE(asker->requests().size(), 1);
}

void TestLoginKeys::asksAgainAfterAWrongPassphrase()
{
    const QString file = key("again", words("-t ed25519 -N") << passphrase);
    Destination destination = destinationWith({file});
    const auto asker = std::make_shared<TestAsker>([](const SecretRequest &request) {
        return QStringList{request.attempt < 3 ? QStringLiteral("wrong") : passphrase};
    });
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 3);
    QCOMPARE(asker->verdicts(), (QList<bool>{false, false, true}));
}

void TestLoginKeys::givesUpAfterThreeWrongPassphrases()
{
    const QString file = key("never", words("-t ed25519 -N") << passphrase);
    Destination destination = destinationWith({file, m_sshd.keyFile()});
    const auto asker = std::make_shared<TestAsker>(QStringLiteral("canary-wrong"));
    destination.asker = asker;
    // The other key still opens the door.
    Session other(destination);
    const auto opened = await(other.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 3);

    destination.identityFiles = {file};
    Session session(destination);
    const auto refused = await(session.open());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::KeyUnreadable);
    QVERIFY2(refused.error().message.contains(file), explain(refused));
    QVERIFY2(refused.error().message.contains(QLatin1String("passphrase")), explain(refused));
    QVERIFY2(!explain(refused).contains("canary"), explain(refused));
}

void TestLoginKeys::endsWhenThePersonGivesUp()
{
    Destination destination = destinationWith(
        {key("givenup", words("-t ed25519 -N") << passphrase), m_sshd.keyFile()});
    destination.asker = std::make_shared<TestAsker>();
    Session session(destination);
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QTRY_COMPARE(session.state(), SessionState::Failed); // and doesn't ask again
}

void TestLoginKeys::isClosedAtOnceWhileThePersonThinks()
{
    Destination destination = destinationWith(
        {key("thinking", words("-t ed25519 -N") << passphrase)});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    asker->setThinking(true);
    destination.asker = asker;
    auto session = std::make_unique<Session>(destination);
    auto opening = session->open();
    QTRY_COMPARE(asker->requests().size(), 1);
    QVERIFY(!asker->requests().first().withdrawn.stop_requested());
    QElapsedTimer timer;
    timer.start();
    session->close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE_LT(timer.elapsed(), 1000);
    QVERIFY(asker->requests().first().withdrawn.stop_requested());
    // The same by the session's end.
    opening = session->open();
    QTRY_COMPARE(asker->requests().size(), 2);
    timer.restart();
    session.reset();
    QCOMPARE_LT(timer.elapsed(), 1000);
    QVERIFY(asker->requests().last().withdrawn.stop_requested());
    asker->answerPending({passphrase}); // nobody hears it
}

void TestLoginKeys::isClosedAtOnceWhileAKeyIsDerived()
{
    // So many rounds take seconds; the file says so without having gone through them.
    QByteArray content = contentOf(
        m_sshd.makeKey(QStringLiteral("costly"), words("-t ed25519 -a1 -N") << passphrase));
    const QByteArray begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    const QByteArray end = "-----END OPENSSH PRIVATE KEY-----";
    QByteArray body = content.mid(begin.size(), content.indexOf(end) - begin.size());
    body = QByteArray::fromBase64(body);
    const qsizetype rounds = body.indexOf(QByteArray("\0\0\0\x18\0\0\0\x10", 8)) + 8 + 16;
    body.replace(rounds, 4, QByteArray("\0\0\2\0", 4));
    const QString costly = m_sshd.path(QStringLiteral("costly"));
    overwrite(costly, begin + '\n' + body.toBase64() + '\n' + end + '\n');
    m_sshd.authorize(costly);
    Destination destination = destinationWith({costly});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    Session session(destination);
    const auto opening = session.open();
    QTRY_COMPARE(asker->requests().size(), 1);
    QVERIFY(!QTest::qWaitFor([&] { return opening.isFinished(); }, 300));
    QElapsedTimer timer;
    timer.start();
    session.close();
    const auto opened = await(opening);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QCOMPARE_LT(timer.elapsed(), 450); // nobody waits for half a second to see whether it ends
}

void TestLoginKeys::doesNotCountThePersonsTime()
{
    Destination destination = destinationWith({key("slow", words("-t ed25519 -N") << passphrase)});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    asker->setThinking(true);
    destination.asker = asker;
    destination.connectTimeout = 3s;
    Session session(destination);
    const auto opening = session.open();
    QTRY_COMPARE(asker->requests().size(), 1);
    // Longer than the whole of the login may take; that the time passes is the test.
    QVERIFY(!QTest::qWaitFor([&] { return opening.isFinished(); }, 3500));
    asker->answerPending({passphrase});
    const auto opened = await(opening);
    QVERIFY2(opened, explain(opened));
}

void TestLoginKeys::doesNotAskForAKeyThatTheServerRefuses()
{
    const QString stranger = key("lockedstranger", words("-t ed25519 -N") << passphrase, false);
    Destination destination = destinationWith({stranger, m_sshd.keyFile()});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QVERIFY(asker->requests().isEmpty());
}

void TestLoginKeys::asksForAKeyThatDoesNotSayWhatItIs()
{
    const QString file = key("mute", words("-t ecdsa -m PEM -N") << passphrase);
    QVERIFY(QFile::remove(file + QLatin1String(".pub")));
    Destination destination = destinationWith({file});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(asker->requests().size(), 1);
    QVERIFY(asker->requests().first().fingerprint.isEmpty());
}

void TestLoginKeys::readsAFileWithOtherLines_data()
{
    QTest::addColumn<bool>("oneLine");
    QTest::newRow("one long line") << true;
    QTest::newRow("ends of lines as on Windows") << false;
}

void TestLoginKeys::readsAFileWithOtherLines()
{
    QFETCH(const bool, oneLine);
    const QString file = key("lines", words("-t ed25519"));
    QByteArray content = contentOf(file);
    content.replace("KEY-----\n", "KEY-----\r");
    content.replace("\n-----END", "\r-----END");
    content.replace('\n', oneLine ? "" : "\r\n");
    content.replace('\r', oneLine ? "\n" : "\r\n");
    content.replace("\r\n\n", "\r\n");
    overwrite(file, content);
    Session session(destinationWith({file}));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestLoginKeys::sharesASecretWithCopiesOfTheDestination()
{
    Destination destination = destinationWith(
        {key("shared", words("-t ed25519 -N") << passphrase)});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    destination.secrets = makeSecretStore();
    Session first(destination);
    QVERIFY(await(first.open()));
    Session second(destination);
    QVERIFY(await(second.open()));
    QCOMPARE(asker->requests().size(), 1);
}

void TestLoginKeys::distinguishesABrokenFileFromAWrongPassphrase_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("openssh") << words("-t ed25519");
    QTest::newRow("pem") << words("-t ecdsa -m PEM");
    QTest::newRow("pkcs8") << words("-t rsa -b 2048 -m PKCS8");
}

void TestLoginKeys::distinguishesABrokenFileFromAWrongPassphrase()
{
    QFETCH(const QStringList, arguments);
    const QString name = QLatin1String("broken-") + QLatin1String(QTest::currentDataTag());
    const QString file = key(name.toLatin1().constData(),
                             arguments + QStringList{QStringLiteral("-N"), passphrase});
    QByteArray content = contentOf(file);
    const qsizetype half = content.size() / 2;
    overwrite(file, content.left(half) + "?!" + content.mid(half + 2));
    Destination destination = destinationWith({file});
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    QVERIFY2(opened.error().message.contains(QLatin1String("damaged")), explain(opened));
    QVERIFY2(opened.error().message.contains(file), explain(opened));
    QVERIFY(asker->requests().isEmpty());
}

void TestLoginKeys::namesACipherThatCannotBeRead()
{
    const QString file = key("chacha",
                             words("-t ed25519 -Z chacha20-poly1305@openssh.com -N") << passphrase);
    Destination destination = destinationWith({file});
    destination.asker = std::make_shared<TestAsker>(passphrase);
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    QVERIFY2(opened.error().message.contains(QLatin1String("chacha20-poly1305")), explain(opened));
}

void TestLoginKeys::triesTheOtherKeysWhenOneIsOpenToOthers()
{
    const QString open = key("opened", words("-t ed25519"));
    QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    Session session(destinationWith({open, m_sshd.keyFile()}));
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestLoginKeys::namesEveryKeyThatWasTriedOrSkipped()
{
    const QString first = key("refused1", words("-t ed25519"), false);
    const QString second = key("refused2", words("-t ecdsa"), false);
    const QString open = key("open2", words("-t ed25519"));
    QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const QString missing = m_sshd.path(QStringLiteral("missing"));
    Session session(destinationWith({first, open, second, missing}));
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    const QString message = opened.error().message;
    QVERIFY2(message.contains(first + QLatin1String(" (") + fingerprintOf(first)), explain(opened));
    QVERIFY2(message.contains(second + QLatin1String(" (") + fingerprintOf(second)),
             explain(opened));
    QVERIFY2(message.contains(open) && message.contains(QLatin1String("0604")), explain(opened));
    QVERIFY2(message.contains(missing), explain(opened));
    QVERIFY2(message.contains(QLatin1String("publickey")), explain(opened));
}

void TestLoginKeys::namesKindsThatCannotBeUsed()
{
    const QString putty = m_sshd.path(QStringLiteral("putty.ppk"));
    overwrite(putty, "PuTTY-User-Key-File-3: ssh-ed25519\n");
    QVERIFY(QFile::setPermissions(putty, QFile::ReadOwner | QFile::WriteOwner));
    const QString security = m_sshd.path(QStringLiteral("fido.pub"));
    const QByteArray type("\0\0\0\x1ask-ssh-ed25519@openssh.com", 30);
    overwrite(security, "sk-ssh-ed25519@openssh.com " + type.toBase64() + " token\n");
    const QString text = m_sshd.path(QStringLiteral("text"));
    overwrite(text, "hello\n");
    QVERIFY(QFile::setPermissions(text, QFile::ReadOwner | QFile::WriteOwner));
    Session session(destinationWith({putty, security, text}));
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    const QString message = opened.error().message;
    QVERIFY2(message.contains(QLatin1String("PuTTY")), explain(opened));
    QVERIFY2(message.contains(security + QLatin1String(" is a security key (FIDO)")),
             explain(opened));
    QVERIFY2(message.contains(text), explain(opened));
}

void TestLoginKeys::neverSignsWithSha1()
{
    // This server would take nothing else of an RSA key.
    Test::TestSshd old({QStringLiteral("PubkeyAcceptedAlgorithms ssh-rsa,ssh-ed25519"),
                        QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(old.start(), qPrintable(old.error()));
    const QString rsa = old.makeKey(QStringLiteral("rsa"), words("-t rsa -b 2048"));
    old.authorize(rsa);
    Destination destination = old.destination();
    destination.identityFiles = {rsa};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(QLatin1String("SHA-1")), explain(opened));
    QVERIFY2(!old.log().contains(QLatin1String("Accepted publickey")), qPrintable(old.log()));
    Session other(old.destination());
    QVERIFY(await(other.open()));
}

void TestLoginKeys::endsWithASentenceAfterTooManyKeys()
{
    Test::TestSshd strict(
        {QStringLiteral("MaxAuthTries 3"), QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(strict.start(), qPrintable(strict.error()));
    Destination destination = strict.destination();
    destination.identityFiles.clear();
    for (int index = 0; index < 4; ++index) {
        destination.identityFiles += key(
            qPrintable(QStringLiteral("many%1").arg(index)), words("-t ed25519"), false);
    }
    destination.identityFiles += strict.keyFile();
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("IdentitiesOnly")), explain(opened));
    QVERIFY2(opened.error().message.contains(destination.identityFiles.first()), explain(opened));
}

void TestLoginKeys::needsSeveralKeysWhenTheServerWantsThem()
{
    Test::TestSshd twice({QStringLiteral("AuthenticationMethods publickey,publickey"),
                          QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(twice.start(), qPrintable(twice.error()));
    const QString second = twice.makeKey(QStringLiteral("second"), words("-t ecdsa"));
    twice.authorize(second);
    Destination destination = twice.destination();
    destination.identityFiles += second;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    Session half(twice.destination());
    const auto refused = await(half.open());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::AuthenticationRefused);
}

void TestLoginKeys::readsPastABanner()
{
    const QString words = m_sshd.path(QStringLiteral("banner"));
    overwrite(words, QByteArray(2000, '3') + "\nOnly for members.\n");
    Test::TestSshd sshd({QLatin1String("Banner ") + words});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Session session(sshd.destination());
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

void TestLoginKeys::passesANonAsciiUserName()
{
    Destination destination = m_sshd.destination();
    destination.user = QStringLiteral("grün 名前");
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(destination.user), explain(opened));
    // sshd's log shows other bytes than ASCII in octal.
    QTRY_VERIFY2(m_sshd.log().contains(QLatin1String("gr\\303\\274n \\345\\220\\215")),
                 qPrintable(m_sshd.log().right(4000)));
}

QTEST_GUILESS_MAIN(TestLoginKeys)
#include "tst_loginkeys.moc"
