// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keys/publickey.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;

/** Public keys as people paste them; what is right comes from the real ssh-keygen. */
class TestPublicKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithSshKeygen_data();
    void agreesWithSshKeygen();
    void readsAnSsh2Block();
    void explainsWhatItRefuses_data();
    void explainsWhatItRefuses();
    void refusesEveryCutOffKey();
    void stripsWhatCouldDisturbATerminal();
    void listsTheUsableKeysOfAFolder();

private:
    QByteArray run(const QStringList &arguments);
    QString make(const QString &type, const QString &bits);

    QTemporaryDir folder;
};

QByteArray TestPublicKey::run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("ssh-keygen"), arguments);
    if (!process.waitForFinished() || process.exitCode() != 0) {
        qWarning() << process.readAllStandardError();
    }
    return process.readAllStandardOutput();
}

QString TestPublicKey::make(const QString &type, const QString &bits)
{
    const QString file = folder.filePath(type + bits);
    if (!QFile::exists(file)) {
        run({QStringLiteral("-q"),
             QStringLiteral("-t"),
             type,
             QStringLiteral("-b"),
             bits,
             QStringLiteral("-N"),
             QString(),
             QStringLiteral("-C"),
             QStringLiteral("ada at home"),
             QStringLiteral("-f"),
             file});
    }
    return file;
}

void TestPublicKey::agreesWithSshKeygen_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("bits");
    QTest::addColumn<QString>("algorithm");
    QTest::newRow("ed25519") << QStringLiteral("ed25519") << 256 << QStringLiteral("ED25519");
    QTest::newRow("rsa 2048") << QStringLiteral("rsa") << 2048 << QStringLiteral("RSA, 2048 bits");
    QTest::newRow("rsa 3072") << QStringLiteral("rsa") << 3072 << QStringLiteral("RSA, 3072 bits");
    for (const int bits : {256, 384, 521}) {
        QTest::addRow("ecdsa %d", bits)
            << QStringLiteral("ecdsa") << bits << QStringLiteral("ECDSA, %1 bits").arg(bits);
    }
}

void TestPublicKey::agreesWithSshKeygen()
{
    QFETCH(const QString, type);
    QFETCH(const int, bits);
    QFETCH(const QString, algorithm);
    const QString file = make(type, QString::number(bits)) + u".pub";
    const Result<Ssh::PublicKey> key = Ssh::publicKeyFromFile(file);
    QVERIFY2(key.has_value(), key ? "" : qPrintable(key.error().message));
    QCOMPARE(key->bits, bits);
    QCOMPARE(key->comment, QStringLiteral("ada at home"));
    QCOMPARE(key->algorithm(), algorithm);
    const QByteArray shown = run({QStringLiteral("-l"), QStringLiteral("-f"), file});
    QCOMPARE(key->fingerprint(), QString::fromLatin1(shown.split(' ').at(1)));
    QFile input(file);
    QVERIFY(input.open(QIODevice::ReadOnly));
    QCOMPARE(key->line(), QString::fromUtf8(input.readAll().trimmed()));
}

void TestPublicKey::readsAnSsh2Block()
{
    const QString file = make(QStringLiteral("rsa"), QStringLiteral("3072"));
    const QByteArray block = run({QStringLiteral("-e"), QStringLiteral("-f"), file});
    QVERIFY(block.startsWith("---- BEGIN SSH2"));
    const Result<Ssh::PublicKey> key = Ssh::publicKeyFrom(QString::fromUtf8(block));
    QVERIFY(key.has_value());
    QCOMPARE(key->blob, Ssh::publicKeyFromFile(file + u".pub")->blob);
}

void TestPublicKey::explainsWhatItRefuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const auto content = [](const QString &name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const QString ed = make(QStringLiteral("ed25519"), QStringLiteral("256"));
    const QString rsa = make(QStringLiteral("rsa"), QStringLiteral("3072"));
    const QString line = content(ed + u".pub").trimmed();
    const QString privateText = content(ed);
    const QString never = QStringLiteral("This is a private key. Never share it");
    QTest::newRow("nothing") << QStringLiteral(" \n ") << QStringLiteral("Paste a public key");
    QTest::newRow("prose") << QStringLiteral("my key, please")
                           << QStringLiteral("not a public key");
    QTest::newRow("private") << privateText << never;
    QTest::newRow("private, indented") << QString(u"  \n" + privateText) << never;
    QTest::newRow("private, no armour") << privateText.section(u'\n', 1, 1) << never;
    QTest::newRow("private, PuTTY")
        << QStringLiteral("PuTTY-User-Key-File-3: ssh-ed25519") << never;
    QTest::newRow("two keys") << QString(line + u'\n' + line) << QStringLiteral("several keys");
    QTest::newRow("broken line") << QString(line.left(30) + u'\n'
                                            + line.sliced(30).section(u' ', 0, 0))
                                 << QStringLiteral("several lines");
    QTest::newRow("options") << QString(u"no-pty " + line) << QStringLiteral("Options before");
    QTest::newRow("wrong type") << QString(u"ssh-rsa" + line.sliced(11))
                                << QStringLiteral("“ssh-ed25519”");
    QTest::newRow("type alone") << QStringLiteral("ssh-ed25519") << QStringLiteral("cut off");
    QTest::newRow("no base64") << QStringLiteral("ssh-ed25519 ÄÖÜ! me")
                               << QStringLiteral("cut off");
    QTest::newRow("dsa") << QStringLiteral("ssh-dss AAAAB3NzaC1kc3MAAAAA me")
                         << QStringLiteral("no longer accept");
    QTest::newRow("short rsa") << content(make(QStringLiteral("rsa"), QStringLiteral("1024"))
                                          + u".pub")
                               << QStringLiteral("1024 bits");
    const auto exported = [this, &rsa](const QString &format) {
        return QString::fromUtf8(run({QStringLiteral("-e"),
                                      QStringLiteral("-m"),
                                      format,
                                      QStringLiteral("-f"),
                                      rsa + u".pub"}));
    };
    QTest::newRow("PEM") << exported(QStringLiteral("PEM")) << QStringLiteral("-i -m PEM");
    QTest::newRow("PKCS8") << exported(QStringLiteral("PKCS8")) << QStringLiteral("-i -m PKCS8");
}

void TestPublicKey::explainsWhatItRefuses()
{
    QFETCH(const QString, text);
    QFETCH(const QString, says);
    const Result<Ssh::PublicKey> key = Ssh::publicKeyFrom(text);
    QVERIFY(!key.has_value());
    QCOMPARE(key.error().code, Error::Code::InvalidArgument);
    QVERIFY2(key.error().message.contains(says), qPrintable(key.error().message));
    QVERIFY(key.error().message.endsWith(u'.'));
}

void TestPublicKey::refusesEveryCutOffKey()
{
    const QString file = make(QStringLiteral("ecdsa"), QStringLiteral("256")) + u".pub";
    const QByteArray blob = Ssh::publicKeyFromFile(file)->blob;
    for (qsizetype length = 0; length < blob.size(); ++length) {
        const QString line = u"ecdsa-sha2-nistp256 "
                             + QString::fromLatin1(blob.first(length).toBase64());
        QVERIFY2(!Ssh::publicKeyFrom(line), qPrintable(QString::number(length)));
    }
    const QByteArray extended = blob + 'x';
    const QString longer = u"ecdsa-sha2-nistp256 " + QString::fromLatin1(extended.toBase64());
    QVERIFY(!Ssh::publicKeyFrom(longer));
}

void TestPublicKey::stripsWhatCouldDisturbATerminal()
{
    const QString file = make(QStringLiteral("ed25519"), QStringLiteral("256")) + u".pub";
    Ssh::PublicKey key = *Ssh::publicKeyFromFile(file);
    key.comment.clear();
    const auto read = Ssh::publicKeyFrom(key.line() + QStringLiteral(" a\x1b[31mb"));
    QVERIFY(read.has_value());
    QCOMPARE(read->comment, QStringLiteral("a[31mb"));
}

void TestPublicKey::listsTheUsableKeysOfAFolder()
{
    QTemporaryDir keys;
    const QString good = make(QStringLiteral("ed25519"), QStringLiteral("256"));
    QVERIFY(QFile::copy(good + u".pub", keys.filePath(QStringLiteral("b.pub"))));
    QVERIFY(QFile::copy(good + u".pub", keys.filePath(QStringLiteral("a.pub"))));
    QVERIFY(QFile::copy(good, keys.filePath(QStringLiteral("private.pub"))));
    QVERIFY(QFile::copy(good, keys.filePath(QStringLiteral("id"))));
    const QList<Ssh::PublicKey> found = Ssh::publicKeysIn(keys.path());
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.constFirst().file, keys.filePath(QStringLiteral("a.pub")));
    QVERIFY(Ssh::publicKeysIn(keys.filePath(QStringLiteral("nowhere"))).isEmpty());
}

QTEST_GUILESS_MAIN(TestPublicKey)
#include "tst_publickey.moc"
