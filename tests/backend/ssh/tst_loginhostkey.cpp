// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "backend/ssh/trust/knownhosts.h"
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

/** Who may be logged in to, by recorded keys and a person's decision, with a real sshd. */
class TestLoginHostKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void trustsARecordedKey();
    void asksOnceForAnUnknownKey();
    void refusesAnUnknownKeyWhenThePersonDoes();
    void refusesAnUnknownKeyWhenNobodyIsThere();
    void sendsNothingBeforeThePersonHasDecided();
    void doesNotCountThePersonsTime();
    void saysThatTheServerDidNotWait();
    void refusesAChangedKeyWithoutAsking();
    void refusesARevokedKeyWithoutAsking();
    void looksUnderTheAlias();
    void asksForTheTypeThatIsRecorded();
    void trustsOnlyTheListWhenThereIsOne();

private:
    [[nodiscard]] QString file() const { return m_sshd->path(QStringLiteral("known_hosts")); }
    [[nodiscard]] QByteArray recorded() const;
    void record(const QByteArray &line);
    [[nodiscard]] QByteArray hostName() const;
    [[nodiscard]] static QByteArray line(const QByteArray &name, const HostKey &key);

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::shared_ptr<TestAsker> m_asker;
    Destination m_destination;
};

void TestLoginHostKey::init()
{
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_asker = std::make_shared<TestAsker>();
    m_destination = m_sshd->destination();
    m_destination.hostKeys.clear();
    m_destination.knownHosts = std::make_shared<KnownHosts>(KnownHosts::Files{.user = {file()}});
    m_destination.asker = m_asker;
}

void TestLoginHostKey::cleanup()
{
    m_sshd.reset();
}

QByteArray TestLoginHostKey::recorded() const
{
    QFile lines(file());
    return lines.open(QIODevice::ReadOnly) ? lines.readAll() : QByteArray();
}

void TestLoginHostKey::record(const QByteArray &line)
{
    QFile lines(file());
    QVERIFY(lines.open(QIODevice::Append));
    QCOMPARE(lines.write(line), line.size());
}

QByteArray TestLoginHostKey::hostName() const
{
    return "[127.0.0.1]:" + QByteArray::number(m_sshd->port());
}

QByteArray TestLoginHostKey::line(const QByteArray &name, const HostKey &key)
{
    return name + ' ' + key.type.toLatin1() + ' ' + key.blob.toBase64() + '\n';
}

void TestLoginHostKey::trustsARecordedKey()
{
    record(line(hostName(), m_sshd->hostKey()));
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QVERIFY(m_asker->questions().isEmpty());
}

void TestLoginHostKey::asksOnceForAnUnknownKey()
{
    m_asker->setTrusting(true);
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QCOMPARE(m_asker->questions().size(), 1);
    const HostKeyQuestion question = m_asker->questions().first();
    QCOMPARE(question.host, m_destination.host);
    QCOMPARE(question.port, m_destination.port);
    QCOMPARE(question.presented, m_sshd->hostKey());
    QCOMPARE(recorded(), line(hostName(), m_sshd->hostKey()));
    session.close();
    QVERIFY(await(session.open()));
    QCOMPARE(m_asker->questions().size(), 1);
}

void TestLoginHostKey::refusesAnUnknownKeyWhenThePersonDoes()
{
    Session session(m_destination);
    session.setReconnecting(true);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Cancelled);
    QTRY_COMPARE(session.state(), SessionState::Failed);
    QVERIFY(recorded().isEmpty());
    QVERIFY2(!m_sshd->log().contains(QLatin1String("userauth-request")), qPrintable(m_sshd->log()));
}

void TestLoginHostKey::refusesAnUnknownKeyWhenNobodyIsThere()
{
    m_destination.asker.reset();
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyUnknown);
    QVERIFY2(opened.error().message.contains(m_sshd->hostKey().fingerprint()), explain(opened));
}

void TestLoginHostKey::sendsNothingBeforeThePersonHasDecided()
{
    m_asker->setThinking(true);
    Session session(m_destination);
    const auto opening = session.open();
    QTRY_COMPARE(m_asker->questions().size(), 1);
    // The server has taken in all that was sent by now: it waits.
    QTRY_VERIFY(m_sshd->log().contains(QLatin1String("KEX done")));
    QVERIFY2(!m_sshd->log().contains(QLatin1String("userauth-request")), qPrintable(m_sshd->log()));
    m_asker->decidePending(true);
    const auto opened = await(opening);
    QVERIFY2(opened, explain(opened));
    QTRY_VERIFY(m_sshd->log().contains(QLatin1String("userauth-request")));
}

void TestLoginHostKey::doesNotCountThePersonsTime()
{
    m_asker->setThinking(true);
    m_destination.connectTimeout = 2s;
    Session session(m_destination);
    const auto opening = session.open();
    QTRY_COMPARE(m_asker->questions().size(), 1);
    // That the time passes is the test.
    QVERIFY(!QTest::qWaitFor([&] { return opening.isFinished(); }, 2300));
    m_asker->decidePending(true);
    const auto opened = await(opening);
    QVERIFY2(opened, explain(opened));
}

void TestLoginHostKey::saysThatTheServerDidNotWait()
{
    Test::TestSshd hasty({QStringLiteral("LoginGraceTime 1")});
    QVERIFY2(hasty.start(), qPrintable(hasty.error()));
    m_destination.port = hasty.port();
    m_asker->setThinking(true);
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(QLatin1String("waited for an answer")),
             explain(opened));
    QVERIFY(m_asker->questions().first().withdrawn.stop_requested());
}

void TestLoginHostKey::refusesAChangedKeyWithoutAsking()
{
    m_asker->setTrusting(true);
    HostKey other = m_sshd->hostKey();
    other.blob.back() = static_cast<char>(other.blob.back() ^ 1);
    record(line(hostName(), other));
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY2(opened.error().message.contains(m_sshd->hostKey().fingerprint()), explain(opened));
    QVERIFY2(opened.error().message.contains(other.fingerprint()), explain(opened));
    QVERIFY(m_asker->questions().isEmpty());
    QVERIFY2(!m_sshd->log().contains(QLatin1String("userauth-request")), qPrintable(m_sshd->log()));
}

void TestLoginHostKey::refusesARevokedKeyWithoutAsking()
{
    m_asker->setTrusting(true);
    record(line(hostName(), m_sshd->hostKey()));
    record("@revoked " + line("*", m_sshd->hostKey()));
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY2(opened.error().message.contains(QLatin1String("revoked")), explain(opened));
    QVERIFY(m_asker->questions().isEmpty());
}

void TestLoginHostKey::looksUnderTheAlias()
{
    record(line("the-alias", m_sshd->hostKey()));
    m_destination.hostKeyAlias = QStringLiteral("the-alias");
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    m_destination.hostKeyAlias = QStringLiteral("another");
    m_asker->setTrusting(true);
    Session other(m_destination);
    QVERIFY(await(other.open()));
    QCOMPARE(m_asker->questions().size(), 1);
    QVERIFY2(recorded().contains(line("another", m_sshd->hostKey())), recorded().constData());
}

void TestLoginHostKey::asksForTheTypeThatIsRecorded()
{
    // The server has two keys; the one that isn't libssh2's first choice is recorded.
    const QString rsa = m_sshd->makeKey(QStringLiteral("host2"),
                                        {QStringLiteral("-t"),
                                         QStringLiteral("rsa"),
                                         QStringLiteral("-b"),
                                         QStringLiteral("2048")});
    Test::TestSshd both({QLatin1String("HostKey ") + rsa});
    QVERIFY2(both.start(), qPrintable(both.error()));
    QFile publicKey(rsa + QLatin1String(".pub"));
    QVERIFY(publicKey.open(QIODevice::ReadOnly));
    record("[127.0.0.1]:" + QByteArray::number(both.port()) + ' ' + publicKey.readAll());
    m_destination.port = both.port();
    m_destination.identityFiles = {both.keyFile()};
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QVERIFY(m_asker->questions().isEmpty());
}

void TestLoginHostKey::trustsOnlyTheListWhenThereIsOne()
{
    // What a control plane reports counts, whatever else is recorded.
    record(line(hostName(), m_sshd->hostKey()));
    m_asker->setTrusting(true);
    HostKey other = m_sshd->hostKey();
    other.blob.back() = static_cast<char>(other.blob.back() ^ 1);
    m_destination.hostKeys = {other};
    Session session(m_destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::HostKeyChanged);
    QVERIFY(m_asker->questions().isEmpty());
}

QTEST_GUILESS_MAIN(TestLoginHostKey)
#include "tst_loginhostkey.moc"
