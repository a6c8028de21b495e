// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The main job from end to end: the real studio, control plane, sshd, JupyterLab and web engine.
#include "app/studio/gestures.h"
#include "app/studio/singleinstance.h"
#include "app/studio/studio.h"
#include "backend/ssh/connection.h"
#include "tests/integration/processes.h"
#include "tests/support/cutcommand.h"
#include "tests/support/devtools.h"
#include "widgets/window/mainwindow.h"

#include <QAbstractItemView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Atelier;
using namespace Qt::StringLiterals;

namespace {

constexpr int labMilliseconds = 90'000;

const QString firstOutput = u"[...document.querySelectorAll('.jp-OutputArea-output')]"
                            u".map(output => output.innerText).join('\\n')"_s;

const QString wholeNotebook = u"document.querySelector('.jp-Notebook')?.innerText"_s;

/** The indicator alone says "idle" before the page is connected to the kernel, and a cell that is
 * run then is lost. */
const QString kernelIsReady =
    u"(() => { const panel = [...window.jupyterapp.shell.widgets('main')]"
    u".find(widget => widget.sessionContext);"
    u" const kernel = panel?.sessionContext.session?.kernel;"
    u" return panel?.context?.isReady === true && panel.sessionContext.isReady"
    u" && kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; })()"_s;

const QString aCellRuns = u"[...document.querySelectorAll('.jp-InputPrompt')]"
                          u".some(prompt => prompt.innerText.includes('*'))"_s;

QString shows(const QString &text)
{
    return firstOutput + u".includes('"_s + text + u"')"_s;
}

} // namespace

class MainJobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void createsAnInstanceByMouseAndKeys();
    void opensItsNotebookAndRunsACell();
    void keepsThePageInChromiumsSandbox();
    void keepsThePageWhenTheConnectionIsCut();
    void saysWhatIsLostWhenItIsClosedWhileACellRuns();
    void findsTheKernelAfterTheStudioWasClosed();
    void cleanupTestCase();

private:
    void startStudio();
    /** Fails the test when JupyterLab isn't usable in time; m_devTools then looks into its page. */
    void openNotebook();
    [[nodiscard]] Arm::InstanceState state() const;
    /** Types @p code into the notebook's active cell and runs it. */
    void runCell(const QString &code);
    /** Whether an output with @p text appears; says what the notebook shows when it doesn't. */
    [[nodiscard]] bool outputAppears(const QString &text, int milliseconds);

    QTemporaryDir m_folder{u"/tmp/atelier-job-XXXXXX"_s};
    quint16 m_debugPort = 0;
    std::unique_ptr<Studio::SingleInstance> m_single;
    std::unique_ptr<Studio::Studio> m_studio;
    std::unique_ptr<Test::DevTools> m_devTools;
};

void MainJobTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QGuiApplication::setQuitOnLastWindowClosed(false);
    for (const char *name :
         {"ATELIER_DATA", "ATELIER_CONFIG", "ATELIER_CACHE", "ATELIER_WORKSPACE"}) {
        qputenv(name, m_folder.filePath(QString::fromLatin1(name).toLower()).toLocal8Bit());
    }
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    m_debugPort = probe.serverPort();
    probe.close();
    qputenv("QTWEBENGINE_REMOTE_DEBUGGING",
            QStringLiteral("127.0.0.1:%1").arg(m_debugPort).toLatin1());
    qputenv("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --remote-allow-origins=*");
    startStudio();
}

void MainJobTest::startStudio()
{
    m_single = std::make_unique<Studio::SingleInstance>(qEnvironmentVariable("ATELIER_CONFIG"));
    QVERIFY(m_single->claim().value_or(false));
    m_studio = std::make_unique<Studio::Studio>(Studio::Options{.language = u"en"_s},
                                                m_single.get());
    m_studio->start();
    QVERIFY(QTest::qWaitForWindowExposed(m_studio->window()));
    QTRY_VERIFY_WITH_TIMEOUT(m_studio->controlPlane()->isLoaded(), 20'000);
}

Arm::InstanceState MainJobTest::state() const
{
    const auto &instances = m_studio->controlPlane()->instances();
    return instances.isEmpty() ? Arm::InstanceState::Unknown : instances.constFirst().state;
}

void MainJobTest::createsAnInstanceByMouseAndKeys()
{
    QTRY_VERIFY(Studio::visibleWidget(u"emptyButton"_s));
    QTest::mouseClick(Studio::visibleWidget(u"emptyButton"_s), Qt::LeftButton);
    QTRY_VERIFY(Studio::visibleWidget(u"createDialog"_s));
    auto *create = qobject_cast<QPushButton *>(Studio::visibleWidget(u"createButton"_s));
    QVERIFY(create);
    QTRY_VERIFY(create->isEnabled());
    QTest::keyClick(Studio::visibleWidget(u"nameEdit"_s), Qt::Key_Return);
    QTRY_VERIFY(!Studio::visibleWidget(u"createDialog"_s));
    QTRY_VERIFY_WITH_TIMEOUT(state() == Arm::InstanceState::Running, 30'000);
    QCOMPARE(m_studio->controlPlane()->instances().constFirst().name, u"ada-box"_s);
}

void MainJobTest::openNotebook()
{
    auto *table = qobject_cast<QAbstractItemView *>(Studio::visibleWidget(u"instancesTable"_s));
    QVERIFY(table);
    table->setCurrentIndex(table->model()->index(0, 0));
    QWidget *open = Studio::visibleWidget(u"openNotebookButton"_s);
    QVERIFY(open);
    // It follows the state a moment later, and a click before that does nothing.
    QTRY_VERIFY(open->isEnabled());
    QTest::mouseClick(open, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(Studio::visibleWebView(), labMilliseconds);
    m_devTools = std::make_unique<Test::DevTools>(m_debugPort);
    QTRY_VERIFY_WITH_TIMEOUT(m_devTools->attach(u"/lab"_s), 30'000);
    QVERIFY(m_devTools->becomesTrue(u"document.querySelector('#jp-main-dock-panel') !== null"
                                    u" && window.jupyterapp !== undefined"_s,
                                    labMilliseconds));
}

void MainJobTest::runCell(const QString &code)
{
    QWidget *view = Studio::visibleWebView();
    QVERIFY(view);
    QVERIFY(m_devTools->becomesTrue(kernelIsReady, 60'000));
    const auto place = m_devTools->evaluate(
        u"(() => { const cell = [...document.querySelectorAll('.jp-CodeCell .cm-content')].at(-1);"
        u" cell.scrollIntoView(); const box = cell.getBoundingClientRect();"
        u" return [box.x + 20, box.y + box.height / 2]; })()"_s);
    QVERIFY(place.has_value());
    const QPoint point(qRound((*place)[0].toDouble()), qRound((*place)[1].toDouble()));
    QTest::mouseClick(view->focusProxy(), Qt::LeftButton, {}, point);
    QVERIFY(m_devTools->becomesTrue(
        u"document.activeElement?.classList.contains('cm-content') ?? false"_s, 5'000));
    Studio::type(code, view);
    Studio::pressKey(Qt::Key_Return, Qt::ShiftModifier, view);
}

bool MainJobTest::outputAppears(const QString &text, int milliseconds)
{
    const bool appears = m_devTools->becomesTrue(shows(text), milliseconds);
    if (!appears) {
        qWarning() << "the notebook shows"
                   << m_devTools->evaluate(wholeNotebook).value_or(QJsonValue()).toString();
    }
    return appears;
}

void MainJobTest::opensItsNotebookAndRunsACell()
{
    openNotebook();
    if (QTest::currentTestFailed()) {
        return;
    }
    QVERIFY(m_devTools
                ->evaluate(u"window.jupyterapp.commands.execute('notebook:create-new',"
                           u" {kernelName: 'python3'}).then(() => true)"_s)
                .has_value());
    runCell(u"print('answer', 6 * 7)"_s);
    QVERIFY(outputAppears(u"answer 42"_s, 30'000));
}

void MainJobTest::keepsThePageInChromiumsSandbox()
{
    QVERIFY2(m_devTools, "The notebook was never open.");
    const QList<qint64> renderers = Test::renderersOf(QCoreApplication::applicationPid());
    QVERIFY(!renderers.isEmpty());
    for (const qint64 renderer : renderers) {
        // Mode 2 is a filter of system calls, see proc(5).
        QCOMPARE(Test::statusOf(renderer, "Seccomp"), "2");
        QCOMPARE(Test::statusOf(renderer, "NoNewPrivs"), "1");
        // One number for each process namespace, from the outer one in.
        QVERIFY(Test::statusOf(renderer, "NSpid").split('\t').size()
                > Test::statusOf(QCoreApplication::applicationPid(), "NSpid").split('\t').size());
    }
}

void MainJobTest::keepsThePageWhenTheConnectionIsCut()
{
    QVERIFY2(m_devTools, "The notebook was never open.");
    QVERIFY(m_devTools->evaluate(u"window.mark = 'same page'"_s).has_value());
    runCell(u"import time; kept = [time.sleep(1) for i in range(6)]; print('kept', len(kept))"_s);
    QVERIFY(m_devTools->becomesTrue(aCellRuns, 10'000));

    Ssh::Connection *session = m_studio->sessions()->existing(u"ada-box"_s);
    QVERIFY(session);
    QSignalSpy states(session, &Ssh::Connection::stateChanged);
    const auto cut = session->exec(Test::cutCommand);
    // It may be back before anyone looks.
    QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(session->state() == Ssh::SessionState::Ready, 30'000);

    QVERIFY(outputAppears(u"kept 6"_s, 60'000));
    QVERIFY(m_devTools->becomesTrue(u"window.mark === 'same page'"_s, 5'000));
}

void MainJobTest::saysWhatIsLostWhenItIsClosedWhileACellRuns()
{
    QVERIFY2(m_devTools, "The notebook was never open.");
    runCell(u"import time; time.sleep(15); print('slept')"_s);
    QVERIFY(m_devTools->becomesTrue(aCellRuns, 10'000));
    m_studio->window()->close();
    QTRY_VERIFY_WITH_TIMEOUT(Studio::visibleWidget(u"messageBox"_s), 10'000);
    const auto *box = qobject_cast<QMessageBox *>(Studio::visibleWidget(u"messageBox"_s));
    QVERIFY(box);
    QVERIFY2(box->text().contains(u"cell is still running"_s), qPrintable(box->text()));
    QTest::mouseClick(Studio::visibleWidget(u"button1"_s), Qt::LeftButton); // Keep Open
    QTRY_VERIFY(!Studio::visibleWidget(u"messageBox"_s));
    QVERIFY(m_studio->window()->isVisible());
    QVERIFY(outputAppears(u"slept"_s, 60'000));
}

void MainJobTest::findsTheKernelAfterTheStudioWasClosed()
{
    QVERIFY2(m_devTools, "The notebook was never open.");
    runCell(u"memory = 'still here'; print('stored')"_s);
    QVERIFY(outputAppears(u"stored"_s, 30'000));
    QVERIFY(m_devTools
                ->evaluate(u"[...window.jupyterapp.shell.widgets('main')]"
                           u".find(widget => widget.context).context.save()"
                           u".then(() => true)"_s)
                .has_value());
    m_studio->window()->close();
    QTRY_VERIFY_WITH_TIMEOUT(Studio::visibleWidget(u"messageBox"_s), 10'000);
    QTest::mouseClick(Studio::visibleWidget(u"button1"_s), Qt::LeftButton); // Leave it running
    QTRY_VERIFY_WITH_TIMEOUT(!m_studio->window()->isVisible(), 10'000);
    m_devTools.reset();
    m_studio.reset();
    m_single.reset();

    startStudio();
    QTRY_VERIFY_WITH_TIMEOUT(state() == Arm::InstanceState::Running, 20'000);
    QTest::mouseClick(Studio::visibleWidget(u"pageButton0"_s), Qt::LeftButton);
    QTRY_VERIFY(Studio::visibleWidget(u"instancesTable"_s));
    openNotebook();
    // Open the saved notebook by the path of its running session: its kernel must be the same one.
    QVERIFY(m_devTools
                ->evaluate(u"(async () => { const sessions = await (await"
                           u" fetch('/api/sessions')).json(); await"
                           u" window.jupyterapp.commands.execute('docmanager:open',"
                           u" {path: sessions[0].path}); return true; })()"_s)
                .has_value());
    QVERIFY(outputAppears(u"stored"_s, 60'000));
    runCell(u"print('memory is', memory)"_s);
    QVERIFY(outputAppears(u"memory is still here"_s, 30'000));
}

void MainJobTest::cleanupTestCase()
{
    m_devTools.reset();
    if (m_studio) {
        const auto removed = m_studio->controlPlane()->remove(u"ada-box"_s);
        QTRY_VERIFY_WITH_TIMEOUT(removed.isFinished(), 30'000);
    }
    m_studio.reset();
    const auto endpoint = Client::readEndpoint(qEnvironmentVariable("ATELIER_DATA")
                                               + u"/endpoint.json"_s);
    if (endpoint) {
        ::kill(static_cast<pid_t>(endpoint->pid), SIGTERM);
    }
}

QTEST_MAIN(MainJobTest)
#include "tst_mainjob.moc"
