// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/testasker.h"
#include "tests/support/testsshd.h"

#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;
using Test::await;
using Test::explain;
using Test::TestAsker;

/** What a login asks the server, and in which order. */
class TestLoginOrder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForNoMethodsWithAKey();
    void asksForTheMethodsWithoutAKey();
    void learnsTheMethodsFromARefusal();
    void asksForTheMethodsBeforeAPerson();
    void countsNoKeyThatNobodyLookedAt();
    void leavesAPersonEveryAttempt();

private:
    /** The methods that @p sshd was asked for, in their order. */
    [[nodiscard]] static QStringList methodsIn(const Test::TestSshd &sshd)
    {
        QStringList methods;
        for (const QString &line : sshd.log().split(QLatin1Char('\n'))) {
            if (line.contains(QLatin1String("userauth-request for user"))) {
                methods +=
                    line.section(QLatin1String("method "), 1).section(QLatin1Char(' '), 0, 0);
            }
        }
        return methods;
    }
};

void TestLoginOrder::asksForNoMethodsWithAKey()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Session session(sshd.destination());
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    // The question whether the key will do, and the signature.
    const QStringList expected{QStringLiteral("publickey"), QStringLiteral("publickey")};
    QTRY_COMPARE(methodsIn(sshd), expected);
}

void TestLoginOrder::asksForTheMethodsWithoutAKey()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Destination destination = sshd.destination();
    destination.identityFiles.clear();
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("It offers: publickey")),
             explain(opened));
    QTRY_COMPARE(methodsIn(sshd), QStringList{QStringLiteral("none")});
}

void TestLoginOrder::learnsTheMethodsFromARefusal()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Destination destination = sshd.destination();
    const QString stranger = sshd.makeKey(QStringLiteral("stranger"),
                                          {QStringLiteral("-t"), QStringLiteral("ed25519")});
    destination.identityFiles = {stranger};
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("It offers: publickey")),
             explain(opened));
    QVERIFY2(opened.error().message.contains(stranger), explain(opened));
    // Only when all has been tried: the server might want no proof at all.
    const QStringList expected{QStringLiteral("publickey"), QStringLiteral("none")};
    QTRY_COMPARE(methodsIn(sshd), expected);
    // The right one behind it needs no word about methods.
    destination.identityFiles = {stranger, sshd.keyFile()};
    Session again(destination);
    const auto second = await(again.open());
    QVERIFY2(second, explain(second));
    QTRY_COMPARE(methodsIn(sshd).size(), expected.size() + 3);
    QCOMPARE(methodsIn(sshd).count(QStringLiteral("none")), 1);
}

void TestLoginOrder::asksForTheMethodsBeforeAPerson()
{
    // An encrypted PEM file without its public half: nothing can be asked about it beforehand, and
    // the server takes no keys.
    Test::TestSshd sshd({QStringLiteral("PubkeyAuthentication no")});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const QString mute = sshd.makeKey(QStringLiteral("mute"),
                                      {QStringLiteral("-t"),
                                       QStringLiteral("ecdsa"),
                                       QStringLiteral("-m"),
                                       QStringLiteral("PEM"),
                                       QStringLiteral("-N"),
                                       QStringLiteral("secret")});
    QVERIFY(QFile::remove(mute + QLatin1String(".pub")));
    Destination destination = sshd.destination();
    destination.identityFiles = {mute};
    const auto asker = std::make_shared<TestAsker>(QStringLiteral("secret"));
    destination.asker = asker;
    destination.mayAskPassword = false;
    destination.mayAskInteractive = false;
    Session session(destination);
    QVERIFY(!await(session.open()));
    QVERIFY(asker->requests().isEmpty());
    QTRY_COMPARE(methodsIn(sshd), QStringList{QStringLiteral("none")});
}

void TestLoginOrder::countsNoKeyThatNobodyLookedAt()
{
    Test::TestSshd sshd(
        {QStringLiteral("PubkeyAuthentication no"), QStringLiteral("PasswordAuthentication yes")});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Session session(sshd.destination());
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    QVERIFY2(opened.error().message.contains(QLatin1String("It offers: password")),
             explain(opened));
    QVERIFY2(!opened.error().message.contains(sshd.keyFile()), explain(opened));
}

void TestLoginOrder::leavesAPersonEveryAttempt()
{
    // A server counts a key that it refuses, and not the question for the methods.
    Test::TestSshd sshd({QStringLiteral("PubkeyAuthentication no"),
                         QStringLiteral("PasswordAuthentication yes"),
                         QStringLiteral("MaxAuthTries 1")});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Destination destination = sshd.destination();
    const auto asker = std::make_shared<TestAsker>(QStringLiteral("wrong"));
    destination.asker = asker;
    Session session(destination);
    QVERIFY(!await(session.open()));
    QCOMPARE(asker->requests().size(), 1);
    const QStringList expected{QStringLiteral("none"), QStringLiteral("password")};
    QTRY_COMPARE(methodsIn(sshd), expected);
}

QTEST_GUILESS_MAIN(TestLoginOrder)
#include "tst_loginorder.moc"
