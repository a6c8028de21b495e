// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Find, print and the settings of a page's toolbar.
#include "tests/widgets/notebook/pageserver.h"
#include "widgets/common/filedialog.h"
#include "widgets/notebook/findbar.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/labprofile.h"
#include "widgets/notebook/panesettings.h"
#include "widgets/notebook/sharedcontext.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPrintDialog>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWebEngineView>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace Qt::StringLiterals;

class TestPageTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        makeSharedContext();
        m_settings = std::make_unique<QSettings>(m_folder.filePath(u"pane.ini"_s),
                                                 QSettings::IniFormat);
        m_pane = std::make_unique<PaneSettings>(m_settings.get());
        m_server.setPage("/", "<title>report</title><p>one fish</p><p>two fish</p><p>red fish</p>");
        m_profile = std::make_shared<LabProfile>(m_pane->outsideResources());
        connect(m_pane.get(), &PaneSettings::outsideResourcesChanged, this, [this](bool allowed) {
            m_profile->setOutsideResources(allowed);
        });
        m_panel = std::make_unique<LabPanel>(m_profile, m_pane.get(), u"ada-box"_s, true);
        m_panel->resize(800, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        bool entered = false;
        m_profile->enter(m_server.url(), {}, this, [&entered] { entered = true; });
        QTRY_VERIFY(entered);
        QSignalSpy loaded(m_panel->page(), &QWebEnginePage::loadFinished);
        m_panel->page()->load(m_server.url());
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 20'000);
    }

    void cleanupTestCase()
    {
        m_panel.reset();
        m_profile.reset();
    }

    void findsTextAndCountsIt()
    {
        action(u"find"_s)->trigger();
        auto *bar = m_panel->findChild<FindBar *>();
        QTRY_VERIFY(bar->isVisible());
        auto *text = bar->findChild<QLineEdit *>(u"findText"_s);
        QTRY_VERIFY(text->hasFocus());
        auto *count = bar->findChild<QLabel *>(u"findCount"_s);
        QTest::keyClicks(text, u"fish"_s);
        QTRY_COMPARE(count->text(), u"1 of 3"_s);
        QTest::keyClick(text, Qt::Key_Return);
        QTRY_COMPARE(count->text(), u"2 of 3"_s);
        QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_COMPARE(count->text(), u"1 of 3"_s);
        QTest::keyClick(text, Qt::Key_F3);
        QTRY_COMPARE(count->text(), u"2 of 3"_s);
        QTest::keyClick(text, Qt::Key_F3, Qt::ShiftModifier);
        QTRY_COMPARE(count->text(), u"1 of 3"_s);
        QTest::keyClicks(text, u"es"_s);
        QTRY_COMPARE(count->text(), u"Not found"_s);
        QTest::keyClick(text, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QTRY_VERIFY(m_panel->findChild<QWebEngineView *>()->focusProxy()->hasFocus());
    }

    void savesThePageAsPdf()
    {
        const QString target = m_folder.filePath(u"report.pdf"_s);
        QSignalSpy message(m_panel.get(), &LabPanel::message);
        Ui::queueFile(target);
        action(u"pdf"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(message.count(), 1, 20'000);
        QFile file(target);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(message.at(0).at(0).toString()));
        QVERIFY(file.readAll().startsWith("%PDF"));
    }

    void printsThePageIntoAFile()
    {
        const QString target = m_folder.filePath(u"printed.pdf"_s);
        QSignalSpy message(m_panel.get(), &LabPanel::message);
        action(u"print"_s)->trigger();
        auto *dialog = m_panel->findChild<QPrintDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isVisible());
        // The dialog's own field; without a printer it prints into a file and nothing else.
        auto *name = dialog->findChild<QLineEdit *>(u"filename"_s);
        QVERIFY(name);
        name->setText(target);
        dialog->accept();
        QTRY_COMPARE_WITH_TIMEOUT(message.count(), 1, 30'000);
        QFile file(target);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(message.at(0).at(0).toString()));
        QVERIFY(file.readAll().startsWith("%PDF"));
        QVERIFY2(message.at(0).at(0).toString().contains(u"was printed"),
                 qPrintable(message.at(0).at(0).toString()));
    }

    void reloadsThePage()
    {
        const qsizetype before = m_server.requests().count("/");
        action(u"reload"_s)->trigger();
        QTRY_COMPARE(m_server.requests().count("/"), before + 1);
    }

    void turnsResourcesOfOtherSitesOff()
    {
        const QUrl outside(u"https://example.invalid/plot.js"_s);
        QVERIFY(m_profile->rules().allowsResource(outside));
        action(u"outsideResources"_s)->trigger();
        QVERIFY(!m_profile->rules().allowsResource(outside));
        QVERIFY(!PaneSettings(m_settings.get()).outsideResources());
        action(u"outsideResources"_s)->trigger();
        QVERIFY(m_profile->rules().allowsResource(outside));
    }

private:
    [[nodiscard]] QAction *action(const QString &name) const
    {
        return m_panel->findChild<QAction *>(name);
    }

    QTemporaryDir m_folder;
    Test::PageServer m_server;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<PaneSettings> m_pane;
    std::shared_ptr<LabProfile> m_profile;
    std::unique_ptr<LabPanel> m_panel;
};

QTEST_MAIN(TestPageTools)
#include "tst_pagetools.moc"
