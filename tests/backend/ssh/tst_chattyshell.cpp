// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/execoutput.h"
#include "backend/ssh/openssh/opensshconnection.h"
#include "backend/ssh/pool/pooledconnection.h"
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/testsshd.h"

#include <QFile>
#include <QStandardPaths>

#include <memory>

using namespace Atelier;
using namespace Atelier::Ssh;
using Test::await;
using Test::explain;

namespace {

constexpr qsizetype someMaximum = 1000;

std::unique_ptr<Connection> makeConnection(const QString &kind, const Destination &destination)
{
    if (kind == u"session") {
        return std::make_unique<Session>(destination);
    }
    if (kind == u"pooled") {
        return std::make_unique<PooledConnection>(destination);
    }
    return std::make_unique<OpenSshConnection>(destination);
}

bool writeText(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/** The mark in what is run instead of "true". */
QByteArray markIn(const ExecOutput &output)
{
    const QString word = output.command(QStringLiteral("true")).section(u' ', 3, 3);
    return word.chopped(1).toLatin1() + '\n';
}

} // namespace

/** What a login shell says before the command is not the command's output. */
class TestChattyShell final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheMarkInPieces();
    void leavesOutputWithoutAMarkAsItIs();
    void saysNoMarkToASilentShell();
    void staysWithAChattyOne();
    void collectsExactOutput_data();
    void collectsExactOutput();
    void speaksEveryShell_data();
    void speaksEveryShell();
    void servesWhereOnlyOneCommandIsAllowed();
    void learnsAgainWithEachConnection();
};

void TestChattyShell::findsTheMarkInPieces()
{
    const auto shell = std::make_shared<LoginShell>();
    for (qsizetype piece = 1; piece < 60; ++piece) {
        ExecOutput output(shell, someMaximum);
        const QByteArray mark = markIn(output);
        const QByteArray said = "Welcome " + mark.chopped(1) + "! \n" + mark + "out" + mark;
        for (qsizetype from = 0; from < said.size(); from += piece) {
            QVERIFY(output.addOutput(said.mid(from, piece)));
        }
        QVERIFY(output.addError(mark));
        const ExecResult result = output.take(3, QString());
        QCOMPARE(result.out, "out" + mark);
        QCOMPARE(result.err, QByteArray());
        QCOMPARE(result.exitStatus, 3);
    }
}

void TestChattyShell::leavesOutputWithoutAMarkAsItIs()
{
    const auto shell = std::make_shared<LoginShell>();
    ExecOutput output(shell, someMaximum);
    QVERIFY(output.addOutput("only this\n"));
    QCOMPARE(output.take(1, QString()).out, "only this\n");
    QVERIFY(!shell->wantsMark());
    ExecOutput full(std::make_shared<LoginShell>(), someMaximum);
    QVERIFY(full.addOutput(QByteArray(someMaximum, 'a')));
    const auto more = full.addOutput(QByteArray(100, 'a'));
    QVERIFY(!more);
    QCOMPARE(more.error().code, Error::Code::Exhausted);
}

void TestChattyShell::saysNoMarkToASilentShell()
{
    const auto shell = std::make_shared<LoginShell>();
    ExecOutput first(shell, someMaximum);
    QVERIFY(first.addOutput(markIn(first)));
    QVERIFY(first.addError(markIn(first)));
    static_cast<void>(first.take(0, QString()));
    ExecOutput second(shell, someMaximum);
    QCOMPARE(second.command(QStringLiteral("true")), QStringLiteral("true"));
    shell->forget();
    QVERIFY(shell->wantsMark());
}

void TestChattyShell::staysWithAChattyOne()
{
    const auto shell = std::make_shared<LoginShell>();
    shell->learn(true);
    shell->learn(false);
    shell->giveUp();
    QVERIFY(shell->wantsMark());
}

void TestChattyShell::collectsExactOutput_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("rc");
    const QList<std::pair<const char *, QByteArray>> files{
        {"silent", ""},
        {"output", "echo Welcome; printf 'no end of a line'\n"},
        {"errors", "echo careful >&2\n"},
        {"both and much", "seq 20000; seq 20000 >&2\n"},
        {"traced", "set -v\n"}};
    for (const char *kind : {"session", "pooled", "openssh"}) {
        for (const auto &[name, text] : files) {
            QTest::addRow("%s, %s", kind, name) << QString::fromLatin1(kind) << text;
        }
    }
}

void TestChattyShell::collectsExactOutput()
{
    QFETCH(const QString, kind);
    QFETCH(const QByteArray, rc);
    Test::TestSshd sshd;
    QVERIFY(writeText(sshd.path(QStringLiteral(".bashrc")), rc));
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const auto connection = makeConnection(kind, sshd.destination());
    QVERIFY(await(connection->open()));
    for (int round = 0; round < 3; ++round) {
        const auto both = await(connection->exec(
            QStringLiteral("printf 'a\\0b'; printf no >&2; cat; exit 7"), {.input = "in"}));
        QVERIFY2(both, explain(both));
        QCOMPARE(both->out, QByteArray("a\0bin", 5));
        QCOMPARE(both->err, "no");
        QCOMPARE(both->exitStatus, 7);
        const auto signal = await(connection->exec(QStringLiteral("sh -c 'kill -TERM $$'")));
        QVERIFY2(signal, explain(signal));
        QCOMPARE(signal->out + signal->err, QByteArray());
        QCOMPARE(signal->signal,
                 kind == u"openssh" ? QStringLiteral("UNKNOWN") : QStringLiteral("TERM"));
    }
    // Several at once, before anything is known.
    const auto another = makeConnection(kind, sshd.destination());
    const auto opening = another->open();
    std::vector<QFuture<Result<ExecResult>>> all;
    for (int number = 0; number < 5; ++number) {
        all.push_back(another->exec(QStringLiteral("echo %1").arg(number)));
    }
    QVERIFY(await(opening));
    for (int number = 0; number < 5; ++number) {
        const auto result = await(all.at(static_cast<std::size_t>(number)));
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, QByteArray::number(number) + '\n');
        QCOMPARE(result->err, QByteArray());
    }
}

void TestChattyShell::speaksEveryShell_data()
{
    QTest::addColumn<QString>("shell");
    for (const char *shell : {"bash", "dash", "rbash", "zsh", "mksh", "busybox", "fish", "tcsh"}) {
        const QString found = QStandardPaths::findExecutable(QString::fromLatin1(shell));
        if (!found.isEmpty()) {
            QTest::newRow(shell) << (QLatin1StringView(shell) == u"busybox" ? found + u" sh"
                                                                            : found);
        }
    }
}

void TestChattyShell::speaksEveryShell()
{
    QFETCH(const QString, shell);
    Test::TestSshd sshd({u"ForceCommand echo noise; echo noise >&2; exec " + shell
                         + u" -c \"$SSH_ORIGINAL_COMMAND\""});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Session session(sshd.destination());
    QVERIFY(await(session.open()));
    const auto result = await(
        session.exec(QStringLiteral("cat; sh -c 'echo err >&2'; exit 5"), {.input = "in"}));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "in");
    QCOMPARE(result->err, "err\n");
    QCOMPARE(result->exitStatus, 5);
    if (shell.endsWith(QLatin1String("rbash"))) {
        return; // it has no exec
    }
    const auto failing = await(session.exec(QStringLiteral("exec sh -c 'kill -KILL $$'")));
    QVERIFY2(failing, explain(failing));
    QCOMPARE(failing->signal, QStringLiteral("KILL"));
    QCOMPARE(failing->out + failing->err, QByteArray());
}

void TestChattyShell::servesWhereOnlyOneCommandIsAllowed()
{
    Test::TestSshd sshd({QStringLiteral("ForceCommand echo always; echo this >&2; exit 4")});
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Session session(sshd.destination());
    QVERIFY(await(session.open()));
    for (int round = 0; round < 2; ++round) {
        const auto result = await(session.exec(QStringLiteral("true")));
        QVERIFY2(result, explain(result));
        QCOMPARE(result->out, "always\n");
        QCOMPARE(result->err, "this\n");
        QCOMPARE(result->exitStatus, 4);
    }
}

void TestChattyShell::learnsAgainWithEachConnection()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    const auto connection = makeConnection(QStringLiteral("session"), sshd.destination());
    QVERIFY(await(connection->open()));
    QVERIFY(await(connection->exec(QStringLiteral("true"))));
    connection->close();
    QTRY_COMPARE(connection->state(), SessionState::Disconnected);
    QVERIFY(writeText(sshd.path(QStringLiteral(".bashrc")), "echo Welcome\n"));
    QVERIFY(await(connection->open()));
    QTRY_COMPARE(connection->state(), SessionState::Ready);
    const auto result = await(connection->exec(QStringLiteral("echo out")));
    QVERIFY2(result, explain(result));
    QCOMPARE(result->out, "out\n");
}

QTEST_GUILESS_MAIN(TestChattyShell)
#include "tst_chattyshell.moc"
