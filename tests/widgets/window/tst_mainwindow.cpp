// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/launcher.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/window/leaving.h"
#include "widgets/window/placebutton.h"
#include "widgets/window/rail.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Atelier;
using Window::MainWindow;

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void showsTheFirstPage();
    void keysChooseThePage();
    void aClickInTheRailChoosesThePage();
    void theKeysOfEveryPageReachTheCurrentOne();
    void f6GoesRound();
    void f11IsFullScreenAndBack();
    void staysUsableAtItsSmallest();
    void isRememberedAsItWasLeft();
    void thePlaceIsInSight();
    void aClickOnThePlaceTellsMore();
    void whatCouldNotBeStartedIsSaidInThePage();
    void tryAgainTakesTheMessageAway();
    void anOlderServiceIsRestartedFromTheMessage();
    void theSchemeIsChosenInTheMenu();
    void theLanguageNeedsANewStart();
    void messagesOfAPageAreShown();
    void pagesSaveBeforeItCloses();
    void aPageCanRefuse();
    void closingTwiceAsksOnce();

private:
    template<typename Widget>
    static Widget *child(const QWidget *parent, const char *name)
    {
        return parent->findChild<Widget *>(QLatin1StringView(name));
    }
};

void MainWindowTest::initTestCase()
{
    qputenv("ATELIER_DATA", "/nowhere/data");
}

void MainWindowTest::showsTheFirstPage()
{
    WindowFixture fixture;
    QSignalSpy painted(fixture.window.get(), &MainWindow::painted);
    fixture.open();
    QCOMPARE(painted.count(), 1);
    QCOMPARE(fixture.window->currentPage(), fixture.first);
    QVERIFY(fixture.window->windowTitle().contains(QStringLiteral("first")));
    QVERIFY(fixture.first->hasFocus());
}

void MainWindowTest::keysChooseThePage()
{
    WindowFixture fixture;
    fixture.open();
    QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(fixture.window->currentPage(), fixture.second);
    QVERIFY(fixture.second->isVisible() && !fixture.first->isVisible());
    QTest::keyClick(fixture.window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(fixture.window->currentPage(), fixture.first);
    QTest::keyClick(fixture.window.get(), Qt::Key_7, Qt::ControlModifier);
    QCOMPARE(fixture.window->currentPage(), fixture.first);
}

void MainWindowTest::aClickInTheRailChoosesThePage()
{
    WindowFixture fixture;
    fixture.open();
    auto *rail = fixture.window->findChild<Window::Rail *>();
    QTest::mouseClick(child<QToolButton>(rail, "pageButton1"), Qt::LeftButton);
    QCOMPARE(fixture.window->currentPage(), fixture.second);
    QCOMPARE(rail->current(), 1);
    QVERIFY(child<QToolButton>(rail, "pageButton1")->toolTip().contains(QStringLiteral("Ctrl+2")));
}

void MainWindowTest::theKeysOfEveryPageReachTheCurrentOne()
{
    WindowFixture fixture;
    fixture.open();
    fixture.window->showPage(fixture.second);
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    QTest::keyClick(fixture.window.get(), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClick(fixture.window.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(
        fixture.second->asked,
        QStringList({QStringLiteral("refresh"), QStringLiteral("filter"), QStringLiteral("new")}));
    QVERIFY(fixture.first->asked.isEmpty());
}

void MainWindowTest::f6GoesRound()
{
    WindowFixture fixture;
    fixture.open();
    fixture.first->setFocus();
    const auto *place = fixture.window->findChild<Window::PlaceButton *>();
    const auto *button = child<QToolButton>(fixture.window.get(), "pageButton0");
    QTest::keyClick(fixture.window.get(), Qt::Key_F6);
    QVERIFY(place->hasFocus());
    QTest::keyClick(fixture.window.get(), Qt::Key_F6);
    QVERIFY(button->hasFocus());
    QTest::keyClick(fixture.window.get(), Qt::Key_F6);
    QVERIFY(fixture.first->hasFocus());
    QTest::keyClick(fixture.window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(button->hasFocus());
}

void MainWindowTest::f11IsFullScreenAndBack()
{
    WindowFixture fixture;
    fixture.open();
    fixture.window->setWindowState(Qt::WindowMaximized);
    QTest::keyClick(fixture.window.get(), Qt::Key_F11);
    QVERIFY(fixture.window->isFullScreen());
    QTest::keyClick(fixture.window.get(), Qt::Key_F11);
    QVERIFY(!fixture.window->isFullScreen());
    QVERIFY(fixture.window->isMaximized());
}

void MainWindowTest::staysUsableAtItsSmallest()
{
    WindowFixture fixture;
    fixture.open();
    fixture.window->resize(100, 100);
    QCOMPARE(fixture.window->size(), QSize(800, 500));
    for (const char *name : {"pageButton0", "pageButton1", "menuButton", "activityButton"}) {
        const auto *button = child<QToolButton>(fixture.window.get(), name);
        const QRect inWindow(button->mapTo(fixture.window.get(), QPoint(0, 0)), button->size());
        QVERIFY2(fixture.window->rect().contains(inWindow), name);
    }
}

void MainWindowTest::isRememberedAsItWasLeft()
{
    const QTemporaryDir config;
    // Within the 800 by 800 pixels of the test's screen.
    const QRect left(0, 40, 800, 610);
    {
        WindowFixture fixture(config.path());
        fixture.open();
        fixture.window->setGeometry(left);
        fixture.window->showPage(fixture.second);
        fixture.window->close();
        QTRY_VERIFY(!fixture.window->isVisible());
    }
    WindowFixture fixture(config.path());
    fixture.open();
    QCOMPARE(fixture.window->size(), left.size());
    QCOMPARE(fixture.window->currentPage(), fixture.second);
}

void MainWindowTest::thePlaceIsInSight()
{
    WindowFixture fixture;
    const auto *place = fixture.window->findChild<Window::PlaceButton *>();
    QCOMPARE(place->stateText(), QStringLiteral("This computer · Starting…"));
    fixture.open();
    QTRY_COMPARE(place->stateText(), QStringLiteral("This computer · Online"));
    QTRY_COMPARE(fixture.server.openStreams(), 1);
    fixture.server.vanish();
    QTRY_VERIFY_WITH_TIMEOUT(
        place->stateText().startsWith(QStringLiteral("This computer · Unreachable · ")), 10'000);
    QCOMPARE(place->accessibleName(), place->stateText());
}

void MainWindowTest::aClickOnThePlaceTellsMore()
{
    WindowFixture fixture;
    fixture.open();
    QTest::mouseClick(fixture.window->findChild<Window::PlaceButton *>(), Qt::LeftButton);
    auto *popover = child<QWidget>(fixture.window.get(), "placePopover");
    QVERIFY(popover != nullptr && popover->isVisible());
    QVERIFY(!child<QPushButton>(popover, "retryButton")->isVisible());
    QTest::mouseClick(child<QPushButton>(popover, "copyDetailsButton"), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("127.0.0.1")));
    QTest::keyClick(popover, Qt::Key_Escape);
    QTRY_VERIFY(child<QWidget>(fixture.window.get(), "placePopover") == nullptr);
}

void MainWindowTest::whatCouldNotBeStartedIsSaidInThePage()
{
    WindowFixture fixture;
    fixture.refuse({.code = Error::Code::PermissionDenied,
                    .message = QStringLiteral("The data folder can't be written."),
                    .detail = QStringLiteral("mkdir: EACCES")});
    fixture.open();
    auto *message = child<QWidget>(fixture.window.get(), "connectionMessage");
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(child<QLabel>(message, "sentence")->text(),
             QStringLiteral("The data folder can't be written."));
    QCOMPARE(child<QPushButton>(message, "actionButton")->text(), QStringLiteral("Try again"));
    QTest::mouseClick(child<QToolButton>(message, "copyDetailsButton"), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("mkdir: EACCES")));
    QVERIFY2(!fixture.first->isVisible(), "a page without data must not look as if it waited");
    QTest::keyClick(fixture.window.get(), Qt::Key_N, Qt::ControlModifier);
    QVERIFY(fixture.first->asked.isEmpty());
}

void MainWindowTest::tryAgainTakesTheMessageAway()
{
    WindowFixture fixture;
    fixture.refuse({.code = Error::Code::Unavailable, .message = QStringLiteral("Not now.")});
    fixture.open();
    auto *message = child<QWidget>(fixture.window.get(), "connectionMessage");
    QTRY_VERIFY(message->isVisible());
    fixture.allow();
    QTest::mouseClick(child<QPushButton>(message, "actionButton"), Qt::LeftButton);
    QTRY_VERIFY(!message->isVisible());
    QTRY_COMPARE(fixture.connection.state(), Window::Connection::State::Online);
    QVERIFY(fixture.first->isVisible());
}

void MainWindowTest::anOlderServiceIsRestartedFromTheMessage()
{
    WindowFixture fixture;
    fixture.refuse({.code = Error::Code::Conflict,
                    .message = QStringLiteral("It is older than this window."),
                    .target = Client::replaceable});
    fixture.open();
    auto *message = child<QWidget>(fixture.window.get(), "connectionMessage");
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(fixture.window->findChild<Window::PlaceButton *>()->stateText(),
             QStringLiteral("This computer · Not connected"));
    auto *restart = child<QPushButton>(message, "actionButton");
    QCOMPARE(restart->text(), QStringLiteral("Restart"));
    QTest::mouseClick(restart, Qt::LeftButton);
    QTRY_COMPARE(fixture.connection.state(), Window::Connection::State::Online);
    QVERIFY(!message->isVisible());
}

void MainWindowTest::theSchemeIsChosenInTheMenu()
{
    WindowFixture fixture;
    fixture.open();
    auto *dark = fixture.window->findChild<QAction *>(QStringLiteral("darkSchemeAction"));
    dark->trigger();
    QVERIFY(Ui::isDark(QGuiApplication::palette()));
    QCOMPARE(fixture.settings.colorScheme(), Ui::ColorScheme::Dark);
    fixture.window->findChild<QAction *>(QStringLiteral("lightSchemeAction"))->trigger();
    QVERIFY(!Ui::isDark(QGuiApplication::palette()));
    QCOMPARE(fixture.settings.colorScheme(), Ui::ColorScheme::Light);
}

void MainWindowTest::theLanguageNeedsANewStart()
{
    WindowFixture fixture;
    fixture.open();
    fixture.window->findChild<QAction *>(QStringLiteral("languageAction-ja"))->trigger();
    QCOMPARE(fixture.settings.language(), QStringLiteral("ja"));
    const auto *latest = child<QWidget>(fixture.window.get(), "latestActivity");
    QVERIFY(latest->accessibleName().contains(QStringLiteral("started again")));
}

void MainWindowTest::messagesOfAPageAreShown()
{
    WindowFixture fixture;
    fixture.open();
    Q_EMIT fixture.second->message(QStringLiteral("The key was saved."));
    QCOMPARE(child<QWidget>(fixture.window.get(), "latestActivity")->accessibleName(),
             QStringLiteral("The key was saved."));
    QTest::mouseClick(child<QToolButton>(fixture.window.get(), "activityButton"), Qt::LeftButton);
    QVERIFY(child<QWidget>(fixture.window.get(), "activityList")->isVisible());
}

void MainWindowTest::pagesSaveBeforeItCloses()
{
    WindowFixture fixture;
    fixture.first->closesAtOnce = false;
    fixture.open();
    fixture.window->close();
    QTRY_COMPARE(fixture.first->asked, QStringList{QStringLiteral("close")});
    QVERIFY(fixture.second->asked.isEmpty());
    QVERIFY(fixture.window->isVisible());
    Q_EMIT fixture.first->readyToClose();
    QCOMPARE(fixture.second->asked, QStringList{QStringLiteral("close")});
    QTRY_VERIFY(!fixture.window->isVisible());
}

void MainWindowTest::aPageCanRefuse()
{
    WindowFixture fixture;
    fixture.first->closesAtOnce = false;
    fixture.open();
    fixture.window->close();
    QTRY_COMPARE(fixture.first->asked.size(), 1);
    Q_EMIT fixture.first->closeRefused();
    QTRY_VERIFY(fixture.window->findChild<Window::Leaving *>() == nullptr);
    QVERIFY(fixture.window->isVisible());
    QVERIFY(fixture.second->asked.isEmpty());
    fixture.first->closesAtOnce = true;
    fixture.window->close();
    QTRY_VERIFY(!fixture.window->isVisible());
}

void MainWindowTest::closingTwiceAsksOnce()
{
    WindowFixture fixture;
    fixture.first->closesAtOnce = false;
    fixture.open();
    fixture.window->close();
    fixture.window->close();
    QTRY_VERIFY(!fixture.first->asked.isEmpty());
    fixture.window->close();
    QCoreApplication::processEvents();
    QCOMPARE(fixture.first->asked, QStringList{QStringLiteral("close")});
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
