// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/window/windowfixture.h"
#include "widgets/window/commandpalette.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTreeWidget>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Window::CommandPalette;

class CommandPaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("ATELIER_DATA", "/nowhere/data"); }

    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->first->offers = {
            {.text = u"Stop: ada-box"_s, .run = [this] { m_ran.append(u"stop"_s); }},
            {.text = u"Stop: bob-box"_s, .run = [this] { m_ran.append(u"stop bob"_s); }}};
        m_fixture->open();
        m_ran.clear();
    }

    void cleanup() { m_fixture.reset(); }

    void runsTheCommandWhoseWordsAreTyped()
    {
        m_fixture->window->showPage(m_fixture->second);
        QTest::keyClicks(openPalette(), u"BOX stop"_s);
        QTest::keyClick(words(), Qt::Key_Down);
        QTest::keyClick(words(), Qt::Key_Return);
        QTRY_COMPARE(m_ran, QStringList{u"stop bob"_s});
        QCOMPARE(m_fixture->window->currentPage(), m_fixture->first);
        QTRY_VERIFY(palette() == nullptr);
    }

    void goesToAPage()
    {
        QTest::keyClicks(openPalette(), u"second"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        QTRY_COMPARE(m_fixture->window->currentPage(), m_fixture->second);
    }

    void offersWhatTheMenuHas()
    {
        QTest::keyClicks(openPalette(), u"appearance dark"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        QTRY_VERIFY(m_fixture->theme.scheme() == Ui::ColorScheme::Dark);
    }

    void aClickRunsToo()
    {
        QTest::keyClicks(openPalette(), u"ada"_s);
        auto *list = palette()->findChild<QTreeWidget *>();
        QTest::mouseClick(list->viewport(),
                          Qt::LeftButton,
                          {},
                          list->visualItemRect(list->currentItem()).center());
        QTRY_COMPARE(m_ran, QStringList{u"stop"_s});
    }

    void saysThatNothingFits()
    {
        QTest::keyClicks(openPalette(), u"no such thing"_s);
        QVERIFY(palette()->findChild<QLabel *>()->isVisible());
        QTest::keyClick(words(), Qt::Key_Return);
        QVERIFY(palette() != nullptr);
        QTest::keyClick(words(), Qt::Key_Escape);
        QTRY_VERIFY(palette() == nullptr);
        QVERIFY(m_ran.isEmpty());
    }

private:
    CommandPalette *palette() const { return m_fixture->window->findChild<CommandPalette *>(); }
    QLineEdit *words() const { return palette()->findChild<QLineEdit *>(u"commandWords"_s); }

    QLineEdit *openPalette()
    {
        QTest::keyClick(m_fixture->window.get(), Qt::Key_K, Qt::ControlModifier);
        return words();
    }

    std::unique_ptr<WindowFixture> m_fixture;
    QStringList m_ran;
};

QTEST_MAIN(CommandPaletteTest)
#include "tst_commandpalette.moc"
