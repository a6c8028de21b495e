// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page of an instance under its rules, in the real web engine, with small local pages.
#include "tests/widgets/notebook/pageserver.h"
#include "widgets/common/filedialog.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/messagebox.h"
#include "widgets/notebook/downloads.h"
#include "widgets/notebook/externalopener.h"
#include "widgets/notebook/labbridge.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/labprofile.h"
#include "widgets/notebook/panesettings.h"
#include "widgets/notebook/sharedcontext.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QShortcut>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWebEngineNewWindowRequest>
#include <QWebEngineProfile>
#include <QWebEngineView>

#include <csignal>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace Qt::StringLiterals;

class TestLabPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        makeSharedContext();
        setExternalOpener([this](const QUrl &url) { m_opened.append(url); });
        m_settings = std::make_unique<QSettings>(m_folder.filePath(u"pane.ini"_s),
                                                 QSettings::IniFormat);
        m_pane = std::make_unique<PaneSettings>(m_settings.get());
    }

    void cleanupTestCase() { setExternalOpener({}); }

    void init()
    {
        m_opened.clear();
        m_own = std::make_unique<Test::PageServer>();
        m_foreign = std::make_unique<Test::PageServer>();
        m_foreign->setPage("/", "<title>foreign</title>");
        m_own->setPage("/", "<title>own</title><p id=p>text</p>");
        m_own->setPage("/second", "<title>second</title>");
        m_profile = std::make_shared<LabProfile>(true);
        m_panel = std::make_unique<LabPanel>(m_profile, m_pane.get(), u"ada-box"_s, true);
        m_panel->resize(640, 480);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        bool entered = false;
        m_profile->enter(m_own->url(), {"login=\"abc\"; Path=/; HttpOnly"}, this, [&entered] {
            entered = true;
        });
        QTRY_VERIFY_WITH_TIMEOUT(entered, 20'000);
        load(u"/"_s);
    }

    void cleanup()
    {
        m_panel.reset();
        m_profile.reset();
    }

    void sendsTheCookieAndKeepsItFromScripts()
    {
        QCOMPARE(m_panel->page()->title(), u"own"_s);
        QVERIFY(m_profile->profile()->isOffTheRecord());
        QCOMPARE(evaluate(u"document.cookie"_s).toString(), QString());
    }

    void staysOnItsOrigin()
    {
        run(u"location = '/second'"_s);
        QTRY_COMPARE(m_panel->page()->title(), u"second"_s);
        QSignalSpy blocked(m_panel->page(), &LabPage::navigationBlocked);
        for (const QString &url : {m_foreign->url().toString(),
                                   u"file:///etc/passwd"_s,
                                   u"http://example.invalid/"_s,
                                   u"https://example.invalid/"_s}) {
            blocked.clear();
            run(u"location = '"_s + url + u"'"_s);
            if (!url.startsWith(u"file:")) { // Chromium refuses that one before it asks
                QVERIFY2(QTest::qWaitFor([&blocked] { return blocked.count() == 1; }),
                         qPrintable(url));
            }
        }
        QCOMPARE(m_panel->page()->url(), m_own->url(u"/second"_s));
        QVERIFY(m_foreign->requests().isEmpty());
        QVERIFY(m_opened.isEmpty());
        QVERIFY(m_panel->findChild<Ui::InlineMessage *>(u"notice"_s)->isVisible());
    }

    void opensAFollowedLinkInTheBrowser()
    {
        run(u"document.body.innerHTML = '<a id=a style=\"font-size:60px\" href=\"https://example.invalid/doc\">documentation</a>'"_s);
        QVERIFY(evaluate(u"document.getElementById('a') !== null"_s).toBool());
        click(u"a"_s);
        QTRY_COMPARE(m_opened, QList<QUrl>{QUrl(u"https://example.invalid/doc"_s)});
        run(u"document.body.innerHTML = '<a id=b style=\"font-size:60px\" target=_blank href=\"https://example.invalid/new\">new</a>'"_s);
        QVERIFY(evaluate(u"document.getElementById('b') !== null"_s).toBool());
        click(u"b"_s);
        QTRY_COMPARE(m_opened.size(), 2);
        QCOMPARE(m_opened.last(), QUrl(u"https://example.invalid/new"_s));
        QCOMPARE(m_panel->page()->url(), m_own->url());
    }

    void asksBeforeItReloadsWhatCouldNotBeSaved()
    {
        // A page that never answers that it has saved.
        m_panel->bridge()->reportUsable();
        m_panel->bridge()->reportDirty(true);
        const qsizetype before = m_own->requests().count("/");
        auto *reload = m_panel->findChild<QAction *>(u"reload"_s);
        Ui::queueAnswer({.button = 1});
        reload->trigger();
        QList<Ui::Question> asked;
        const auto isAsked = [&asked] {
            asked += Ui::takeAskedQuestions();
            return !asked.isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isAsked(), 10'000);
        QVERIFY(asked.first().text.contains(u"did not save in time"));
        Q_EMIT m_panel->bridge()->saved(); // too late to bring the reload about
        QCOMPARE(m_own->requests().count("/"), before);
        Ui::queueAnswer({.button = 0});
        reload->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_own->requests().count("/"), before + 1, 10'000);
        QCOMPARE(Ui::takeAskedQuestions().size(), 1);
    }

    void followsJupyterLabToAnotherAddress()
    {
        load(u"/second"_s);
        m_foreign->setPage("/second", "<title>moved</title>");
        bool entered = false;
        m_profile->enter(m_foreign->url(), {}, this, [&entered] { entered = true; });
        QTRY_VERIFY(entered);
        m_panel->moveTo(m_foreign->url());
        QTRY_COMPARE(m_panel->page()->title(), u"moved"_s);
        auto *notice = m_panel->findChild<Ui::InlineMessage *>(u"notice"_s);
        QVERIFY(notice->isVisible());
        QVERIFY(notice->sentence().contains(u"another address"));
    }

    void keepsNewWindowsOfItsOriginInTheStudio()
    {
        int windows = 0;
        connect(m_panel->page(), &LabPage::windowWanted, this, [&windows] { ++windows; });
        run(u"window.open('/second')"_s);
        QTRY_COMPARE(windows, 1);
        QSignalSpy blocked(m_panel->page(), &LabPage::navigationBlocked);
        run(u"window.open('"_s + m_foreign->url().toString() + u"')"_s);
        QTRY_COMPARE(blocked.count(), 1);
        QCOMPARE(windows, 1);
        QVERIFY(m_opened.isEmpty());
    }

    void loadsNothingFromOtherPortsAndFiles()
    {
        const auto fetched = [this](const QString &url) {
            return awaited(
                u"fetch('%1', {mode: 'no-cors'}).then(() => 'loaded', () => 'refused')"_s.arg(url));
        };
        QCOMPARE(fetched(m_own->url(u"/second"_s).toString()), u"loaded"_s);
        QCOMPARE(fetched(m_foreign->url().toString()), u"refused"_s);
        QCOMPARE(fetched(u"file:///etc/passwd"_s), u"refused"_s);
        QCOMPARE(fetched(u"qrc:/qtwebchannel/qwebchannel.js"_s), u"refused"_s);
        QCOMPARE(fetched(u"data:text/plain,x"_s), u"loaded"_s);
        QCOMPARE(
            awaited(
                u"fetch(URL.createObjectURL(new Blob(['x']))).then(() => 'loaded', () => 'refused')"_s),
            u"loaded"_s);
        QVERIFY(m_foreign->requests().isEmpty());
    }

    void showsFramesOfItsOwnOnly()
    {
        run(u"document.body.innerHTML = '<iframe src=\"%1\"></iframe><iframe src=\"/second\"></iframe>'"_s
                .arg(m_foreign->url().toString()));
        QTRY_VERIFY(m_own->requests().contains("/second"));
        QVERIFY(m_foreign->requests().isEmpty());
    }

    void writesTheClipboardOnlyAfterAGesture()
    {
        QApplication::clipboard()->setText(u"before"_s);
        const QString copy =
            u"navigator.clipboard.writeText('copied').then(() => 'copied', error => error.name)"_s;
        QCOMPARE(awaited(copy), u"NotAllowedError"_s);
        QCOMPARE(QApplication::clipboard()->text(), u"before"_s);
        run(u"document.body.innerHTML = '<button id=c style=\"font-size:60px\">copy</button>';"
            "document.getElementById('c').onclick = () => %1.then(result => document.title = result)"_s
                .arg(copy));
        QVERIFY(evaluate(u"document.getElementById('c') !== null"_s).toBool());
        click(u"c"_s);
        QTRY_COMPARE(m_panel->page()->title(), u"copied"_s);
        QTRY_COMPARE(QApplication::clipboard()->text(), u"copied"_s);
    }

    void givesOtherPermissionsOnlyWhenAllowed()
    {
        auto *notice = m_panel->findChild<Ui::InlineMessage *>(u"notice"_s);
        run(u"window.answer = 'none';"
            "navigator.geolocation.getCurrentPosition(() => answer = 'given', error => answer = 'code ' + error.code)"_s);
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(notice->sentence().contains(u"location"));
        QCOMPARE(evaluate(u"answer"_s).toString(), u"none"_s);
        Q_EMIT notice->closed();
        QTRY_COMPARE(evaluate(u"answer"_s).toString(), u"code 1"_s);
    }

    void asksWhereADownloadGoes()
    {
        const QString target = m_folder.filePath(u"chosen.csv"_s);
        m_own->setPage("/data.csv",
                       "a,b\n1,2\n",
                       "Content-Type: text/csv\r\nContent-Disposition: attachment; "
                       "filename=../../data.csv\r\n");
        Downloads downloads(m_profile->profile(), m_panel.get(), m_folder.path());
        QSignalSpy message(&downloads, &Downloads::message);
        Ui::queueFile(target);
        run(u"location = '/data.csv'"_s);
        QTRY_COMPARE(message.count(), 1);
        QFile file(target);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(message.at(0).at(0).toString()));
        QCOMPARE(file.readAll(), QByteArray("a,b\n1,2\n"));
        QTRY_VERIFY(QDir(m_folder.path())
                        .entryList({u".atelier-*"_s}, QDir::Dirs | QDir::Hidden)
                        .isEmpty());
    }

    void leavesNothingOfACancelledDownload()
    {
        m_own->setPage(
            "/data.csv", "a,b\n", "Content-Type: text/csv\r\nContent-Disposition: attachment\r\n");
        Downloads downloads(m_profile->profile(), m_panel.get(), m_folder.path());
        Ui::queueFile({});
        run(u"location = '/data.csv'"_s);
        QTRY_VERIFY(m_own->requests().contains("/data.csv"));
        QTRY_COMPARE(QDir(m_folder.path()).entryList({u".atelier-*"_s}, QDir::Dirs | QDir::Hidden),
                     QStringList());
        QVERIFY(!QFile::exists(m_folder.filePath(u"data.csv"_s)));
    }

    void givesThePageEveryKeyButThree()
    {
        run(u"window.keys = []; addEventListener('keydown', event => keys.push(event.key))"_s);
        QShortcut shortcut(QKeySequence(u"Ctrl+K"_s), m_panel.get());
        QSignalSpy taken(&shortcut, &QShortcut::activated);
        QSignalSpy left(m_panel.get(), &LabPanel::leaveWanted);
        QSignalSpy fullScreen(m_panel.get(), &LabPanel::fullScreenWanted);
        QSignalSpy tab(m_panel.get(), &LabPanel::tabWanted);
        m_panel->focusPage();
        QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus);
        QTest::keyClick(m_panel->windowHandle(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(m_panel->windowHandle(), Qt::Key_F6);
        QTest::keyClick(m_panel->windowHandle(), Qt::Key_F11);
        QTest::keyClick(m_panel->windowHandle(), Qt::Key_PageUp, Qt::ControlModifier);
        QTest::keyClick(m_panel->windowHandle(), Qt::Key_PageDown, Qt::ControlModifier);
        QTest::keyClick(m_panel->windowHandle(), Qt::Key_F5);
        QTRY_COMPARE(evaluate(u"keys.filter(key => key !== 'Control').join()"_s).toString(),
                     u"k,F5"_s);
        QCOMPARE(taken.count(), 0);
        QCOMPARE(left.count(), 1);
        QCOMPARE(fullScreen.count(), 1);
        QCOMPARE(tab.count(), 2);
        QCOMPARE(tab.at(0).at(0).toInt(), -1);
        QCOMPARE(tab.at(1).at(0).toInt(), 1);
    }

    void remembersTheZoom()
    {
        m_pane->setZoom(1.25);
        QTRY_COMPARE(m_panel->page()->zoomFactor(), 1.25);
        m_pane->stepZoom(true);
        QTRY_COMPARE(m_panel->page()->zoomFactor(), 1.5);
        LabPanel other(m_profile, m_pane.get(), u"ada-box"_s, false);
        QSignalSpy loaded(other.page(), &QWebEnginePage::loadFinished);
        other.page()->load(m_own->url());
        QTRY_COMPARE(loaded.count(), 1);
        QTRY_COMPARE(other.page()->zoomFactor(), 1.5);
        m_pane->setZoom(1.0);
    }

    void closesAPageThatMindsOnlyWhenAskedTo()
    {
        run(u"addEventListener('beforeunload', event => { event.preventDefault(); event.returnValue = 'x'; })"_s);
        // Only a page that a person has used may mind.
        run(u"document.onclick = () => document.title = 'used'"_s);
        click(u"p"_s);
        QTRY_COMPARE(m_panel->page()->title(), u"used"_s);
        QSignalSpy closed(m_panel.get(), &LabPanel::closed);
        QSignalSpy refused(m_panel.get(), &LabPanel::closeRefused);
        Ui::queueAnswer({.button = 1});
        m_panel->prepareToClose();
        QTRY_COMPARE(refused.count(), 1);
        QCOMPARE(closed.count(), 0);
        Ui::queueAnswer({.button = 0});
        m_panel->prepareToClose();
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(Ui::takeAskedQuestions().size(), 2);
    }

    void saysWhatBecomesOfARunningCell()
    {
        const auto questionFor = [this](ClosingOccasion occasion) {
            m_panel->bridge()->reportUsable();
            m_panel->bridge()->reportBusy(true);
            QSignalSpy refused(m_panel.get(), &LabPanel::closeRefused);
            Ui::queueAnswer({.button = 1});
            m_panel->prepareToClose(occasion);
            const bool isRefused = QTest::qWaitFor([&] { return refused.count() == 1; }, 10'000);
            return isRefused ? Ui::takeAskedQuestions().value(0) : Ui::Question();
        };
        const Ui::Question closing = questionFor(ClosingOccasion::Page);
        QVERIFY2(closing.informative.contains(u"goes on"), qPrintable(closing.informative));
        // The kernels end with the server: nothing goes on then.
        const Ui::Question ending = questionFor(ClosingOccasion::Server);
        QVERIFY2(ending.informative.contains(u"It ends when JupyterLab is shut down"),
                 qPrintable(ending.informative));
        QVERIFY(!ending.informative.contains(u"goes on"));
        QCOMPARE(ending.text, closing.text);
    }

    void closesAPageThatDoesNotMindWithoutAQuestion()
    {
        QSignalSpy closed(m_panel.get(), &LabPanel::closed);
        m_panel->prepareToClose();
        QTRY_COMPARE(closed.count(), 1);
        QVERIFY(Ui::takeAskedQuestions().isEmpty());
    }

    void offersToReloadAPageThatCrashed()
    {
        auto *notice = m_panel->findChild<Ui::InlineMessage *>(u"notice"_s);
        QVERIFY(!notice->isVisible());
        QVERIFY(m_panel->page()->renderProcessPid() > 0);
        ::kill(static_cast<pid_t>(m_panel->page()->renderProcessPid()), SIGKILL);
        QTRY_VERIFY(notice->isVisible());
        Q_EMIT notice->actionTriggered();
        QTRY_COMPARE(m_panel->page()->title(), u"own"_s);
        QVERIFY(!notice->isVisible());
    }

private:
    void load(const QString &path)
    {
        QSignalSpy loaded(m_panel->page(), &QWebEnginePage::loadFinished);
        m_panel->page()->load(m_own->url(path));
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 20'000);
        QVERIFY(loaded.at(0).at(0).toBool());
    }

    void run(const QString &script) { m_panel->page()->runJavaScript(script); }

    QVariant evaluate(const QString &script)
    {
        auto answer = std::make_shared<std::optional<QVariant>>();
        m_panel->page()->runJavaScript(script,
                                       [answer](const QVariant &value) { *answer = value; });
        return QTest::qWaitFor([answer] { return answer->has_value(); }) ? **answer
                                                                         : QVariant(u"no answer"_s);
    }

    QString awaited(const QString &promise)
    {
        run(u"window.outcome = undefined; "_s + promise
            + u".then(value => window.outcome = value)"_s);
        QString outcome;
        const bool came = QTest::qWaitFor([&] {
            outcome = evaluate(u"window.outcome"_s).toString();
            return !outcome.isEmpty();
        });
        return came ? outcome : u"no outcome"_s;
    }

    void click(const QString &id)
    {
        const QVariantList at =
            evaluate(u"(() => { const box = document.getElementById('%1').getBoundingClientRect();"
                     " return [box.x + 10, box.y + box.height / 2]; })()"_s.arg(id))
                .toList();
        QCOMPARE(at.size(), 2);
        auto *view = m_panel->findChild<QWebEngineView *>();
        QVERIFY(view);
        QTest::mouseClick(
            view->focusProxy(), Qt::LeftButton, {}, QPoint(at.at(0).toInt(), at.at(1).toInt()));
    }

    QTemporaryDir m_folder;
    QList<QUrl> m_opened;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<PaneSettings> m_pane;
    std::unique_ptr<Test::PageServer> m_own;
    std::unique_ptr<Test::PageServer> m_foreign;
    std::shared_ptr<LabProfile> m_profile;
    std::unique_ptr<LabPanel> m_panel;
};

QTEST_MAIN(TestLabPanel)
#include "tst_labpanel.moc"
