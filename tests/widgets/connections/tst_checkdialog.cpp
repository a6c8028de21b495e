// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keychain.h"
#include "tests/support/testsshd.h"
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
#include <QSettings>
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
    void init();
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
    void opensOnlyOneDialog();

private:
    void serve(const QStringList &extraConfig = {});
    void configure(const QString &more = {});
    void recordKey();
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
    [[nodiscard]] QByteArray knownHosts() const
    {
        QFile in(m_sshd->path(u"known_hosts"_s));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    Keychain m_keychain{u"Atelier test"_s};
    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<CheckDialog> m_dialog;
};

void CheckDialogTest::init()
{
    qunsetenv("DBUS_SESSION_BUS_ADDRESS"); // no keychain of the desktop
    qputenv("XDG_RUNTIME_DIR", "/nonexistent");
    qunsetenv("SSH_AUTH_SOCK");
}

void CheckDialogTest::cleanup()
{
    m_dialog.reset();
    m_settings.reset();
    m_sshd.reset();
}

void CheckDialogTest::serve(const QStringList &extraConfig)
{
    m_sshd = std::make_unique<Test::TestSshd>(extraConfig);
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_settings = std::make_unique<QSettings>(m_sshd->path(u"settings.ini"_s), QSettings::IniFormat);
    configure();
}

void CheckDialogTest::configure(const QString &more)
{
    QFile out(m_sshd->path(u"config"_s));
    QVERIFY(out.open(QIODevice::WriteOnly));
    const QString text = more
                         + u"Host box gate\n HostName 127.0.0.1\n Port %1\n User %2\n"
                           " IdentityFile %3\nHost *\n IdentityAgent none\n"
                           " UserKnownHostsFile %4\n GlobalKnownHostsFile none\n"_s.arg(
                               QString::number(m_sshd->port()),
                               m_sshd->user(),
                               m_sshd->keyFile(),
                               m_sshd->path(u"known_hosts"_s));
    QVERIFY(out.write(text.toUtf8()) > 0);
}

void CheckDialogTest::recordKey()
{
    QFile out(m_sshd->path(u"known_hosts"_s));
    QVERIFY(out.open(QIODevice::WriteOnly));
    const Ssh::HostKey key = m_sshd->hostKey();
    QVERIFY(out.write('[' + QByteArray("127.0.0.1]:") + QByteArray::number(m_sshd->port()) + ' '
                      + key.type.toLatin1() + ' ' + key.blob.toBase64() + '\n')
            > 0);
}

void CheckDialogTest::openDialog(const QString &name)
{
    m_dialog = std::make_unique<CheckDialog>(
        CheckDialog::Services{.keychain = &m_keychain,
                              .settings = m_settings.get(),
                              .ssh = {.configFile = m_sshd->path(u"config"_s)}});
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
    recordKey();
    openDialog();
    begin();
    QVERIFY(isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    const QStringList lines = steps().split(u'\n');
    QVERIFY2(lines.size() == 9, qPrintable(steps() + message()));
    QVERIFY(lines[0].contains(u"127.0.0.1:%1"_s.arg(m_sshd->port())));
    QVERIFY(lines[1].startsWith(u"Name found"_s));
    QVERIFY(lines[2].startsWith(u"Connected"_s));
    QVERIFY(lines[3].contains(m_sshd->hostKey().fingerprint()));
    QVERIFY(lines[4].contains(u"publickey"_s) && lines[4].contains(m_sshd->keyFile()));
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
             m_sshd->hostKey().fingerprint());
    QVERIFY(asked->findChild<QLabel *>(u"recordingLabel"_s)
                ->text()
                .contains(m_sshd->path(u"known_hosts"_s)));
    QVERIFY(knownHosts().isEmpty());
    QTest::mouseClick(asked->findChild<QPushButton *>(u"trustButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().startsWith(u"Everything"_s), qPrintable(message()));
    QCOMPARE(knownHosts().count('\n'), 1);
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY(message().startsWith(u"Everything"_s));
    QCOMPARE(knownHosts().count('\n'), 1);
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
    QVERIFY(knownHosts().isEmpty());
    QVERIFY(!m_sshd->log().contains(u"userauth-request"_s));
}

void CheckDialogTest::showsHowToRemoveAChangedKey()
{
    serve();
    recordKey();
    const QString old = m_sshd->hostKey().fingerprint();
    m_sshd->stop();
    m_sshd->replaceHostKey();
    QVERIFY(m_sshd->start());
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().contains(u"has changed"_s), qPrintable(message()));
    const auto *keys = child<QLabel>(u"keysLabel"_s);
    QVERIFY(keys->isVisible());
    QCOMPARE(
        keys->text(),
        u"Recorded: ED25519 %1\nPresented: ED25519 %2"_s.arg(old, m_sshd->hostKey().fingerprint()));
    const auto *remedy = child<Ui::CopyableField>(u"remedyCommand"_s);
    QVERIFY(remedy->isVisible());
    QCOMPARE(remedy->text(),
             u"ssh-keygen -f '%1' -R '[127.0.0.1]:%2'"_s.arg(m_sshd->path(u"known_hosts"_s),
                                                             QString::number(m_sshd->port())));
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
    recordKey();
    const QByteArray lines = knownHosts() + "@revoked " + knownHosts();
    QFile out(m_sshd->path(u"known_hosts"_s));
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(lines) == lines.size());
    out.close();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().contains(u"revoked"_s), qPrintable(message()));
    QVERIFY(!child<Ui::CopyableField>(u"remedyCommand"_s)->isVisible());
    QVERIFY(!m_sshd->log().contains(u"userauth-request"_s));
}

void CheckDialogTest::asksAgainForAWrongPassphrase()
{
    serve();
    recordKey();
    const QString file = m_sshd->makeKey(u"locked"_s, {u"-t"_s, u"ed25519"_s});
    m_sshd->authorize(file);
    QProcess keygen;
    keygen.start(u"ssh-keygen"_s, {u"-q"_s, u"-p"_s, u"-N"_s, u"s3cret"_s, u"-f"_s, file});
    QVERIFY(keygen.waitForFinished() && keygen.exitCode() == 0);
    configure(u"Host box\n IdentityFile %1\n IdentitiesOnly yes\n"_s.arg(file));
    QVERIFY(QFile::remove(m_sshd->keyFile())); // only the locked one is left
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

void CheckDialogTest::serveWithPassword(const QString &password)
{
    serve({u"UsePAM yes"_s, u"PasswordAuthentication yes"_s, u"PerSourcePenalties no"_s});
    QFile passwords(m_sshd->path(u"passdb"_s));
    QVERIFY(passwords.open(QIODevice::WriteOnly));
    QVERIFY(passwords.write(u"%1:%2:sshd\n"_s.arg(m_sshd->user(), password).toUtf8()) > 0);
    QString module;
    for (const QString &folder : {u"/usr/lib/x86_64-linux-gnu"_s,
                                  u"/usr/lib/aarch64-linux-gnu"_s,
                                  u"/usr/lib64"_s,
                                  u"/usr/lib"_s}) {
        if (QFile::exists(folder + u"/pam_wrapper/pam_matrix.so"_s)) {
            module = folder + u"/pam_wrapper/pam_matrix.so passdb="_s + passwords.fileName();
            break;
        }
    }
    QVERIFY2(!module.isEmpty(), "pam_matrix.so of pam_wrapper is not installed.");
    QStringList lines;
    for (const QString &kind : {u"auth"_s, u"account"_s, u"session"_s}) {
        lines += QString(kind + u" required "_s + module);
    }
    m_sshd->usePam(lines);
    QVERIFY2(m_sshd->restart(), qPrintable(m_sshd->error()));
    recordKey();
    configure(u"Host box\n PubkeyAuthentication no\n"_s);
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
    m_sshd->stop();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(message().contains(QString::number(m_sshd->port())), qPrintable(message()));
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
    recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"Forwarding is not allowed"_s), qPrintable(steps()));
    QVERIFY(message().contains(u"not everything"_s));
}

void CheckDialogTest::saysThatThereIsNoSftp()
{
    serve({u"Subsystem sftp /nonexistent"_s});
    recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"SFTP is not offered"_s), qPrintable(steps()));
    QVERIFY(steps().contains(u"Forwarding of ports is allowed"_s));
}

void CheckDialogTest::findsAChattyShell()
{
    serve({u"ForceCommand echo Welcome to this machine; eval \"$SSH_ORIGINAL_COMMAND\""_s});
    recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QVERIFY2(steps().contains(u"prints 24 bytes"_s), qPrintable(steps()));
}

void CheckDialogTest::saysWhenCommandsAreForbidden()
{
    serve({u"ForceCommand exit 1"_s});
    recordKey();
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
    recordKey();
    configure(u"Host box\n ProxyJump gate\n"_s);
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
    recordKey();
    openDialog();
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    m_dialog = std::make_unique<CheckDialog>(
        CheckDialog::Services{.keychain = &m_keychain,
                              .settings = m_settings.get(),
                              .ssh = {.configFile = m_sshd->path(u"config"_s)}});
    auto *edit = child<QLineEdit>(u"nameEdit"_s);
    QCOMPARE(edit->text(), u"box"_s);
    QTRY_VERIFY(edit->completer() != nullptr);
    edit->completer()->setCompletionPrefix(u"GA"_s);
    QCOMPARE(edit->completer()->currentCompletion(), u"gate"_s);
}

void CheckDialogTest::opensOnlyOneDialog()
{
    serve();
    QWidget window;
    window.show();
    CheckAction action({.keychain = &m_keychain,
                        .settings = m_settings.get(),
                        .ssh = {.configFile = m_sshd->path(u"config"_s)}},
                       &window);
    action.trigger();
    action.trigger();
    const auto dialogs = window.findChildren<CheckDialog *>();
    QCOMPARE(dialogs.size(), 1);
    QTest::keyClick(dialogs.first(), Qt::Key_Escape);
    QTRY_VERIFY(window.findChildren<CheckDialog *>().isEmpty());
}

QTEST_MAIN(CheckDialogTest)
#include "tst_checkdialog.moc"
