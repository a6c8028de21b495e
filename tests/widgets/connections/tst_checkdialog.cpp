// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/connections/checkserver.h"
#include "widgets/common/copyablefield.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/connections/checkaction.h"
#include "widgets/connections/checkdialog.h"
#include "widgets/connections/checklist.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QClipboard>
#include <QCompleter>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;

/** The whole way of a check, with real servers. */
class CheckDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void findsEverythingInOrder();
    void asksForAnUnknownKeyAndRecordsIt();
    void endsWhenTheKeyIsNotTrusted();
    void showsHowToRemoveAChangedKey();
    void offersNoRemovalOfARevokedKey();
    void asksAgainForAWrongPassphrase();
    void asksAgainForAWrongPassword();
    void endsWhenThePasswordIsNotGiven();
    void saysWhenNothingListens();
    void endsACancelledCheckAtOnce();
    void saysThatForwardingIsOff();
    void saysThatThereIsNoSftp();
    void findsAChattyShell();
    void saysWhenCommandsAreForbidden();
    void refusesNamesThatAreNone();
    void goesThroughAJumpHost();
    void remembersAndCompletesNames();
    void beginsByReturnWhileNamesAreOffered();
    void opensOnlyOneDialog();

private:
    void serve(const QStringList &extraConfig = {});
    void serveWithPassword(const QString &password);
    void openDialog(const QString &name = u"box"_s);
    void begin();
    template<typename Widget>
    [[nodiscard]] Widget *child(const QString &name) const
    {
        return m_dialog->findChild<Widget *>(name);
    }
    [[nodiscard]] bool isRunning() const
    {
        return child<QPushButton>(u"closeButton"_s)->text() == u"Cancel"_s;
    }
    [[nodiscard]] QString message() const
    {
        return child<Ui::InlineMessage>(u"checkMessage"_s)->sentence();
    }
    [[nodiscard]] QString steps() const;
    [[nodiscard]] QDialog *question(const QString &name) const
    {
        auto *dialog = child<QDialog>(name);
        return dialog != nullptr && dialog->isVisible() ? dialog : nullptr;
    }

    std::unique_ptr<Test::CheckServer> m_server;
    std::unique_ptr<CheckDialog> m_dialog;
};

void CheckDialogTest::cleanup()
{
    m_dialog.reset();
    m_server.reset();
}

void CheckDialogTest::serve(const QStringList &extraConfig)
{
    m_server = std::make_unique<Test::CheckServer>(extraConfig);
    QCOMPARE(m_server->start(), QString());
}

void CheckDialogTest::serveWithPassword(const QString &password)
{
    serve({u"UsePAM yes"_s, u"PasswordAuthentication yes"_s, u"PerSourcePenalties no"_s});
    QCOMPARE(m_server->takePassword(password), QString());
    m_server->recordKey();
}

void CheckDialogTest::openDialog(const QString &name)
{
    m_dialog = std::make_unique<CheckDialog>(m_server->services());
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    auto *edit = child<QLineEdit>(u"nameEdit"_s);
    edit->clear();
    QTest::keyClicks(edit, name);
}

void CheckDialogTest::begin()
{
    QTest::mouseClick(child<QPushButton>(u"checkButton"_s), Qt::LeftButton);
}

QString CheckDialogTest::steps() const
{
    const auto *list = child<CheckList>(u"checkList"_s);
    QStringList texts;
    for (int row = 0; row < list->count(); ++row) {
        texts += list->textAt(row);
    }
    return texts.join(u'\n');
}

void CheckDialogTest::findsEverythingInOrder()
{
    serve();
    m_server->recordKey();
    openDialog();
    begin();
    QVERIFY(isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    const QStringList lines = steps().split(u'\n');
    QVERIFY2(lines.size() == 9, qPrintable(steps() + message()));
    QVERIFY(lines[0].contains(u"127.0.0.1:%1"_s.arg(m_server->sshd.port())));
    QVERIFY(lines[1].startsWith(u"Name found"_s));
    QVERIFY(lines[2].startsWith(u"Connected"_s));
    QVERIFY(lines[3].contains(m_server->sshd.hostKey().fingerprint()));
    QVERIFY(lines[4].contains(u"publickey"_s) && lines[4].contains(m_server->sshd.keyFile()));
    QVERIFY(lines[5].contains(u"prints nothing"_s));
    QVERIFY(lines[6].startsWith(u"Round trip"_s));
    QVERIFY(lines[7].startsWith(u"SFTP is offered, version 3"_s));
    QVERIFY(lines[8].startsWith(u"Forwarding of ports is allowed"_s));
    QVERIFY(message().startsWith(u"Everything"_s));
    QTest::mouseClick(child<QPushButton>(u"copyButton"_s), Qt::LeftButton);
    const QString report = QGuiApplication::clipboard()->text();
    for (const QString &line : lines) {
        QVERIFY2(report.contains(line), qPrintable(report));
    }
}

void CheckDialogTest::asksForAnUnknownKeyAndRecordsIt()
{
    serve();
    openDialog();
    begin();
    QTRY_VERIFY(question(u"hostKeyDialog"_s) != nullptr);
    QDialog *asked = question(u"hostKeyDialog"_s);
    QCOMPARE(asked->findChild<Ui::CopyableField *>(u"fingerprintField"_s)->text(),
             m_server->sshd.hostKey().fingerprint());
    QVERIFY(asked->findChild<QLabel *>(u"recordingLabel"_s)
                ->text()
                .contains(m_server->sshd.path(u"known_hosts"_s)));
    QVERIFY(m_server->knownHosts().isEmpty());
    QTest::mouseClick(asked->findChild<QPushButton *>(u"trustButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().startsWith(u"Everything"_s), qPrintable(message()));
    QCOMPARE(m_server->knownHosts().count('\n'), 1);
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY(message().startsWith(u"Everything"_s));
    QCOMPARE(m_server->knownHosts().count('\n'), 1);
}

void CheckDialogTest::endsWhenTheKeyIsNotTrusted()
{
    serve();
    openDialog();
    begin();
    QTRY_VERIFY(question(u"hostKeyDialog"_s) != nullptr);
    QTest::keyClick(question(u"hostKeyDialog"_s), Qt::Key_Return); // the default is to refuse
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY(!message().isEmpty());
    QVERIFY(m_server->knownHosts().isEmpty());
    QVERIFY(!m_server->sshd.log().contains(u"userauth-request"_s));
}

void CheckDialogTest::showsHowToRemoveAChangedKey()
{
    serve();
    m_server->recordKey();
    const QString old = m_server->sshd.hostKey().fingerprint();
    m_server->sshd.stop();
    m_server->sshd.replaceHostKey();
    QVERIFY(m_server->sshd.start());
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().contains(u"has changed"_s), qPrintable(message()));
    const auto *keys = child<QLabel>(u"keysLabel"_s);
    QVERIFY(keys->isVisible());
    QCOMPARE(keys->text(),
             u"Recorded: ED25519 %1\nPresented: ED25519 %2"_s.arg(
                 old, m_server->sshd.hostKey().fingerprint()));
    const auto *remedy = child<Ui::CopyableField>(u"remedyCommand"_s);
    QVERIFY(remedy->isVisible());
    QCOMPARE(remedy->text(),
             u"ssh-keygen -f '%1' -R '[127.0.0.1]:%2'"_s.arg(
                 m_server->sshd.path(u"known_hosts"_s), QString::number(m_server->sshd.port())));
    QVERIFY(question(u"hostKeyDialog"_s) == nullptr);
    // The command does what it says: the next check asks.
    QProcess shell;
    shell.start(u"sh"_s, {u"-c"_s, remedy->text()});
    QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);
    begin();
    QVERIFY(!remedy->isVisible());
    QTRY_VERIFY(question(u"hostKeyDialog"_s) != nullptr);
}

void CheckDialogTest::offersNoRemovalOfARevokedKey()
{
    serve();
    m_server->recordKey();
    const QByteArray lines = m_server->knownHosts() + "@revoked " + m_server->knownHosts();
    QFile out(m_server->sshd.path(u"known_hosts"_s));
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(lines) == lines.size());
    out.close();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().contains(u"revoked"_s), qPrintable(message()));
    QVERIFY(!child<Ui::CopyableField>(u"remedyCommand"_s)->isVisible());
    QVERIFY(!m_server->sshd.log().contains(u"userauth-request"_s));
}

void CheckDialogTest::asksAgainForAWrongPassphrase()
{
    serve();
    m_server->recordKey();
    QVERIFY(!m_server->lockKey(u"s3cret"_s).isEmpty());
    openDialog();
    begin();
    for (const QString &passphrase : {u"wrong"_s, u"s3cret"_s}) {
        QTRY_VERIFY(question(u"secretDialog"_s) != nullptr);
        QDialog *asked = question(u"secretDialog"_s);
        QCOMPARE(asked->findChild<QLabel *>(u"wrongLabel"_s) != nullptr, passphrase == u"s3cret"_s);
        auto *edit = asked->findChild<QLineEdit *>(u"answer0"_s);
        QTest::keyClicks(edit, passphrase);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(question(u"secretDialog"_s) != asked);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().startsWith(u"Everything"_s), qPrintable(message()));
    QVERIFY(!steps().contains(u"s3cret"_s));
}

void CheckDialogTest::asksAgainForAWrongPassword()
{
    serveWithPassword(u"s3cret ß"_s);
    openDialog();
    begin();
    for (const QString &password : {u"wrong"_s, u"s3cret ß"_s}) {
        QTRY_VERIFY(question(u"secretDialog"_s) != nullptr);
        QDialog *asked = question(u"secretDialog"_s);
        QCOMPARE(asked->findChild<QLabel *>(u"wrongLabel"_s) != nullptr, password != u"wrong"_s);
        auto *keep = asked->findChild<QCheckBox *>(u"keepBox"_s);
        QTRY_VERIFY(keep->toolTip().contains(u"There is no keychain"_s));
        QVERIFY(!keep->isEnabled());
        auto *edit = asked->findChild<QLineEdit *>(u"answer0"_s);
        QTest::keyClicks(edit, password);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(question(u"secretDialog"_s) != asked, 10'000);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().startsWith(u"Everything"_s), qPrintable(message()));
    QVERIFY(steps().contains(u"by password"_s));
}

void CheckDialogTest::endsWhenThePasswordIsNotGiven()
{
    serveWithPassword(u"s3cret"_s);
    openDialog();
    begin();
    QTRY_VERIFY(question(u"secretDialog"_s) != nullptr);
    QTest::keyClick(question(u"secretDialog"_s), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY(!message().isEmpty());
    // Cancelled while a question is open: the question goes as well.
    begin();
    QTRY_VERIFY(question(u"secretDialog"_s) != nullptr);
    QTest::mouseClick(child<QPushButton>(u"closeButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!isRunning());
    QTRY_VERIFY(question(u"secretDialog"_s) == nullptr);
}

void CheckDialogTest::saysWhenNothingListens()
{
    serve();
    m_server->sshd.stop();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().contains(QString::number(m_server->sshd.port())), qPrintable(message()));
    QVERIFY(child<QPushButton>(u"copyButton"_s)->isEnabled());
}

void CheckDialogTest::endsACancelledCheckAtOnce()
{
    serve();
    QTcpServer silent; // takes the connection and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    openDialog(u"ada@127.0.0.1:%1"_s.arg(silent.serverPort()));
    begin();
    QTRY_VERIFY(steps().contains(u"Connected"_s));
    QElapsedTimer timer;
    timer.start();
    QTest::mouseClick(child<QPushButton>(u"closeButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!isRunning());
    QVERIFY(timer.elapsed() < 1000);
    QVERIFY(m_dialog->isVisible());
    QVERIFY(message().contains(u"cancelled"_s));
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

void CheckDialogTest::saysThatForwardingIsOff()
{
    serve({u"AllowTcpForwarding no"_s});
    m_server->recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"Forwarding is not allowed"_s), qPrintable(steps()));
    QVERIFY(message().contains(u"not everything"_s));
}

void CheckDialogTest::saysThatThereIsNoSftp()
{
    serve({u"Subsystem sftp /nonexistent"_s});
    m_server->recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"SFTP is not offered"_s), qPrintable(steps()));
    QVERIFY(steps().contains(u"Forwarding of ports is allowed"_s));
}

void CheckDialogTest::findsAChattyShell()
{
    serve({u"ForceCommand echo Welcome to this machine; eval \"$SSH_ORIGINAL_COMMAND\""_s});
    m_server->recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"prints 24 bytes"_s), qPrintable(steps()));
}

void CheckDialogTest::saysWhenCommandsAreForbidden()
{
    serve({u"ForceCommand exit 1"_s});
    m_server->recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"No command can be run"_s), qPrintable(steps()));
}

void CheckDialogTest::refusesNamesThatAreNone()
{
    serve();
    openDialog(u"-oProxyCommand=id"_s);
    begin();
    QTRY_VERIFY(!isRunning());
    QVERIFY(message().contains(u"not the name of a machine"_s));
    child<QLineEdit>(u"nameEdit"_s)->clear();
    QVERIFY(!child<QPushButton>(u"checkButton"_s)->isEnabled());
}

void CheckDialogTest::goesThroughAJumpHost()
{
    serve();
    m_server->recordKey();
    m_server->configure(u"Host box\n ProxyJump gate\n"_s);
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().startsWith(u"Everything"_s), qPrintable(message()));
    QVERIFY(steps().contains(u"Through 127.0.0.1"_s));
    QCOMPARE(steps().count(u"Logged in"_s), 2);
}

void CheckDialogTest::remembersAndCompletesNames()
{
    serve();
    m_server->recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    m_dialog = std::make_unique<CheckDialog>(m_server->services());
    auto *edit = child<QLineEdit>(u"nameEdit"_s);
    QCOMPARE(edit->text(), u"box"_s);
    QTRY_VERIFY(edit->completer() != nullptr);
    edit->completer()->setCompletionPrefix(u"GA"_s);
    QCOMPARE(edit->completer()->currentCompletion(), u"gate"_s);
}

void CheckDialogTest::beginsByReturnWhileNamesAreOffered()
{
    serve();
    m_server->recordKey();
    openDialog(u"bo"_s);
    auto *edit = child<QLineEdit>(u"nameEdit"_s);
    QTRY_VERIFY(edit->completer() != nullptr);
    QTest::keyClicks(edit, u"x"_s);
    auto *names = edit->completer()->popup();
    QTRY_VERIFY(names->isVisible());
    QTest::keyClick(names, Qt::Key_Return);
    QVERIFY(isRunning());
    QVERIFY(!names->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().startsWith(u"Everything"_s), qPrintable(message()));
}

void CheckDialogTest::opensOnlyOneDialog()
{
    serve();
    QWidget window;
    window.show();
    CheckAction action(m_server->services(), &window);
    action.trigger();
    action.trigger();
    const auto dialogs = window.findChildren<CheckDialog *>();
    QCOMPARE(dialogs.size(), 1);
    QTest::keyClick(dialogs.first(), Qt::Key_Escape);
    QTRY_VERIFY(window.findChildren<CheckDialog *>().isEmpty());
}

QTEST_MAIN(CheckDialogTest)
#include "tst_checkdialog.moc"
