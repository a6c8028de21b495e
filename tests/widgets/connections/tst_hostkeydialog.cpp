// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/hostkeys.h"
#include "widgets/common/copyablefield.h"
#include "widgets/connections/hostkeydialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;

namespace {

Ssh::HostKeyQuestion question()
{
    return {.host = u"gpu.example"_s,
            .port = 2222,
            .presented = Ssh::hostKeyFromBlob(QByteArray::fromBase64(
                "AAAAC3NzaC1lZDI1NTE5AAAAINAR+X5X5ahxIGf1xETjOCD86DmuK4PGqXcAjNHp5qiN")),
            .recordingFile = u"/home/ada/.ssh/known_hosts"_s};
}

} // namespace

class HostKeyDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatThePersonIsToCompare();
    void refusesByReturnAndEscape();
    void trustsOnlyWhenToldTo();
    void mentionsOtherKeys();
    void showsNoMarkupOfAServer();
    void saysWhenNothingIsRecorded();
};

void HostKeyDialogTest::showsWhatThePersonIsToCompare()
{
    HostKeyDialog dialog(question());
    dialog.open();
    QVERIFY(dialog.findChild<QLabel *>(u"questionLabel"_s)->text().contains(u"gpu.example:2222"_s));
    auto *field = dialog.findChild<Ui::CopyableField *>(u"fingerprintField"_s);
    const QString fingerprint = u"SHA256:KmLcs+7Q9V2IIY0J3x567J6rc2lKawR6dQBVloa9aoM"_s;
    QCOMPARE(field->text(), fingerprint);
    QTest::mouseClick(field->findChild<QToolButton *>(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), fingerprint);
    QVERIFY(dialog.findChild<QLabel *>(u"recordingLabel"_s)
                ->text()
                .contains(u"/home/ada/.ssh/known_hosts"_s));
    QVERIFY(dialog.findChild<QLabel *>(u"recordedLabel"_s) == nullptr);
    bool namesType = false;
    for (const auto *label : dialog.findChildren<QLabel *>()) {
        namesType = namesType || label->text().contains(u"ED25519"_s);
    }
    QVERIFY(namesType);
}

void HostKeyDialogTest::refusesByReturnAndEscape()
{
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Escape}) {
        HostKeyDialog dialog(question());
        const QSignalSpy finished(&dialog, &QDialog::finished);
        dialog.open();
        QTest::keyClick(&dialog, key);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(dialog.result(), int(QDialog::Rejected));
    }
}

void HostKeyDialogTest::trustsOnlyWhenToldTo()
{
    HostKeyDialog dialog(question());
    dialog.open();
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"trustButton"_s), Qt::LeftButton);
    QCOMPARE(dialog.result(), int(QDialog::Accepted));
}

void HostKeyDialogTest::mentionsOtherKeys()
{
    Ssh::HostKeyQuestion asked = question();
    asked.recorded = {{.type = u"ssh-rsa"_s, .blob = "x"}};
    const HostKeyDialog dialog(asked);
    const QString text = dialog.findChild<QLabel *>(u"recordedLabel"_s)->text();
    QVERIFY(text.contains(u"RSA"_s));
    QVERIFY(text.contains(asked.recorded.first().fingerprint()));
}

void HostKeyDialogTest::showsNoMarkupOfAServer()
{
    Ssh::HostKeyQuestion asked = question();
    asked.host = u"<b>x</b>\n\u202e\x1b[2J"_s;
    const HostKeyDialog dialog(asked);
    for (const auto *label : dialog.findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(!label->text().contains(u'\x1b'));
        QVERIFY(!label->text().contains(u'\u202e'));
    }
}

void HostKeyDialogTest::saysWhenNothingIsRecorded()
{
    Ssh::HostKeyQuestion asked = question();
    asked.recordingFile.clear();
    const HostKeyDialog dialog(asked);
    QVERIFY(dialog.findChild<QLabel *>(u"recordingLabel"_s)->text().contains(u"nowhere"_s));
}

QTEST_MAIN(HostKeyDialogTest)
#include "tst_hostkeydialog.moc"
