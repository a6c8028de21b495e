// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/hostkeys.h"
#include "tests/support/layoutlook.h"
#include "widgets/connections/hostkeydialog.h"
#include "widgets/connections/secretdialog.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLineEdit>
#include <QTest>

#include <functional>
#include <memory>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;
using Kind = Ssh::SecretRequest::Kind;
using Test::LayoutLook;

namespace {

const QString longName = u"a"_s.repeated(60) + u'.' + u"very-long-label-"_s.repeated(3) + u"x."_s
                         + u"b"_s.repeated(63) + u".cluster.example.org"_s;

Ssh::HostKeyQuestion unknownKey()
{
    return {.host = u"gpu.example.org"_s,
            .port = 2222,
            .presented = Ssh::hostKeyFromBlob(QByteArray::fromBase64(
                "AAAAC3NzaC1lZDI1NTE5AAAAINAR+X5X5ahxIGf1xETjOCD86DmuK4PGqXcAjNHp5qiN")),
            .recordingFile = u"/home/ada/.ssh/known_hosts"_s};
}

Ssh::SecretRequest passphrase(int attempt = 1)
{
    return {.kind = Kind::Passphrase,
            .user = u"ada"_s,
            .host = u"gpu.example.org"_s,
            .subject = u"/home/ada/.ssh/id_ed25519"_s,
            .fingerprint = u"SHA256:KmLcs+7Q9V2IIY0J3x567J6rc2lKawR6dQBVloa9aoM"_s,
            .prompts = {{.text = u"Passphrase"_s}},
            .attempt = attempt};
}

Ssh::SecretRequest password()
{
    return {.kind = Kind::Password,
            .user = u"ada"_s,
            .host = u"gpu.example.org"_s,
            .prompts = {{.text = u"Password"_s}}};
}

Ssh::SecretRequest questions()
{
    return {.kind = Kind::Interactive,
            .user = u"ada"_s,
            .host = u"gpu.example.org"_s,
            .instruction = u"Two things are needed to log in here. The token is on the card that "
                           "the administration gave you; the PIN is the one of the last letter."_s,
            .prompts = {{.text = u"Token:"_s, .echo = true},
                        {.text = u"PIN & check digit:"_s},
                        {.text = u"Which group's hours are used? Leave it empty for the usual "
                                 "one of your project."_s,
                         .echo = true}}};
}

/** What a hostile server makes of it. */
Ssh::SecretRequest flood()
{
    Ssh::SecretRequest request = questions();
    request.host = longName;
    request.user = u"<b>ada</b>\u202e\x1b[31m"_s.repeated(20);
    request.instruction =
        QString(u"<h1>Welcome</h1> \x1b[2J "_s + u"x"_s.repeated(10'000) + u'\n').repeated(3);
    request.prompts = {{.text = u"y"_s.repeated(10'000)},
                       {.text = u"a word \u202e after the other & so on "_s.repeated(300)}};
    return request;
}

} // namespace

/** What a login asks, in each language and light and dark: nothing is cut off. */
class QuestionLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostKeyQuestionsAreWhole_data() { LayoutLook::addRows(); }
    void hostKeyQuestionsAreWhole();
    void secretQuestionsAreWhole_data() { LayoutLook::addRows(); }
    void secretQuestionsAreWhole();
    void hostileWordsStayInsideTheDialog_data() { LayoutLook::addRows(); }
    void hostileWordsStayInsideTheDialog();
    void oneGetsThroughByTheTabKey();

private:
    static void look(LayoutLook &with, QDialog &dialog, const QString &name)
    {
        dialog.open();
        with.look(&dialog, name);
        dialog.close();
    }
    static void lookAtSecret(LayoutLook &with,
                             const Ssh::SecretRequest &request,
                             const QString &name,
                             const Result<void> &keychain = {},
                             bool wasForgotten = false)
    {
        const bool mayKeep = request.prompts.size() == 1;
        SecretDialog dialog(request, mayKeep, wasForgotten);
        dialog.setKeychain(keychain);
        look(with, dialog, name);
    }
};

void QuestionLayoutTest::hostKeyQuestionsAreWhole()
{
    LayoutLook with;
    HostKeyDialog plain(unknownKey());
    look(with, plain, u"k1-host-key"_s);
    Ssh::HostKeyQuestion others = unknownKey();
    for (const QString &type : {u"ssh-rsa"_s, u"ecdsa-sha2-nistp256"_s, u"ssh-ed25519"_s}) {
        others.recorded += {.type = type, .blob = type.toLatin1()};
    }
    HostKeyDialog withOthers(others);
    look(with, withOthers, u"k2-other-keys"_s);
    Ssh::HostKeyQuestion nowhere = unknownKey();
    nowhere.recordingFile.clear();
    HostKeyDialog recordedNowhere(nowhere);
    look(with, recordedNowhere, u"k3-recorded-nowhere"_s);
    QVERIFY2(with.faults().isEmpty(), qPrintable(with.faults()));
}

void QuestionLayoutTest::secretQuestionsAreWhole()
{
    LayoutLook with;
    const Result<void> none = failure(
        {.code = Error::Code::Unavailable, .message = u"There is no keychain."_s});
    lookAtSecret(with, passphrase(), u"s1-passphrase"_s);
    lookAtSecret(with, passphrase(2), u"s2-wrong-passphrase"_s);
    lookAtSecret(with, passphrase(), u"s3-forgotten"_s, {}, true);
    lookAtSecret(with, password(), u"s4-password"_s);
    lookAtSecret(with, password(), u"s5-no-keychain"_s, none);
    lookAtSecret(with, questions(), u"s6-questions"_s);
    Ssh::SecretRequest many = questions();
    many.instruction =
        u"A line of a rather long message of the day, as some places have it.\n"_s.repeated(40);
    many.prompts += many.prompts;
    lookAtSecret(with, many, u"s7-many"_s);
    QVERIFY2(with.faults().isEmpty(), qPrintable(with.faults()));
}

void QuestionLayoutTest::hostileWordsStayInsideTheDialog()
{
    LayoutLook with;
    lookAtSecret(with, flood(), u"x1-flood"_s);
    Ssh::SecretRequest one = flood();
    one.kind = Kind::Password;
    one.prompts.resize(1);
    lookAtSecret(with, one, u"x2-password"_s);
    Ssh::SecretRequest key = passphrase(2);
    key.subject = u"/home/ada/"_s + u"deep"_s.repeated(70) + u"/id"_s;
    lookAtSecret(with, key, u"x3-key"_s);
    Ssh::HostKeyQuestion asked = unknownKey();
    asked.host = longName;
    asked.recordingFile = u"/home/"_s + u"k"_s.repeated(300) + u"/known_hosts"_s;
    asked.recorded = {{.type = u"ssh-rsa"_s, .blob = "x"},
                      {.type = u"z"_s.repeated(2000), .blob = "y"}};
    HostKeyDialog dialog(asked);
    look(with, dialog, u"x4-host-key"_s);
    QVERIFY2(with.faults().isEmpty(), qPrintable(with.faults()));
}

void QuestionLayoutTest::oneGetsThroughByTheTabKey()
{
    SecretDialog dialog(questions(), false, false);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QStringList order;
    const QWidget *first = dialog.focusWidget();
    for (int step = 0; step < 12 && (step == 0 || dialog.focusWidget() != first); ++step) {
        order += dialog.focusWidget()->objectName();
        QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order,
             (QStringList{u"answer0"_s,
                          u"answer1"_s,
                          u"answer2"_s,
                          u"showBox"_s,
                          u"cancelButton"_s,
                          u"acceptButton"_s}));
    SecretDialog locked(passphrase(), true, false);
    locked.setKeychain({});
    locked.open();
    QVERIFY(QTest::qWaitForWindowActive(&locked));
    QCOMPARE(locked.focusWidget()->objectName(), u"answer0"_s);
}

QTEST_MAIN(QuestionLayoutTest)
#include "tst_questionlayout.moc"
