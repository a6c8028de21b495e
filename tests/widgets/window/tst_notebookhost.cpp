// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/inlinemessage.h"
#include "widgets/window/notebookhost.h"

#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using Window::NotebookHost;

class NotebookHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyUntilANotebookIsOpened();
    void aMissingPluginIsASentence();
    void aBrokenPluginIsASentence();
    void closesAtOnceWithoutAPane();
};

void NotebookHostTest::isEmptyUntilANotebookIsOpened()
{
    NotebookHost host({}, {});
    host.show();
    QVERIFY(!host.hasPane());
    QSignalSpy left(&host, &NotebookHost::leaveRequested);
    QTest::mouseClick(host.findChild<QPushButton *>(QStringLiteral("emptyButton")), Qt::LeftButton);
    QCOMPARE(left.count(), 1);
}

void NotebookHostTest::aMissingPluginIsASentence()
{
    const QTemporaryDir folder;
    NotebookHost host({}, {folder.path()});
    host.show();
    host.openInstance(QStringLiteral("ada-box"));
    const auto *message = host.findChild<Ui::InlineMessage *>();
    QVERIFY(message->isVisible());
    QVERIFY(message->sentence().endsWith(u'.'));
    QVERIFY2(message->details().contains(folder.path()), qPrintable(message->details()));
    QVERIFY(!host.hasPane());
}

void NotebookHostTest::aBrokenPluginIsASentence()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("atelier_notebookpane.so")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no library");
    file.close();
    NotebookHost host({}, {folder.path()});
    host.show();
    host.openInstance(QStringLiteral("ada-box"));
    const auto *message = host.findChild<Ui::InlineMessage *>();
    QVERIFY(message->isVisible());
    QVERIFY(message->details().contains(QStringLiteral("atelier_notebookpane.so")));
    auto *again = message->findChild<QPushButton *>(QStringLiteral("actionButton"));
    QVERIFY(again->isVisible());
    QTest::mouseClick(again, Qt::LeftButton);
    QVERIFY(message->isVisible());
}

void NotebookHostTest::closesAtOnceWithoutAPane()
{
    NotebookHost host({}, {});
    QSignalSpy ready(&host, &NotebookHost::readyToClose);
    host.prepareToClose();
    QCOMPARE(ready.count(), 1);
}

QTEST_MAIN(NotebookHostTest)
#include "tst_notebookhost.moc"
