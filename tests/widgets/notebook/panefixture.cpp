// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/notebook/panefixture.h"

#include "widgets/notebook/sharedcontext.h"

#include <QScreen>
#include <QTest>

namespace Atelier::Test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The indicator alone says "idle" before the page is connected to the kernel, and a cell that is
// run then is lost.
const QString kernelIsReady =
    u"(() => { const panel = jupyterapp.shell.currentWidget;"
    " const kernel = panel?.sessionContext?.session?.kernel;"
    " return panel?.context?.isReady === true && panel.sessionContext.isReady"
    " && kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; })()"_s;

} // namespace

ShowCount::ShowCount(QWidget *widget)
    : QObject(widget)
{
    widget->installEventFilter(this);
}

ShowCount::~ShowCount() = default;

int ShowCount::count() const
{
    return m_count;
}

bool ShowCount::eventFilter(QObject *watched, QEvent *event)
{
    m_count += event->type() == QEvent::Show ? 1 : 0;
    return QObject::eventFilter(watched, event);
}

PaneFixture::PaneFixture() = default;

PaneFixture::~PaneFixture() = default;

bool PaneFixture::begin(const decltype(Notebook::NotebookServices::leaveInstance) &leaveInstance)
{
    if (!host.connectClient() || !host.createRunning(u"ada-box"_s)) {
        return false;
    }
    sessions = std::make_unique<Notebook::NodeSessions>(&host.client(), host.path(u"config"_s));
    settings = std::make_unique<QSettings>(host.path(u"pane.ini"_s), QSettings::IniFormat);
    theme = std::make_unique<Ui::Theme>();
    theme->setScheme(qEnvironmentVariable("ATELIER_TEST_SCHEME") == "dark"_L1
                         ? Ui::ColorScheme::Dark
                         : Ui::ColorScheme::Light);
    Notebook::makeSharedContext();
    tabs = std::make_unique<Notebook::NotebookTabs>(
        Notebook::NotebookServices{.controlPlane = &host.client(),
                                   .sessions = sessions.get(),
                                   .settings = settings.get(),
                                   .leaveInstance = leaveInstance},
        nullptr);
    tabs->resize(1200, 760);
    tabs->show();
    return QTest::qWaitForWindowActive(tabs.get());
}

bool PaneFixture::openLab()
{
    tabs->openInstance(u"ada-box"_s);
    return QTest::qWaitFor(
        [this] {
            return panel() != nullptr && panel()->bridge()->isUsable() && panel()->isVisible();
        },
        90s);
}

bool PaneFixture::newNotebook()
{
    return becomes(u"jupyterapp.commands.execute('notebook:create-new',"
                   " {kernelName: 'python3'}).then(() => true)"_s)
           && becomes(kernelIsReady, 60s);
}

bool PaneFixture::runCell(const QString &code)
{
    const QString script =
        u"(() => { const notebook = jupyterapp.shell.currentWidget.content;"
        " notebook.activeCell.model.sharedModel.setSource(`%1`);"
        " jupyterapp.commands.execute('notebook:run-cell-and-insert-below'); return true; })()"_s;
    return becomes(kernelIsReady, 60s) && becomes(script.arg(code));
}

bool PaneFixture::shows(const QString &text)
{
    return becomes(u"[...document.querySelectorAll('.jp-OutputArea-output')]"
                   ".some(output => output.innerText.includes('%1'))"_s.arg(text));
}

bool PaneFixture::becomes(const QString &expression, std::chrono::seconds limit)
{
    const QDeadlineTimer deadline(limit);
    const QString script =
        u"(() => { const value = %1; if (!(value instanceof Promise)) { return value; }"
        " window.kept = undefined; value.then(kept => window.kept = kept); return 'promise'; })()"_s
            .arg(expression);
    bool isPromised = false;
    while (!deadline.hasExpired()) {
        auto answer = std::make_shared<std::optional<QVariant>>();
        panel()->page()->runJavaScript(isPromised ? u"window.kept"_s : script,
                                       [answer](const QVariant &value) { *answer = value; });
        if (!QTest::qWaitFor([answer] { return answer->has_value(); }, 10s)) {
            return false;
        }
        if (answer->value() == QVariant(true)) {
            return true;
        }
        isPromised = isPromised || answer->value() == QVariant(u"promise"_s);
        QTest::qWait(50);
    }
    return false;
}

QByteArray PaneFixture::inInstance(const QString &command)
{
    Ssh::Connection *session = sessions->existing(u"ada-box"_s);
    if (session == nullptr) {
        return {};
    }
    const auto answer = session->exec(command);
    const bool came = QTest::qWaitFor([&answer] { return answer.isFinished(); }, 20s);
    return came && answer.resultCount() > 0 && answer.result() ? answer.result()->out
                                                               : QByteArray();
}

void PaneFixture::picture(const QString &name)
{
    const QString folder = qEnvironmentVariable("ATELIER_TEST_PICTURES");
    if (!folder.isEmpty()) {
        QTest::qWait(700);
        tabs->screen()->grabWindow(0).save(folder + u'/' + name + u".png"_s);
    }
}

Notebook::InstanceTab *PaneFixture::tab() const
{
    return tabs->findChild<Notebook::InstanceTab *>();
}

Notebook::LabPanel *PaneFixture::panel() const
{
    return tab() == nullptr ? nullptr : tab()->panel();
}

QTabWidget *PaneFixture::tabWidget() const
{
    return tabs->findChild<QTabWidget *>(u"notebookTabs"_s);
}

} // namespace Atelier::Test
