// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/busyindicator.h"
#include "widgets/common/copyablefield.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/emptypage.h"
#include "widgets/common/statedelegate.h"
#include "widgets/common/statedot.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace Atelier::Ui;

class FieldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCopyButtonCopiesAndSaysSo();
    void whatIsSeenIsWhatIsCopied();
    void aLongLineIsShortenedAndTold();
    void anEmptyPageOffersOneButton();
    void aStateIsADotAndAWord();
    void aColumnOfStatesShowsTheTone();
    void theBusyIndicatorCountsOnlyWhileItIsSeen();
};

namespace {

bool contains(const QImage &image, const QColor &color)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).rgb() == color.rgb()) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

void FieldsTest::theCopyButtonCopiesAndSaysSo()
{
    CopyableField field(QStringLiteral("ssh -p 40022 ada@127.0.0.1"));
    field.show();
    auto *button = field.findChild<QToolButton *>(QStringLiteral("copyButton"));
    const QString before = button->text();
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), field.text());
    QVERIFY(button->text() != before);
    QTRY_COMPARE(button->text(), before);
}

void FieldsTest::whatIsSeenIsWhatIsCopied()
{
    CopyableField field;
    field.setText(QStringLiteral("echo a\nrm -rf b\u202e"));
    QVERIFY(!field.text().contains(u'\n'));
    QCOMPARE(field.findChild<QLineEdit *>()->text(), field.text());
    QVERIFY(!field.text().contains(QChar(0x202e)));
}

void FieldsTest::aLongLineIsShortenedAndTold()
{
    ElidedLabel label(QStringLiteral("<b>A rather long line</b> that finds no room here"));
    label.resize(60, 20);
    label.show();
    QVERIFY(label.isElided());
    QCOMPARE(label.toolTip(), label.text().toHtmlEscaped());
    label.resize(2000, 20);
    QTRY_VERIFY(!label.isElided());
    QTRY_VERIFY(label.toolTip().isEmpty());
}

void FieldsTest::anEmptyPageOffersOneButton()
{
    EmptyPage page;
    page.setContent(QStringLiteral("computer"),
                    QStringLiteral("There are no instances yet."),
                    QStringLiteral("Create your first instance"));
    page.show();
    QSignalSpy triggered(&page, &EmptyPage::triggered);
    QTest::mouseClick(page.button(), Qt::LeftButton);
    QCOMPARE(triggered.count(), 1);
    page.resize(600, 400);
    page.setContent(
        {},
        QStringLiteral(
            "There is no instance yet: an instance is a place of its own with cores, memory and a "
            "home folder, in which you work and which goes on when this window is closed."),
        {});
    auto *sentence = page.findChild<QLabel *>(QStringLiteral("emptySentence"));
    QTRY_VERIFY2(sentence->height() >= sentence->heightForWidth(sentence->width()),
                 "the sentence is cut off");
    QVERIFY(sentence->width() > 400);
    QVERIFY(!page.button()->isVisible());
}

void FieldsTest::aStateIsADotAndAWord()
{
    StateDot dot;
    dot.setPalette(Theme::lightPalette());
    dot.setState(Tone::Running, QStringLiteral("Running · 2 h"));
    dot.resize(dot.sizeHint());
    QCOMPARE(dot.accessibleName(), QStringLiteral("Running · 2 h"));
    QVERIFY(contains(dot.grab().toImage(), toneColor(Tone::Running, dot.palette())));
    dot.setState(Tone::Failed, QStringLiteral("Failed"));
    QVERIFY(contains(dot.grab().toImage(), toneColor(Tone::Failed, dot.palette())));
}

void FieldsTest::aColumnOfStatesShowsTheTone()
{
    QStandardItemModel model;
    model.appendRow(new QStandardItem(QStringLiteral("Stopped")));
    QTableView table;
    table.setPalette(Theme::lightPalette());
    table.setModel(&model);
    table.setItemDelegate(
        new StateDelegate([](const QModelIndex &) { return Tone::Running; }, &table));
    table.show();
    QVERIFY(
        contains(table.viewport()->grab().toImage(), toneColor(Tone::Running, table.palette())));
}

void FieldsTest::theBusyIndicatorCountsOnlyWhileItIsSeen()
{
    BusyIndicator indicator;
    QVERIFY(!indicator.isRunning());
    indicator.start(QStringLiteral("Starting JupyterLab"), 64'000);
    QVERIFY(indicator.isVisible());
    QVERIFY(indicator.text().contains(QStringLiteral("1 min 4 s")));
    auto *timer = indicator.findChild<QTimer *>();
    QVERIFY(timer->isActive());
    QTRY_VERIFY(indicator.text().contains(QStringLiteral("1 min 5 s")));
    indicator.hide();
    QVERIFY2(!timer->isActive(), "an indicator that nobody sees must not wake the program");
    indicator.show();
    QVERIFY(timer->isActive());
    indicator.stop();
    QVERIFY(!timer->isActive() && !indicator.isVisible());
}

QTEST_MAIN(FieldsTest)
#include "tst_fields.moc"
