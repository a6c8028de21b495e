// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/inlinemessage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Atelier;
using namespace Atelier::Ui;

class InlineMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNotSeenBeforeThereIsSomethingToSay();
    void showsTheSentenceAndFoldsTheDetails();
    void copiesTheTechnicalDetails();
    void offersNoDetailsWhenThereAreNone();
    void textOfAServerIsNeverRichText();
    void theActionIsOffered();
    void escapeClosesIt();
    void staysWhenItIsNotToBeClosed();
};

namespace {

template<typename Widget>
Widget *child(const QWidget &parent, const char *name)
{
    return parent.findChild<Widget *>(QLatin1StringView(name));
}

const Error refused{.code = Error::Code::Conflict,
                    .message = QStringLiteral("ada-box is starting."),
                    .detail = QStringLiteral("409 from the service"),
                    .target = QStringLiteral("state"),
                    .serviceCode = QStringLiteral("Conflict")};

} // namespace

void InlineMessageTest::isNotSeenBeforeThereIsSomethingToSay()
{
    QWidget page;
    const InlineMessage message(&page);
    page.show();
    QVERIFY(!message.isVisible());
}

void InlineMessageTest::showsTheSentenceAndFoldsTheDetails()
{
    InlineMessage message;
    message.showError(refused);
    QVERIFY(message.isVisible());
    QCOMPARE(message.sentence(), refused.message);
    QVERIFY(child<QPlainTextEdit>(message, "details") == nullptr);
    auto *fold = child<QToolButton>(message, "detailsButton");
    QTest::mouseClick(fold, Qt::LeftButton);
    auto *details = child<QPlainTextEdit>(message, "details");
    QVERIFY(details != nullptr && details->isVisible());
    QVERIFY(details->toPlainText().contains(refused.detail));
    QTest::mouseClick(fold, Qt::LeftButton);
    QVERIFY(!details->isVisible());
}

void InlineMessageTest::copiesTheTechnicalDetails()
{
    InlineMessage message;
    message.showError(refused);
    QTest::mouseClick(child<QToolButton>(message, "copyDetailsButton"), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    for (const QString &part :
         {refused.message, refused.detail, refused.target, refused.serviceCode}) {
        QVERIFY2(copied.contains(part), qPrintable(part));
    }
}

void InlineMessageTest::offersNoDetailsWhenThereAreNone()
{
    InlineMessage message;
    message.showMessage(Tone::Warning, QStringLiteral("The folder is large."));
    QVERIFY(!child<QToolButton>(message, "detailsButton")->isVisible());
    QVERIFY(!child<QToolButton>(message, "copyDetailsButton")->isVisible());
}

void InlineMessageTest::textOfAServerIsNeverRichText()
{
    InlineMessage message;
    message.showMessage(Tone::Failed, QStringLiteral("<img src='file:///etc/passwd'>"));
    QCOMPARE(child<QLabel>(message, "sentence")->textFormat(), Qt::PlainText);
}

void InlineMessageTest::theActionIsOffered()
{
    InlineMessage message;
    message.showError(refused);
    auto *action = child<QPushButton>(message, "actionButton");
    QVERIFY(!action->isVisible());
    message.setAction(QStringLiteral("Try again"));
    QSignalSpy triggered(&message, &InlineMessage::actionTriggered);
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(triggered.count(), 1);
}

void InlineMessageTest::escapeClosesIt()
{
    InlineMessage message;
    message.showError(refused);
    QSignalSpy closed(&message, &InlineMessage::closed);
    QTest::keyClick(&message, Qt::Key_Escape);
    QVERIFY(!message.isVisible());
    QCOMPARE(closed.count(), 1);
}

void InlineMessageTest::staysWhenItIsNotToBeClosed()
{
    InlineMessage message;
    message.setClosable(false);
    message.showError(refused);
    QTest::keyClick(&message, Qt::Key_Escape);
    QVERIFY(message.isVisible());
    QVERIFY(!child<QToolButton>(message, "closeButton")->isVisible());
}

QTEST_MAIN(InlineMessageTest)
#include "tst_inlinemessage.moc"
