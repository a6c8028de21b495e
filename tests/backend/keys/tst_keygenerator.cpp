// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keys/keygenerator.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using Ssh::KeyGenerator;

namespace {

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &name, const QByteArray &text)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

/** Everything below @p folder, hidden files too. */
QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System
                                  | QDir::NoDotAndDotDot);
}

constexpr int rsaTime = 60'000; // a prime may be long in coming

} // namespace

class TestKeyGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder.reset(); }

    void makesAPairThatOnlyItsOwnerReads_data();
    void makesAPairThatOnlyItsOwnerReads();
    void overwritesNothing_data();
    void overwritesNothing();
    void choosesAFreeName();
    void losesNoRaceForTheName();
    void makesTheFolderForItsOwnerOnly();
    void leavesNothingBehindWhenCancelled();
    void leavesNothingBehindWhenDestroyed();
    void saysWhereNothingCanBeWritten();
    void makesOnePairAtATime();

private:
    [[nodiscard]] QString file(const QString &name) const { return folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> folder;
};

void TestKeyGenerator::makesAPairThatOnlyItsOwnerReads_data()
{
    QTest::addColumn<KeyGenerator::Kind>("kind");
    QTest::addColumn<QString>("algorithm");
    QTest::newRow("ed25519") << KeyGenerator::Kind::Ed25519 << QStringLiteral("ED25519");
    QTest::newRow("rsa") << KeyGenerator::Kind::Rsa4096 << QStringLiteral("RSA, 4096 bits");
}

void TestKeyGenerator::makesAPairThatOnlyItsOwnerReads()
{
    QFETCH(const KeyGenerator::Kind, kind);
    QFETCH(const QString, algorithm);
    KeyGenerator generator;
    const auto made = generator.generate(kind, file(QStringLiteral("id")));
    QVERIFY(generator.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(made.isFinished(), rsaTime);
    QVERIFY2(made.result().has_value(),
             qPrintable(made.result() ? QString() : made.result().error().message));
    const KeyGenerator::Pair pair = *made.result();
    QCOMPARE(pair.privateFile, file(QStringLiteral("id")));
    QCOMPARE(pair.publicKey.algorithm(), algorithm);
    QCOMPARE(pair.publicKey.comment, KeyGenerator::defaultComment());
    QVERIFY(pair.publicKey.comment.contains(u'@'));
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                            | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther
                            | QFile::ExeOwner;
    QCOMPARE(QFile::permissions(pair.privateFile) & others, QFile::Permissions());
    QVERIFY(contentOf(pair.privateFile).contains("PRIVATE KEY"));
    QTRY_COMPARE(namesIn(folder->path()),
                 (QStringList{QStringLiteral("id"), QStringLiteral("id.pub")}));
}

void TestKeyGenerator::overwritesNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("private") << QStringLiteral("id");
    QTest::newRow("public") << QStringLiteral("id.pub");
}

void TestKeyGenerator::overwritesNothing()
{
    QFETCH(const QString, name);
    write(file(name), "precious");
    KeyGenerator generator;
    const auto made = generator.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("id")));
    QTRY_VERIFY(made.isFinished());
    QCOMPARE(made.result().error().code, Error::Code::AlreadyExists);
    QVERIFY(made.result().error().message.contains(file(name)));
    QCOMPARE(contentOf(file(name)), "precious");
    QCOMPARE(namesIn(folder->path()), QStringList{name});
}

void TestKeyGenerator::choosesAFreeName()
{
    write(file(QStringLiteral("id")), "precious");
    write(file(QStringLiteral("id_2.pub")), "precious");
    KeyGenerator generator;
    const auto made = generator.generate(
        KeyGenerator::Kind::Ed25519, file(QStringLiteral("id")), KeyGenerator::Taken::ChooseFree);
    QTRY_VERIFY(made.isFinished());
    QCOMPARE(made.result()->privateFile, file(QStringLiteral("id_3")));
    QCOMPARE(contentOf(file(QStringLiteral("id"))), "precious");
}

void TestKeyGenerator::losesNoRaceForTheName()
{
    KeyGenerator first;
    KeyGenerator second;
    const auto one = first.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("id")));
    const auto two = second.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("id")));
    QTRY_VERIFY(one.isFinished() && two.isFinished());
    QVERIFY(one.result().has_value() != two.result().has_value());
    const auto &winner = one.result() ? one : two;
    const auto &loser = one.result() ? two : one;
    QCOMPARE(loser.result().error().code, Error::Code::AlreadyExists);
    QCOMPARE(contentOf(file(QStringLiteral("id.pub"))).trimmed(),
             winner.result()->publicKey.line().toUtf8());
}

void TestKeyGenerator::makesTheFolderForItsOwnerOnly()
{
    KeyGenerator generator;
    const auto made = generator.generate(KeyGenerator::Kind::Ed25519,
                                         file(QStringLiteral("a/.ssh/id")));
    QTRY_VERIFY(made.isFinished());
    QVERIFY(made.result().has_value());
    constexpr auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(file(QStringLiteral("a/.ssh"))) & others, QFile::Permissions());
}

void TestKeyGenerator::leavesNothingBehindWhenCancelled()
{
    KeyGenerator generator;
    const auto made = generator.generate(KeyGenerator::Kind::Rsa4096, file(QStringLiteral("id")));
    generator.cancel();
    QTRY_VERIFY(made.isFinished());
    QCOMPARE(made.result().error().code, Error::Code::Cancelled);
    QTRY_VERIFY(namesIn(folder->path()).isEmpty());
    const auto again = generator.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("id")));
    QTRY_VERIFY(again.isFinished());
    QVERIFY(again.result().has_value());
}

void TestKeyGenerator::leavesNothingBehindWhenDestroyed()
{
    auto generator = std::make_unique<KeyGenerator>();
    const auto made = generator->generate(KeyGenerator::Kind::Rsa4096, file(QStringLiteral("id")));
    generator.reset();
    QVERIFY(made.isFinished());
    QVERIFY(namesIn(folder->path()).isEmpty());
}

void TestKeyGenerator::saysWhereNothingCanBeWritten()
{
    QVERIFY(QFile::setPermissions(folder->path(), QFile::ReadOwner | QFile::ExeOwner));
    if (QFileInfo(folder->path()).isWritable()) {
        QSKIP("This user may write everywhere.");
    }
    KeyGenerator generator;
    const auto made = generator.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("id")));
    QTRY_VERIFY(made.isFinished());
    QVERIFY(QFile::setPermissions(folder->path(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QCOMPARE(made.result().error().code, Error::Code::PermissionDenied);
    QVERIFY(made.result().error().message.contains(folder->path()));
}

void TestKeyGenerator::makesOnePairAtATime()
{
    KeyGenerator generator;
    const auto one = generator.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("one")));
    const auto two = generator.generate(KeyGenerator::Kind::Ed25519, file(QStringLiteral("two")));
    QVERIFY(two.isFinished());
    QCOMPARE(two.result().error().code, Error::Code::Conflict);
    QTRY_VERIFY(one.isFinished());
    QVERIFY(one.result().has_value());
}

QTEST_GUILESS_MAIN(TestKeyGenerator)
#include "tst_keygenerator.moc"
