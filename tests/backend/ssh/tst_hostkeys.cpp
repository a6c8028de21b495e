// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/hostkeys.h"

#include <QTest>

using namespace Atelier;
using namespace Atelier::Ssh;

/** The rules for host keys, without a server. */
class TestHostKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsFingerprintsLikeOpenSsh();
    void readsTheTypeFromTheBlob();
    void doesNotTrustTheLengthInABlob();
    void asksForKnownTypesFirst();
    void neverAsksForWeakSignatures();
    void comparesWithTheKeyOfTheSameType();
};

namespace {

/** A key made for this test, and what ssh-keygen -l says of it. */
constexpr const char *publicKey =
    "AAAAC3NzaC1lZDI1NTE5AAAAINAR+X5X5ahxIGf1xETjOCD86DmuK4PGqXcAjNHp5qiN";

HostKey key(const char *type, const char *content)
{
    return {.type = QString::fromLatin1(type), .blob = content};
}

} // namespace

void TestHostKeys::printsFingerprintsLikeOpenSsh()
{
    const HostKey known = hostKeyFromBlob(QByteArray::fromBase64(publicKey));
    QCOMPARE(known.fingerprint(),
             QStringLiteral("SHA256:KmLcs+7Q9V2IIY0J3x567J6rc2lKawR6dQBVloa9aoM"));
}

void TestHostKeys::readsTheTypeFromTheBlob()
{
    QCOMPARE(hostKeyFromBlob(QByteArray::fromBase64(publicKey)).type,
             QStringLiteral("ssh-ed25519"));
}

void TestHostKeys::doesNotTrustTheLengthInABlob()
{
    QVERIFY(hostKeyFromBlob({}).type.isEmpty());
    QVERIFY(hostKeyFromBlob("abc").type.isEmpty());
    QVERIFY(hostKeyFromBlob(QByteArray("\0\0\0\x0bshort", 9)).type.isEmpty());
    QVERIFY(hostKeyFromBlob(QByteArray("\xff\xff\xff\xff long", 9)).type.isEmpty());
}

void TestHostKeys::asksForKnownTypesFirst()
{
    const QList<QByteArray> supported{
        "ecdsa-sha2-nistp256", "ssh-ed25519", "rsa-sha2-256", "rsa-sha2-512", "ssh-rsa"};
    QCOMPARE(hostKeyMethods({key("ssh-ed25519", "a")}, supported),
             "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-256,rsa-sha2-512");
    QCOMPARE(hostKeyMethods({key("ssh-rsa", "a")}, supported),
             "rsa-sha2-512,rsa-sha2-256,ecdsa-sha2-nistp256,ssh-ed25519");
    QCOMPARE(hostKeyMethods({}, supported),
             "ecdsa-sha2-nistp256,ssh-ed25519,rsa-sha2-256,rsa-sha2-512");
}

void TestHostKeys::neverAsksForWeakSignatures()
{
    const QByteArray methods = hostKeyMethods(
        {key("ssh-rsa", "a"), key("ssh-dss", "b")},
        {"ssh-rsa", "ssh-dss", "ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519"});
    QCOMPARE(methods, "ssh-ed25519");
}

void TestHostKeys::comparesWithTheKeyOfTheSameType()
{
    const HostKey ed = key("ssh-ed25519", "one");
    const HostKey rsa = key("ssh-rsa", "two");
    const Destination destination{.host = QStringLiteral("node"), .hostKeys = {ed, rsa}};
    QVERIFY(verifyHostKey(destination, ed));
    QVERIFY(verifyHostKey(destination, rsa));
    const auto changed = verifyHostKey(destination, key("ssh-rsa", "three"));
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, Error::Code::HostKeyChanged);
    QVERIFY(changed.error().message.contains(rsa.fingerprint()));
    QVERIFY(!changed.error().message.contains(ed.fingerprint()));
    const auto other = verifyHostKey(destination, key("ecdsa-sha2-nistp256", "four"));
    QVERIFY(!other);
    QVERIFY(other.error().message.contains(rsa.fingerprint()));
    QVERIFY(other.error().message.contains(ed.fingerprint()));
}

QTEST_GUILESS_MAIN(TestHostKeys)
#include "tst_hostkeys.moc"
