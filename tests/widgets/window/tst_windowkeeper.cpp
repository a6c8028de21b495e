// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/window/windowfixture.h"
#include "widgets/notebook/sharedcontext.h"
#include "widgets/window/windowkeeper.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QTest>
#include <QWebEngineView>
#include <QWindow>

using namespace Atelier;

/** The window around the opening of its first web view, on a real display with a window manager. */
class WindowKeeperTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsGeometryAndFocus();
    void keepsItMaximized();
    void keepsItFullScreen();
    void mendsAWindowThatWasHidden();

private:
    void openWebView();

    std::unique_ptr<WindowFixture> m_fixture;
    QLineEdit *m_edit = nullptr;
};

void WindowKeeperTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->first->setLayout(new QVBoxLayout);
    m_edit = new QLineEdit(m_fixture->first);
    m_fixture->first->layout()->addWidget(m_edit);
    m_fixture->open();
    QVERIFY(QTest::qWaitForWindowActive(m_fixture->window.get()));
    m_edit->setFocus();
}

void WindowKeeperTest::openWebView()
{
    const WId before = m_fixture->window->winId();
    {
        const Window::WindowKeeper keeper(m_fixture->window.get());
        Notebook::makeSharedContext();
        auto *view = new QWebEngineView(m_fixture->first);
        m_fixture->first->layout()->addWidget(view);
        view->setHtml(QStringLiteral("<p>Hello</p>"));
        view->show();
    }
    QVERIFY2(m_fixture->window->winId() != before,
             "the native window was not made anew: this test shows nothing");
    QTRY_VERIFY(m_fixture->window->isActiveWindow());
}

void WindowKeeperTest::keepsGeometryAndFocus()
{
    const QRect geometry(90, 70, 870, 590);
    m_fixture->window->setGeometry(geometry);
    QTRY_COMPARE(m_fixture->window->windowHandle()->geometry(), geometry);
    openWebView();
    QTRY_COMPARE(m_fixture->window->geometry(), geometry);
    QTRY_COMPARE(m_fixture->window->windowHandle()->geometry(), geometry);
    QVERIFY(m_edit->hasFocus());
}

void WindowKeeperTest::keepsItMaximized()
{
    m_fixture->window->showMaximized();
    QTRY_VERIFY(m_fixture->window->width() > 1200);
    const QRect maximized = m_fixture->window->geometry();
    openWebView();
    QTRY_VERIFY(m_fixture->window->isMaximized());
    QTRY_COMPARE(m_fixture->window->geometry(), maximized);
    QVERIFY(m_edit->hasFocus());
}

void WindowKeeperTest::keepsItFullScreen()
{
    m_fixture->window->toggleFullScreen();
    QTRY_COMPARE(m_fixture->window->size(), m_fixture->window->screen()->size());
    openWebView();
    QTRY_VERIFY(m_fixture->window->isFullScreen());
    QTRY_COMPARE(m_fixture->window->size(), m_fixture->window->screen()->size());
}

void WindowKeeperTest::mendsAWindowThatWasHidden()
{
    {
        const Window::WindowKeeper keeper(m_fixture->window.get());
        m_fixture->window->setWindowFlag(Qt::WindowStaysOnTopHint);
        QVERIFY(!m_fixture->window->isVisible());
    }
    QTRY_VERIFY(m_fixture->window->isVisible());
}

QTEST_MAIN(WindowKeeperTest)
#include "tst_windowkeeper.moc"
