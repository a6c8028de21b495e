// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/secretdialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;
using Kind = Ssh::SecretRequest::Kind;

namespace {

Ssh::SecretRequest password()
{
    return {.kind = Kind::Password,
            .user = u"ada"_s,
            .host = u"gpu.example"_s,
            .prompts = {{.text = u"Password"_s}}};
}

Ssh::SecretRequest interactive()
{
    return {.kind = Kind::Interactive,
            .user = u"ada"_s,
            .host = u"gpu.example"_s,
            .port = 2222,
            .instruction = u"Welcome <b>here</b>\x1b[31m\nEnter both."_s,
            .prompts = {{.text = u"Token:"_s, .echo = true}, {.text = u"PIN:\u202e\n"_s}}};
}

} // namespace

class SecretDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForAPassword();
    void showsWhatIsTypedOnRequest();
    void asksSeveralThingsAtOnce();
    void namesTheKey();
    void saysThatTheLastOneWasWrong();
    void keepsNothingUnlessTold();
    void saysWhyNothingCanBeKept();
    void endsByEscapeWithoutAnAnswer();
    void staysSmallWithManyPrompts();
};

void SecretDialogTest::asksForAPassword()
{
    SecretDialog dialog(password(), true, false);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *edit = dialog.findChild<QLineEdit *>(u"answer0"_s);
    QVERIFY(edit->hasFocus());
    QCOMPARE(edit->echoMode(), QLineEdit::Password);
    QVERIFY(dialog.isUntouched());
    QTest::keyClicks(edit, u"s3cret ß"_s);
    QVERIFY(!dialog.isUntouched());
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(dialog.result(), int(QDialog::Accepted));
    QCOMPARE(dialog.answers(), QStringList{u"s3cret ß"_s});
    const QString head = dialog.findChild<QLabel *>(u"headLabel"_s)->text();
    QVERIFY(head.contains(u"ada"_s) && head.contains(u"gpu.example"_s));
    QVERIFY(dialog.findChild<QLabel *>(u"wrongLabel"_s) == nullptr);
}

void SecretDialogTest::showsWhatIsTypedOnRequest()
{
    SecretDialog dialog(password(), false, false);
    dialog.open();
    auto *box = dialog.findChild<QCheckBox *>(u"showBox"_s);
    auto *edit = dialog.findChild<QLineEdit *>(u"answer0"_s);
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QCOMPARE(edit->echoMode(), QLineEdit::Normal);
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QCOMPARE(edit->echoMode(), QLineEdit::Password);
}

void SecretDialogTest::asksSeveralThingsAtOnce()
{
    SecretDialog dialog(interactive(), false, false);
    dialog.open();
    auto *token = dialog.findChild<QLineEdit *>(u"answer0"_s);
    auto *pin = dialog.findChild<QLineEdit *>(u"answer1"_s);
    QCOMPARE(token->echoMode(), QLineEdit::Normal);
    QCOMPARE(pin->echoMode(), QLineEdit::Password);
    const auto *instruction = dialog.findChild<QLabel *>(u"instruction"_s);
    QCOMPARE(instruction->textFormat(), Qt::PlainText);
    QCOMPARE(instruction->text(), u"Welcome <b>here</b> [31m\nEnter both."_s);
    QVERIFY(dialog.findChild<QCheckBox *>(u"keepBox"_s) == nullptr);
    QTest::keyClicks(token, u"123"_s);
    QTest::keyClicks(pin, u"456"_s);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"acceptButton"_s), Qt::LeftButton);
    QCOMPARE(dialog.answers(), (QStringList{u"123"_s, u"456"_s}));
    for (const auto *label : dialog.findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(!label->text().contains(u'\x1b') && !label->text().contains(u'\u202e'));
    }
}

void SecretDialogTest::namesTheKey()
{
    Ssh::SecretRequest request{.kind = Kind::Passphrase,
                               .user = u"ada"_s,
                               .host = u"gpu.example"_s,
                               .subject = u"/home/ada/.ssh/id_ed25519"_s,
                               .fingerprint = u"SHA256:abc"_s,
                               .prompts = {{.text = u"Passphrase"_s}}};
    const SecretDialog dialog(request, true, false);
    QVERIFY(dialog.findChild<QLabel *>(u"headLabel"_s)
                ->text()
                .contains(u"/home/ada/.ssh/id_ed25519"_s));
    QCOMPARE(dialog.findChild<QLabel *>(u"fingerprintLabel"_s)->text(), request.fingerprint);
    QCOMPARE(dialog.findChild<QPushButton *>(u"acceptButton"_s)->text(), u"Unlock"_s);
}

void SecretDialogTest::saysThatTheLastOneWasWrong()
{
    Ssh::SecretRequest request = password();
    request.attempt = 2;
    const SecretDialog again(request, false, false);
    QVERIFY(again.findChild<QLabel *>(u"wrongLabel"_s)->text().contains(u"wrong"_s));
    const SecretDialog forgotten(password(), true, true);
    QVERIFY(forgotten.findChild<QLabel *>(u"wrongLabel"_s)->text().contains(u"keychain"_s));
}

void SecretDialogTest::keepsNothingUnlessTold()
{
    SecretDialog dialog(password(), true, false);
    dialog.open();
    auto *box = dialog.findChild<QCheckBox *>(u"keepBox"_s);
    QVERIFY(!box->isEnabled() && !box->isChecked());
    dialog.setKeychain({});
    QVERIFY(box->isEnabled() && !box->isChecked());
    QVERIFY(!dialog.isToBeKept());
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QVERIFY(dialog.isToBeKept());
}

void SecretDialogTest::saysWhyNothingCanBeKept()
{
    SecretDialog dialog(password(), true, false);
    dialog.setKeychain(
        failure({.code = Error::Code::Unavailable, .message = u"There is no keychain."_s}));
    const auto *box = dialog.findChild<QCheckBox *>(u"keepBox"_s);
    QVERIFY(!box->isEnabled());
    QCOMPARE(box->toolTip(), u"There is no keychain."_s);
    QVERIFY(!dialog.isToBeKept());
}

void SecretDialogTest::endsByEscapeWithoutAnAnswer()
{
    SecretDialog dialog(password(), true, false);
    dialog.open();
    QTest::keyClicks(dialog.findChild<QLineEdit *>(u"answer0"_s), u"x"_s);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(dialog.result(), int(QDialog::Rejected));
}

void SecretDialogTest::staysSmallWithManyPrompts()
{
    Ssh::SecretRequest request = interactive();
    request.instruction = u"A line of a very long message of the day.\n"_s.repeated(500);
    for (int index = 0; index < 30; ++index) {
        request.prompts += {.text = QString(5000, u'x')};
    }
    SecretDialog dialog(request, false, false);
    dialog.open();
    QVERIFY2(dialog.height() <= 500, qPrintable(QString::number(dialog.height())));
    QVERIFY2(dialog.width() <= 800, qPrintable(QString::number(dialog.width())));
    QCOMPARE(dialog.answers().size(), 32);
    QVERIFY(dialog.findChild<QPlainTextEdit *>(u"instruction"_s) != nullptr);
}

QTEST_MAIN(SecretDialogTest)
#include "tst_secretdialog.moc"
