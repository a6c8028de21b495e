// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layoutlook.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/common/icons.h"
#include "widgets/common/messagebox.h"
#include "widgets/compute/questions.h"
#include "widgets/window/commandpalette.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

#include <memory>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Test::LayoutLook;
using Window::CommandPalette;

namespace {

Compute::RunningKernel kernel(const QString &name, const QString &state = u"idle"_s)
{
    return {.instance = u"ada-box"_s, .kernel = {.name = name, .path = name, .state = state}};
}

} // namespace

/** The palette and the questions above the window, in each language and light and dark: nothing is
 * cut off. */
class DialogLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("ATELIER_DATA", "/nowhere/data"); }
    void init();
    void cleanup();
    void thePaletteIsWhole_data() { LayoutLook::addRows(); }
    void thePaletteIsWhole();
    void questionsBeforeAStopAreWhole_data() { LayoutLook::addRows(); }
    void questionsBeforeAStopAreWhole();

private:
    void openWindow();
    void lookAtQuestion(const Ui::Question &question, const QString &name);

    std::unique_ptr<LayoutLook> m_look;
    std::unique_ptr<WindowFixture> m_fixture;
};

void DialogLayoutTest::init()
{
    m_look = std::make_unique<LayoutLook>();
    m_fixture = std::make_unique<WindowFixture>();
}

void DialogLayoutTest::cleanup()
{
    m_fixture.reset();
    m_look.reset();
}

void DialogLayoutTest::openWindow()
{
    m_fixture->window->resize(m_look->size());
    m_fixture->open();
    m_fixture->window->resize(m_look->size());
    // The fixture's own theme came later.
    const bool isDark = QString::fromLatin1(QTest::currentDataTag()).endsWith(u"dark"_s);
    m_fixture->theme.setScheme(isDark ? Ui::ColorScheme::Dark : Ui::ColorScheme::Light);
}

void DialogLayoutTest::thePaletteIsWhole()
{
    const QString longName = u"gpu-node-with-a-long-name"_s;
    m_fixture->first->offers = {
        {.text = u"Stop: "_s + longName, .icon = Ui::icon(u"media-playback-stop"_s)},
        {.text = u"Open in browser: "_s + u"x"_s.repeated(400) + u" of "_s + longName,
         .keys = u"Ctrl+Shift+F"_s,
         .icon = Ui::icon(u"globe"_s)},
        {.text = u"Forward: <b>markup</b> & more\u202e of ada-box"_s,
         .icon = Ui::icon(u"network-connect"_s)}};
    openWindow();
    QTest::keyClick(m_fixture->window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *palette = m_fixture->window->findChild<CommandPalette *>();
    QVERIFY(palette != nullptr);
    m_look->look(palette, u"p1-palette"_s);
    auto *words = palette->findChild<QLineEdit *>(u"commandWords"_s);
    QTest::keyClicks(words, u"of"_s);
    m_look->look(palette, u"p2-some"_s);
    words->setText(u"no such thing"_s);
    m_look->look(palette, u"p3-none"_s);
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

void DialogLayoutTest::lookAtQuestion(const Ui::Question &question, const QString &name)
{
    Ui::ask(m_fixture->window.get(), question, this, [](const Ui::Answer &) {});
    auto *box = m_fixture->window->findChild<QMessageBox *>();
    QVERIFY(box != nullptr);
    m_look->look(box, name);
    // What ends something is not what Return does.
    QCOMPARE(box->defaultButton()->objectName(), u"button1"_s);
    QTest::keyClick(box, Qt::Key_Escape);
    QTRY_VERIFY(m_fixture->window->findChild<QMessageBox *>() == nullptr);
}

void DialogLayoutTest::questionsBeforeAStopAreWhole()
{
    openWindow();
    const QStringList one{u"ada-box"_s};
    lookAtQuestion(Compute::kernelQuestion(one, false, {kernel(u"train.ipynb"_s, u"busy"_s)}),
                   u"q1-stop"_s);
    QList<Compute::RunningKernel> many;
    for (int number = 1; number < 12; ++number) {
        many += kernel(u"notebooks/2026/a rather long name of a notebook %1.ipynb"_s.arg(number));
    }
    many += kernel(u"<b>x</b>\u202e\n"_s + u"y"_s.repeated(300));
    many.prepend(many.takeLast());
    lookAtQuestion(Compute::kernelQuestion({u"ada-box"_s, u"grace-box"_s}, true, many, false),
                   u"q2-many"_s);
    lookAtQuestion(Compute::kernelQuestion(one, false, {}, false), u"q3-unknown"_s);
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

QTEST_MAIN(DialogLayoutTest)
#include "tst_dialoglayout.moc"
