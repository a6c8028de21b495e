// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pane with everything real behind it: control plane, instance, SSH, JupyterLab, web engine.
#include "backend/arm/states.h"
#include "backend/notebook/nodesessions.h"
#include "tests/support/temporaryhost.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/messagebox.h"
#include "widgets/common/theme.h"
#include "widgets/notebook/externalopener.h"
#include "widgets/notebook/instancetab.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/notebooktabs.h"
#include "widgets/notebook/sharedcontext.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
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
        QVERIFY(m_host.connectClient());
        QVERIFY(m_host.createRunning(u"ada-box"_s));
        m_sessions = std::make_unique<NodeSessions>(&m_host.client(), m_host.path(u"config"_s));
        m_settings = std::make_unique<QSettings>(m_host.path(u"pane.ini"_s), QSettings::IniFormat);
        m_theme = std::make_unique<Ui::Theme>();
        m_theme->setScheme(Ui::ColorScheme::Light);
        makeSharedContext();
        m_tabs = std::make_unique<NotebookTabs>(NotebookServices{.controlPlane = &m_host.client(),
                                                                 .sessions = m_sessions.get(),
                                                                 .settings = m_settings.get()},
                                                nullptr);
        m_tabs->resize(1200, 760);
        m_tabs->show();
        QVERIFY(QTest::qWaitForWindowActive(m_tabs.get()));
    }

    void cleanupTestCase()
    {
        m_tabs.reset();
        m_sessions.reset();
    }

    void opensJupyterLabStepByStep()
    {
        m_tabs->openInstance(u"ada-box"_s);
        QVERIFY(tab());
        picture(u"start"_s);
        QTRY_VERIFY_WITH_TIMEOUT(panel() != nullptr && panel()->bridge()->isUsable(), 90s);
        QTRY_VERIFY(panel()->isVisible());
        QCOMPARE(m_tabs->openInstances(), QStringList{u"ada-box"_s});
        picture(u"lab-light"_s);
    }

    void runsACellAndShowsItsOutput()
    {
        QVERIFY(becomes(
            u"jupyterapp.commands.execute('notebook:create-new', {kernelName: 'python3'}).then(() => true)"_s));
        QVERIFY(becomes(
            u"document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"_s));
        runCell(u"print(6 * 7)"_s);
        QVERIFY(becomes(
            u"document.querySelector('.jp-OutputArea-output')?.innerText.includes('42') === true"_s));
        picture(u"cell"_s);
    }

    void followsLightAndDark()
    {
        QVERIFY(becomes(u"document.body.dataset.jpThemeName === 'JupyterLab Light'"_s));
        m_theme->setScheme(Ui::ColorScheme::Dark);
        QVERIFY(becomes(u"document.body.dataset.jpThemeName === 'JupyterLab Dark'"_s));
        QTest::qWait(qEnvironmentVariableIsSet("ATELIER_TEST_PICTURES") ? 500 : 0);
        picture(u"lab-dark"_s);
        m_theme->setScheme(Ui::ColorScheme::Light);
        QVERIFY(becomes(u"document.body.dataset.jpThemeName === 'JupyterLab Light'"_s));
    }

    void showsADotWhileACellRuns()
    {
        auto *tabs = m_tabs->findChild<QTabWidget *>(u"notebookTabs"_s);
        QVERIFY(tabs->tabIcon(0).isNull());
        runCell(u"import time; time.sleep(2)"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!tabs->tabIcon(0).isNull(), 10s);
        QTRY_VERIFY_WITH_TIMEOUT(tabs->tabIcon(0).isNull(), 20s);
    }

    void opensItsOwnPagesInATab()
    {
        auto *tabs = m_tabs->findChild<QTabWidget *>(u"notebookTabs"_s);
        panel()->page()->runJavaScript(u"window.open('/api/status')"_s);
        QTRY_COMPARE(tabs->count(), 2);
        auto *further = qobject_cast<LabPanel *>(tabs->widget(1));
        QVERIFY(further);
        QTRY_COMPARE(further->page()->url().path(), u"/api/status"_s);
        Q_EMIT tabs->tabCloseRequested(1);
        QTRY_COMPARE(tabs->count(), 1);
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
        runCell(u"value = 1234"_s);
        // The server's process of this very connection ends, as with a broken network.
        auto cut = m_sessions->existing(u"ada-box"_s)->exec(u"kill -9 $PPID"_s);
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20s);
        picture(u"lost"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), 30s);
        QCOMPARE(panel()->page()->url().port(), url.port());
        QVERIFY(panel()->bridge()->isUsable());
        runCell(u"print('kept', value)"_s);
        QVERIFY(becomes(
            u"[...document.querySelectorAll('.jp-OutputArea-output')].some(o => o.innerText.includes('kept 1234'))"_s));
    }

    void asksBeforeItClosesARunningCell()
    {
        runCell(u"time.sleep(6)"_s);
        QTRY_VERIFY_WITH_TIMEOUT(panel()->bridge()->isBusy(), 10s);
        QSignalSpy refused(m_tabs.get(), &NotebookPane::closeRefused);
        QSignalSpy ready(m_tabs.get(), &NotebookPane::readyToClose);
        Ui::queueAnswer({.button = 1});
        m_tabs->prepareToClose();
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 10s);
        QVERIFY(Ui::takeAskedQuestions().first().text.contains(u"still running"));
        QCOMPARE(ready.count(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!panel()->bridge()->isBusy(), 20s);
    }

    void savesBeforeItCloses()
    {
        QSignalSpy ready(m_tabs.get(), &NotebookPane::readyToClose);
        QVERIFY(becomes(
            u"(jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.setSource('saved = 1'), true)"_s));
        m_tabs->prepareToClose();
        QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, 10s);
        QVERIFY(Ui::takeAskedQuestions().isEmpty());
        QVERIFY(!panel()->bridge()->isDirty());
        QVERIFY(becomes(u"!jupyterapp.status.isDirty"_s));
    }

    void saysThatTheInstanceWasStoppedAndBringsItBack()
    {
        auto *bar = panel()->findChild<Ui::InlineMessage *>(u"connectionMessage"_s);
        auto stopped = m_host.client().stop(u"ada-box"_s);
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 30s);
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && bar->sentence().contains(u"stopped"), 20s);
        picture(u"stopped"_s);
        Q_EMIT bar->actionTriggered();
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), 90s);
        QVERIFY(panel()->findChild<Ui::InlineMessage *>(u"notice"_s)->isVisible());
        QVERIFY(becomes(u"document.querySelector('.jp-Dialog') === null"_s));
        picture(u"restarted"_s);
    }

    void shutsTheServerDown()
    {
        auto *tabs = m_tabs->findChild<QTabWidget *>(u"notebookTabs"_s);
        panel()->page()->runJavaScript(u"window.open('/api/status')"_s);
        QTRY_COMPARE(tabs->count(), 2);
        QSignalSpy furtherAsked(qobject_cast<LabPanel *>(tabs->widget(1)), &LabPanel::closed);
        Ui::queueAnswer({.button = 0});
        Q_EMIT panel()->shutDownWanted();
        QTRY_VERIFY_WITH_TIMEOUT(panel() == nullptr, 30s);
        QCOMPARE(furtherAsked.count(), 1);
        QCOMPARE(tabs->count(), 1);
        QVERIFY(Ui::takeAskedQuestions().first().text.contains(u"ada-box"));
        auto *open = tab()->findChild<QPushButton *>(u"openButton"_s);
        QTRY_VERIFY(open->isVisible());
        picture(u"shut-down"_s);
    }

    void offersToStartAStoppedInstance()
    {
        auto stopped = m_host.client().stop(u"ada-box"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_host.stateOf(u"ada-box"_s) == u"Stopped"_s, 30s);
        auto *open = tab()->findChild<QPushButton *>(u"openButton"_s);
        QTest::mouseClick(open, Qt::LeftButton);
        auto *start = tab()->findChild<QPushButton *>(u"startButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(start->isVisible(), 10s);
        picture(u"offer-start"_s);
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel() != nullptr && panel()->bridge()->isUsable(), 90s);
    }

    void becomesEmptyWithItsLastTab()
    {
        QSignalSpy empty(m_tabs.get(), &NotebookPane::becameEmpty);
        auto *tabs = m_tabs->findChild<QTabWidget *>(u"notebookTabs"_s);
        Q_EMIT tabs->tabCloseRequested(0);
        QTRY_COMPARE_WITH_TIMEOUT(empty.count(), 1, 15s);
        QCOMPARE(tabs->count(), 0);
    }

    void showsTheReasonAndTheLogWhenTheServerCannotStart()
    {
        // A program of that name that fails, found before the real one.
        Ssh::Session *session = m_sessions->existing(u"ada-box"_s);
        QVERIFY(session);
        auto made = session->exec(
            u"kill $(cat $XDG_RUNTIME_DIR/jupyter.pid); printf '#!/bin/sh\\necho ImportError: "
            u"tornado is too old\\nexit 1\\n' > ~/.venv/bin/jupyter-lab"
            " && chmod +x ~/.venv/bin/jupyter-lab"_s);
        QTRY_VERIFY_WITH_TIMEOUT(made.isFinished(), 20s);
        m_tabs->openInstance(u"ada-box"_s);
        auto *message = tab()->findChild<Ui::InlineMessage *>(u"failureMessage"_s);
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible(), 90s);
        auto *log = tab()->findChild<QWidget *>(u"serverLog"_s);
        QTRY_VERIFY(log->isVisible());
        picture(u"failure"_s);
    }

private:
    [[nodiscard]] InstanceTab *tab() const { return m_tabs->findChild<InstanceTab *>(); }
    [[nodiscard]] LabPanel *panel() const { return tab() == nullptr ? nullptr : tab()->panel(); }

    void runCell(const QString &code)
    {
        const QString script =
            u"(() => { const notebook = jupyterapp.shell.currentWidget.content;"
            " notebook.activeCell.model.sharedModel.setSource(`%1`);"
            " jupyterapp.commands.execute('notebook:run-cell-and-insert-below'); return true; })()"_s;
        QVERIFY(becomes(script.arg(code)));
    }

    /** Whether @p expression, or what it promises, gets true in time. */
    bool becomes(const QString &expression)
    {
        QDeadlineTimer deadline(30s);
        while (!deadline.hasExpired()) {
            auto answer = std::make_shared<std::optional<QVariant>>();
            panel()->page()->runJavaScript(
                u"(() => { const value = %1; if (value instanceof Promise) { value.then(v => "
                u"window.kept = v);"
                " return 'promise'; } return value; })()"_s.arg(expression),
                [answer](const QVariant &value) { *answer = value; });
            if (!QTest::qWaitFor([answer] { return answer->has_value(); }, 10s)) {
                return false;
            }
            if (answer->value() == QVariant(u"promise"_s)) {
                return becomes(u"window.kept"_s);
            }
            if (answer->value() == QVariant(true)) {
                return true;
            }
            QTest::qWait(50);
        }
        return false;
    }

    /** Takes a picture of the screen where somebody wants to look at it. */
    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("ATELIER_TEST_PICTURES");
        if (!folder.isEmpty()) {
            QTest::qWait(700);
            m_tabs->screen()->grabWindow(0).save(folder + u'/' + name + u".png"_s);
        }
    }

    TemporaryHost m_host;
    std::unique_ptr<NodeSessions> m_sessions;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Ui::Theme> m_theme;
    std::unique_ptr<NotebookTabs> m_tabs;
};

QTEST_MAIN(TestNotebookPane)
#include "tst_notebookpane.moc"
