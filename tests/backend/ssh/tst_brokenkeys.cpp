// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/authwatch.h"
#include "backend/ssh/login/wire.h"
#include "backend/ssh/session.h"
#include "backend/ssh/transport.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/testasker.h"
#include "tests/support/testsshd.h"

#include <QFile>
#include <QTest>

#include <sys/socket.h>

#include <algorithm>
#include <array>

using namespace Atelier;
using namespace Atelier::Ssh;
using Test::await;
using Test::explain;
using Test::TestAsker;

namespace {

const QString passphrase = QStringLiteral("correct horse");

/** The key file's bytes between its first and last line. */
QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("Could not read %s", qPrintable(path));
    }
    QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    lines.removeFirst();
    lines.removeLast();
    return QByteArray::fromBase64(lines.join());
}

void writeKey(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    const QByteArray text = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + bytes.toBase64()
                            + "\n-----END OPENSSH PRIVATE KEY-----\n";
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size()) {
        qFatal("Could not write %s", qPrintable(path));
    }
}

} // namespace

/** Key files that libssh2 would break over. */
class TestBrokenKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesAKeyThatCannotBeDerived_data();
    void refusesAKeyThatCannotBeDerived();
    void survivesABlockThatIsGivenBackTwice();

private:
    Test::TestSshd m_sshd;
};

void TestBrokenKeys::initTestCase()
{
    QVERIFY2(m_sshd.start(), qPrintable(m_sshd.error()));
}

void TestBrokenKeys::refusesAKeyThatCannotBeDerived_data()
{
    const QByteArray salt(16, 's');
    QTest::addColumn<QByteArray>("derivation");
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("no rounds") << QByteArray("bcrypt") << wireText(salt) + wireNumber(0);
    QTest::newRow("no salt") << QByteArray("bcrypt") << wireText({}) + wireNumber(1);
    QTest::newRow("salt cut off") << QByteArray("bcrypt") << wireNumber(999) + salt;
    QTest::newRow("rounds cut off") << QByteArray("bcrypt") << wireText(salt);
    QTest::newRow("no options") << QByteArray("bcrypt") << QByteArray();
    QTest::newRow("no derivation") << QByteArray("none") << QByteArray();
    QTest::newRow("another derivation") << QByteArray("scrypt") << wireText(salt) + wireNumber(1);
}

void TestBrokenKeys::refusesAKeyThatCannotBeDerived()
{
    QFETCH(const QByteArray, derivation);
    QFETCH(const QByteArray, options);
    const QString file = m_sshd.makeKey(QStringLiteral("key"),
                                        {QStringLiteral("-t"),
                                         QStringLiteral("ed25519"),
                                         QStringLiteral("-a1"),
                                         QStringLiteral("-N"),
                                         passphrase});
    m_sshd.authorize(file); // or nobody would look at its secret part
    const QByteArray bytes = bytesOf(file);
    const qsizetype name = bytes.indexOf(wireText("bcrypt"));
    QVERIFY(name > 0);
    const qsizetype rest = name + wireText("bcrypt").size() + wireNumber(0).size() + 24;
    writeKey(file,
             bytes.first(name) + wireText(derivation) + wireText(options) + bytes.sliced(rest));
    Destination destination = m_sshd.destination();
    destination.identityFiles = {file};
    const auto asker = std::make_shared<TestAsker>(passphrase);
    destination.asker = asker;
    Session session(destination);
    const auto opened = await(session.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::KeyUnreadable);
    QVERIFY2(opened.error().message.contains(QLatin1String("damaged")), explain(opened));
    QVERIFY(asker->requests().isEmpty());
}

void TestBrokenKeys::survivesABlockThatIsGivenBackTwice()
{
    // As libssh2 does when a key can't be derived, which it can't while a program ends either.
    std::array<int, 2> sockets{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()), 0);
    const UniqueFd other(sockets[1]);
    const auto transport = Transport::create(UniqueFd(sockets[0]));
    QVERIFY2(transport, explain(transport));
    void *abstract = transport->get();
    const AuthWatch::Scope scope((*transport)->authWatch());
    constexpr std::size_t size = 48;
    auto *block = static_cast<char *>(AuthWatch::allocate(size, &abstract));
    QVERIFY(block != nullptr);
    AuthWatch::release(block, &abstract);
    std::fill_n(block, size, '\0');
    AuthWatch::release(block, &abstract);
    // Nobody else has it meanwhile, and nobody has it twice.
    void *first = AuthWatch::allocate(size, &abstract);
    void *second = AuthWatch::allocate(size, &abstract);
    QVERIFY(first != second && first != block && second != block);
    AuthWatch::release(first, &abstract);
    AuthWatch::release(second, &abstract);
}

QTEST_GUILESS_MAIN(TestBrokenKeys)
#include "tst_brokenkeys.moc"
