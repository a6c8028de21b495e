// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of JupyterLab and of a kernel under an open page.
#include "tests/widgets/notebook/panefixture.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/messagebox.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString killServer = u"kill -9 $(cat $XDG_RUNTIME_DIR/jupyter.pid)"_s;
const QString stopServer = u"kill -STOP $(cat $XDG_RUNTIME_DIR/jupyter.pid)"_s;
/** One line for each server and each kernel in the instance. */
const QString processes =
    u"grep -lsz -e 'jupyter-lab$' -e 'kernel-[^ ]*json$' /proc/[0-9]*/cmdline"_s;

} // namespace

class TestPaneDeath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_pane = std::make_unique<Test::PaneFixture>();
        QVERIFY(m_pane->begin());
        QVERIFY(m_pane->openLab());
        QVERIFY(m_pane->newNotebook());
        QCOMPARE(processCount(), 2);
    }

    void cleanupTestCase() { m_pane.reset(); }

    void saysThatAKernelDiedAndGoesOnWithANewOne()
    {
        QVERIFY(m_pane->runCell(u"import os; os.kill(os.getpid(), 9)"_s));
        QVERIFY(m_pane->becomes(
            u"document.querySelector('.jp-Dialog')?.innerText.includes('died') === true"_s, 20s));
        m_pane->picture(u"kernel-died"_s);
        QVERIFY(m_pane->becomes(
            u"(document.querySelector('.jp-Dialog .jp-mod-accept').click(), true)"_s));
        QVERIFY(m_pane->runCell(u"print('a new', 'kernel')"_s));
        QVERIFY(m_pane->shows(u"a new kernel"_s));
        QVERIFY(!bar()->isVisible());
    }

    void saysThatJupyterLabDiedAtRest()
    {
        (void)m_pane->inInstance(killServer);
        QVERIFY(endIsSaid());
        m_pane->picture(u"server-died"_s);
        QVERIFY(startsAgain());
    }

    void saysItWhileACellRuns()
    {
        QVERIFY(m_pane->runCell(u"import time; time.sleep(600)"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_pane->panel()->bridge()->isBusy(), 10s);
        (void)m_pane->inInstance(killServer);
        QVERIFY(endIsSaid());
        QVERIFY(startsAgain());
    }

    void losesNothingSilentlyWhenItDiesDuringASave()
    {
        QVERIFY(m_pane->becomes(
            u"(jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.setSource('unsaved = 1'), true)"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_pane->panel()->bridge()->isDirty(), 10s);
        // It takes the request to save and never answers.
        (void)m_pane->inInstance(stopServer);
        QSignalSpy refused(m_pane->tabs.get(), &NotebookPane::closeRefused);
        Ui::queueAnswer({.button = 1});
        m_pane->tabs->prepareToClose();
        (void)m_pane->inInstance(killServer);
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 20s);
        const QList<Ui::Question> asked = Ui::takeAskedQuestions();
        QCOMPARE(asked.size(), 1);
        QVERIFY2(asked.first().text.contains(u"could be saved"), qPrintable(asked.first().text));
        QVERIFY(endIsSaid());
        QVERIFY(startsAgain());
        // It was not lost: the page kept it, and saved it as soon as that was possible.
        QVERIFY(
            m_pane->inInstance(u"cat ~/cloudfiles/code/Users/*/*.ipynb"_s).contains("unsaved = 1"));
    }

    void saysItWhileItStartsForThePage()
    {
        Ui::queueAnswer({.button = 0});
        Q_EMIT m_pane->panel()->shutDownWanted();
        QTRY_VERIFY_WITH_TIMEOUT(m_pane->panel() == nullptr, 30s);
        (void)Ui::takeAskedQuestions();
        m_pane->tabs->openInstance(u"ada-box"_s);
        // As soon as there is a new one; the old one's number does not count.
        const QByteArray killed = m_pane->inInstance(
            u"old=$(cat $XDG_RUNTIME_DIR/jupyter.pid); new=$old;"
            u" while [ $new = $old ] || ! kill -0 $new; do sleep 0.02;"
            u" new=$(cat $XDG_RUNTIME_DIR/jupyter.pid); done 2>/dev/null; kill -9 $new; echo done"_s);
        QCOMPARE(killed, QByteArray("done\n"));
        auto *failure = m_pane->tab()->findChild<Ui::InlineMessage *>(u"failureMessage"_s);
        QTRY_VERIFY_WITH_TIMEOUT(failure->isVisible(), 15s);
        m_pane->picture(u"start-died"_s);
        auto *again = m_pane->tab()->findChild<QPushButton *>(u"openButton"_s);
        QVERIFY(again->isVisible());
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            m_pane->panel() != nullptr && m_pane->panel()->bridge()->isUsable(), 90s);
        QCOMPARE(processCount(), 1);
    }

private:
    [[nodiscard]] Ui::InlineMessage *bar() const
    {
        return m_pane->panel()->findChild<Ui::InlineMessage *>(u"connectionMessage"_s);
    }

    [[nodiscard]] qsizetype processCount() { return m_pane->inInstance(processes).count('\n'); }

    /** The bar says it in a few seconds, with the server's log, and no process is left. */
    [[nodiscard]] bool endIsSaid()
    {
        const bool isSaid = QTest::qWaitFor(
            [this] {
                return bar()->isVisible() && bar()->sentence().contains(u"JupyterLab ended"_s);
            },
            10s);
        const bool isGone = isSaid && QTest::qWaitFor([this] { return processCount() == 0; }, 10s);
        const bool isWhole = isGone && bar()->details().contains(u"jupyter"_s, Qt::CaseInsensitive);
        if (!isWhole) {
            qWarning() << bar()->isVisible() << bar()->sentence() << bar()->details()
                       << m_pane->inInstance(processes);
        }
        return isWhole;
    }

    /** By the bar's button, and then a cell runs again in the same page. */
    [[nodiscard]] bool startsAgain()
    {
        auto *button = bar()->findChild<QPushButton *>(u"actionButton"_s);
        if (button == nullptr || !button->isVisible()) {
            return false;
        }
        QTest::mouseClick(button, Qt::LeftButton);
        if (!QTest::qWaitFor([this] { return !bar()->isVisible(); }, 90s)) {
            qWarning() << bar()->sentence() << bar()->details();
            return false;
        }
        m_pane->picture(u"started-again"_s);
        // What the page has not saved is saved first; then it comes with a new kernel.
        auto *notice = m_pane->panel()->findChild<Ui::InlineMessage *>(u"notice"_s);
        auto *reload = notice->findChild<QPushButton *>(u"actionButton"_s);
        if (!notice->isVisible() || !notice->sentence().contains(u"started again"_s)) {
            qWarning() << notice->isVisible() << notice->sentence();
            return false;
        }
        QSignalSpy usable(m_pane->panel()->bridge(), &LabBridge::usable);
        QTest::mouseClick(reload, Qt::LeftButton);
        return QTest::qWaitFor([&usable] { return usable.count() == 1; }, 60s)
               && m_pane->runCell(u"print('runs', 'again')"_s) && m_pane->shows(u"runs again"_s);
    }

    std::unique_ptr<Test::PaneFixture> m_pane;
};

QTEST_MAIN(TestPaneDeath)
#include "tst_panedeath.moc"
