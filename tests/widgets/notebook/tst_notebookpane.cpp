// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pane with everything real behind it: control plane, instance, SSH, JupyterLab, web engine.
#include "tests/support/cutcommand.h"
#include "tests/widgets/notebook/panefixture.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/messagebox.h"
#include "widgets/notebook/externalopener.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestNotebookPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_pane = std::make_unique<Test::PaneFixture>();
        QVERIFY(m_pane->begin([this](const QString &instance, const auto &decided) {
            m_left.append(instance);
            decided(m_mayLeave);
        }));
    }

    void cleanupTestCase() { m_pane.reset(); }

    void opensJupyterLabStepByStep()
    {
        QVERIFY(m_pane->openLab());
        QCOMPARE(tabs()->openInstances(), QStringList{u"ada-box"_s});
        m_pane->picture(u"lab-light"_s);
    }

    void runsACellAndShowsItsOutput()
    {
        QVERIFY(m_pane->newNotebook());
        QVERIFY(m_pane->runCell(u"print(6 * 7)"_s));
        QVERIFY(m_pane->shows(u"42"_s));
        m_pane->picture(u"cell"_s);
    }

    void followsLightAndDark()
    {
        QVERIFY(becomes(u"document.body.dataset.jpThemeName === 'JupyterLab Light'"_s));
        m_pane->theme->setScheme(Ui::ColorScheme::Dark);
        QVERIFY(becomes(u"document.body.dataset.jpThemeName === 'JupyterLab Dark'"_s));
        QTest::qWait(qEnvironmentVariableIsSet("ATELIER_TEST_PICTURES") ? 500 : 0);
        m_pane->picture(u"lab-dark"_s);
        m_pane->theme->setScheme(Ui::ColorScheme::Light);
        QVERIFY(becomes(u"document.body.dataset.jpThemeName === 'JupyterLab Light'"_s));
    }

    void showsADotWhileACellRuns()
    {
        QTabWidget *widget = m_pane->tabWidget();
        QVERIFY(widget->tabIcon(0).isNull());
        QVERIFY(m_pane->runCell(u"import time; time.sleep(2)"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!widget->tabIcon(0).isNull(), 10s);
        QTRY_VERIFY_WITH_TIMEOUT(widget->tabIcon(0).isNull(), 20s);
    }

    void opensItsOwnPagesInATab()
    {
        QTabWidget *widget = m_pane->tabWidget();
        panel()->page()->runJavaScript(u"window.open('/api/status')"_s);
        QTRY_COMPARE(widget->count(), 2);
        auto *further = qobject_cast<LabPanel *>(widget->widget(1));
        QVERIFY(further);
        QTRY_COMPARE(further->page()->url().path(), u"/api/status"_s);
        Q_EMIT widget->tabCloseRequested(1);
        QTRY_COMPARE(widget->count(), 1);
    }

    void letsTheBrowserInOnceAndWithoutAToken()
    {
        QList<QUrl> opened;
        setExternalOpener([&opened](const QUrl &url) { opened.append(url); });
        Q_EMIT panel()->browserWanted();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20s);
        setExternalOpener({});
        QVERIFY(!opened.first().hasQuery());
        // A browser of its own: no cookie but what it is given.
        QNetworkAccessManager browser;
        const std::unique_ptr<QNetworkReply> reply(browser.get(QNetworkRequest(opened.first())));
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20s);
        QCOMPARE(reply->url().path(), u"/lab"_s);
        QVERIFY(reply->readAll().contains("jupyter-config-data"));
        const std::unique_ptr<QNetworkReply> again(browser.get(QNetworkRequest(opened.first())));
        QTRY_VERIFY_WITH_TIMEOUT(again->isFinished(), 20s);
        QVERIFY(again->error() != QNetworkReply::NoError);
    }

    void keepsPageAndKernelThroughALostConnection()
    {
        const QUrl url = panel()->page()->url();
        auto *bar = panel()->findChild<Ui::InlineMessage *>(u"connectionMessage"_s);
        QVERIFY(!bar->isVisible());
        const Test::ShowCount shown(bar);
        QVERIFY(m_pane->runCell(u"value = 1234"_s));
        auto cut = m_pane->sessions->existing(u"ada-box"_s)->exec(Test::cutCommand);
        QTRY_COMPARE_WITH_TIMEOUT(shown.count(), 1, 20s);
        m_pane->picture(u"lost"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), 30s);
        QCOMPARE(panel()->page()->url().port(), url.port());
        QVERIFY(panel()->bridge()->isUsable());
        QVERIFY(m_pane->runCell(u"print('kept', value)"_s));
        QVERIFY(m_pane->shows(u"kept 1234"_s));
    }

    void asksBeforeItClosesARunningCell()
    {
        QVERIFY(m_pane->runCell(u"time.sleep(60)"_s));
        QTRY_VERIFY_WITH_TIMEOUT(panel()->bridge()->isBusy(), 10s);
        QSignalSpy refused(tabs(), &NotebookPane::closeRefused);
        QSignalSpy ready(tabs(), &NotebookPane::readyToClose);
        Ui::queueAnswer({.button = 1});
        tabs()->prepareToClose();
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 10s);
        QVERIFY(Ui::takeAskedQuestions().first().text.contains(u"still running"));
        QCOMPARE(ready.count(), 0);
        QVERIFY(becomes(
            u"jupyterapp.commands.execute('notebook:interrupt-kernel').then(() => true)"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!panel()->bridge()->isBusy(), 20s);
    }

    void savesBeforeItCloses()
    {
        QSignalSpy ready(tabs(), &NotebookPane::readyToClose);
        QVERIFY(becomes(
            u"(jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.setSource('saved = 1'), true)"_s));
        tabs()->prepareToClose();
        QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, 10s);
        QVERIFY(Ui::takeAskedQuestions().isEmpty());
        QVERIFY(!panel()->bridge()->isDirty());
        QVERIFY(becomes(u"!jupyterapp.status.isDirty"_s));
    }

    void saysThatTheInstanceWasStoppedAndBringsItBack()
    {
        auto *bar = panel()->findChild<Ui::InlineMessage *>(u"connectionMessage"_s);
        auto stopped = m_pane->host.client().stop(u"ada-box"_s);
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 30s);
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && bar->sentence().contains(u"stopped"), 20s);
        m_pane->picture(u"stopped"_s);
        Q_EMIT bar->actionTriggered();
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), 90s);
        QVERIFY(panel()->findChild<Ui::InlineMessage *>(u"notice"_s)->isVisible());
        QVERIFY(becomes(u"document.querySelector('.jp-Dialog') === null"_s));
        m_pane->picture(u"restarted"_s);
    }

    void shutsTheServerDown()
    {
        QTabWidget *widget = m_pane->tabWidget();
        panel()->page()->runJavaScript(u"window.open('/api/status')"_s);
        QTRY_COMPARE(widget->count(), 2);
        QSignalSpy furtherAsked(qobject_cast<LabPanel *>(widget->widget(1)), &LabPanel::closed);
        Ui::queueAnswer({.button = 0});
        Q_EMIT panel()->shutDownWanted();
        QTRY_VERIFY_WITH_TIMEOUT(panel() == nullptr, 30s);
        QCOMPARE(furtherAsked.count(), 1);
        QCOMPARE(widget->count(), 1);
        QVERIFY(Ui::takeAskedQuestions().first().text.contains(u"ada-box"));
        auto *open = tab()->findChild<QPushButton *>(u"openButton"_s);
        QTRY_VERIFY(open->isVisible());
        m_pane->picture(u"shut-down"_s);
    }

    void offersToStartAStoppedInstance()
    {
        auto stopped = m_pane->host.client().stop(u"ada-box"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_pane->host.stateOf(u"ada-box"_s) == u"Stopped"_s, 30s);
        auto *open = tab()->findChild<QPushButton *>(u"openButton"_s);
        QTest::mouseClick(open, Qt::LeftButton);
        auto *start = tab()->findChild<QPushButton *>(u"startButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(start->isVisible(), 10s);
        m_pane->picture(u"offer-start"_s);
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel() != nullptr && panel()->bridge()->isUsable(), 90s);
    }

    void becomesEmptyWithItsLastTab()
    {
        QSignalSpy empty(tabs(), &NotebookPane::becameEmpty);
        QTabWidget *widget = m_pane->tabWidget();
        QVERIFY2(m_left.isEmpty(), qPrintable(m_left.join(u' ')));
        m_mayLeave = false;
        Q_EMIT widget->tabCloseRequested(0);
        QTRY_COMPARE_WITH_TIMEOUT(m_left, QStringList{u"ada-box"_s}, 15s);
        QCOMPARE(widget->count(), 1);
        QVERIFY(panel()->bridge()->isUsable());
        m_mayLeave = true;
        Q_EMIT widget->tabCloseRequested(0);
        Q_EMIT widget->tabCloseRequested(0); // while it is being asked: nothing more
        QTRY_COMPARE_WITH_TIMEOUT(empty.count(), 1, 15s);
        QCOMPARE(m_left.size(), 2);
        QCOMPARE(widget->count(), 0);
    }

    void showsTheReasonAndTheLogWhenTheServerCannotStart()
    {
        // A program of that name that fails, found before the real one.
        Ssh::Connection *session = m_pane->sessions->existing(u"ada-box"_s);
        QVERIFY(session);
        auto made = session->exec(
            u"kill $(cat $XDG_RUNTIME_DIR/jupyter.pid); printf '#!/bin/sh\\necho ImportError: "
            u"tornado is too old\\nexit 1\\n' > ~/.venv/bin/jupyter-lab"
            " && chmod +x ~/.venv/bin/jupyter-lab"_s);
        QTRY_VERIFY_WITH_TIMEOUT(made.isFinished(), 20s);
        tabs()->openInstance(u"ada-box"_s);
        auto *message = tab()->findChild<Ui::InlineMessage *>(u"failureMessage"_s);
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible(), 90s);
        auto *log = tab()->findChild<QWidget *>(u"serverLog"_s);
        QTRY_VERIFY(log->isVisible());
        m_pane->picture(u"failure"_s);
    }

private:
    [[nodiscard]] NotebookTabs *tabs() const { return m_pane->tabs.get(); }
    [[nodiscard]] InstanceTab *tab() const { return m_pane->tab(); }
    [[nodiscard]] LabPanel *panel() const { return m_pane->panel(); }
    [[nodiscard]] bool becomes(const QString &expression) { return m_pane->becomes(expression); }

    std::unique_ptr<Test::PaneFixture> m_pane;
    QStringList m_left; ///< instances whose last tab was about to close
    bool m_mayLeave = true;
};

QTEST_MAIN(TestNotebookPane)
#include "tst_notebookpane.moc"
