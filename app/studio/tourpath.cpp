// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/tourpath.h"

#include "app/studio/gestures.h"
#include "backend/client/controlplane.h"
#include "backend/forwards/forwards.h"
#include "backend/forwards/forwardsmodel.h"
#include "backend/notebook/nodesessions.h"
#include "backend/ssh/connection.h"
#include "widgets/common/theme.h"
#include "widgets/window/mainwindow.h"

#include <QAbstractItemView>
#include <QFile>
#include <QItemSelectionModel>
#include <QScreen>
#include <QScrollArea>
#include <QVariant>

#include <algorithm>

namespace Atelier::Studio {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr QSize usualSize(1280, 760);
constexpr QSize smallestSize(800, 500);
constexpr int frameHeight = 40; // what the window manager adds at most, or nothing is lost

/** The cell shows its answer, and writes it to where the tour can see it from outside. */
const QString answerFile = u"tour-answer.txt"_s;
const QString cell =
    u"answer = 6 * 7; open('tour-answer.txt', 'w').write(str(answer)); print('answer', answer)"_s;

const QString paletteIsOpen = u"document.activeElement?.matches('.lm-CommandPalette-input')"_s;
const QString newNotebookIsFound =
    u"[...document.querySelectorAll('.lm-CommandPalette-item.lm-mod-active')]"
    u".some(item => item.innerText.includes('New Notebook'))"_s;
const QString kernelIsAskedFor = u"document.querySelector('.jp-Dialog select') !== null"_s;
const QString notebookOf =
    u"(() => { const panel = window.jupyterapp.shell.currentWidget; return %1; })()"_s;
const QString kernelIsReady = notebookOf.arg(
    u"panel?.context?.isReady && panel.sessionContext.isReady"
    u" && panel.sessionContext.session?.kernel?.connectionStatus === 'connected'"
    u" && panel.sessionContext.session.kernel.status === 'idle'"_s);
const QString cellIsTyped = notebookOf.arg(
    u"panel?.content?.activeCell?.model.sharedModel.getSource() === `%1`"_s.arg(cell));
const QString answerIsShown = u"[...document.querySelectorAll('.jp-OutputArea-output')]"
                              u".some(output => output.innerText.includes('answer 42'))"_s;

/** Ends the server's processes of every connection, and keeps its listener from answering for long
 * enough to be seen, as a broken network would. */
const QString cutCommand =
    u"listener=$PPID;"
    u" while [ \"$(cat /proc/$listener/comm)\" = sshd-session ]; do"
    u" listener=$(sed -n 's/^PPid:[^0-9]*//p' /proc/$listener/status); done;"
    u" kill -STOP $listener; (sleep 4; kill -CONT $listener) </dev/null >/dev/null 2>&1 &"
    u" children=$(pgrep -P $listener -x sshd-session);"
    u" kill -9 $children $(for child in $children; do pgrep -P $child -x sshd-session; done)"_s;

std::function<bool()> isVisible(const QString &objectName)
{
    return [objectName] { return visibleWidget(objectName) != nullptr; };
}

std::function<bool()> isGone(const QString &objectName)
{
    return [objectName] { return visibleWidget(objectName) == nullptr; };
}

std::function<bool()> isInState(const TourStage &stage, Arm::InstanceState state)
{
    return [plane = stage.controlPlane, state] {
        return plane->instances().size() == 1 && plane->instances().constFirst().state == state;
    };
}

std::function<void()> clicking(const QString &objectName)
{
    return [objectName] { click(objectName); };
}

void selectFirstInstance()
{
    if (auto *table = qobject_cast<QAbstractItemView *>(visibleWidget(u"instancesTable"_s))) {
        table->selectionModel()->setCurrentIndex(table->model()->index(0, 0),
                                                 QItemSelectionModel::ClearAndSelect
                                                     | QItemSelectionModel::Rows);
        table->setFocus();
    }
}

bool isLabThere()
{
    const QWidget *view = visibleWebView();
    return view != nullptr && view->property("title").toString().contains(u"JupyterLab"_s);
}

std::function<bool()> all(std::vector<std::function<bool()>> conditions)
{
    return [conditions = std::move(conditions)] {
        return std::ranges::all_of(conditions, [](const auto &condition) { return condition(); });
    };
}

void cutConnection(const TourStage &stage)
{
    const auto &instances = stage.controlPlane->instances();
    Ssh::Connection *session = instances.isEmpty()
                                   ? nullptr
                                   : stage.sessions->existing(instances.constFirst().name);
    if (session != nullptr) {
        (void)session->exec(cutCommand);
    }
}

std::vector<TourStep> creating(const TourStage &stage)
{
    return {
        {.name = u"empty"_s,
         .title = u"The studio opens on an empty page"_s,
         .isDone = isVisible(u"emptyButton"_s)},
        {.name = u"create-dialog"_s,
         .title = u"Create your first instance"_s,
         .act = clicking(u"emptyButton"_s),
         .isDone = isVisible(u"createButton"_s)},
        {.name = u"creating"_s,
         .title = u"One Return creates it"_s,
         .act = [] { pressKey(Qt::Key_Return); },
         .isDone = isGone(u"createDialog"_s),
         .settles = false},
        {.name = u"running"_s,
         .title = u"The instance runs"_s,
         .isDone = isInState(stage, Arm::InstanceState::Running),
         .limit = 30s},
        {.name = u"details"_s,
         .title = u"Details, creation log and SSH lines"_s,
         .act =
             [] {
                 selectFirstInstance();
                 if (visibleWidget(u"instanceDetails"_s) == nullptr) {
                     pressKey(Qt::Key_Return, {}, visibleWidget(u"instancesTable"_s));
                 }
             },
         .isDone = isVisible(u"instanceDetails"_s)},
    };
}

/** Always done; the pane grows with what it lists. */
bool isScrolledToForwards()
{
    auto *scroll = qobject_cast<QScrollArea *>(visibleWidget(u"detailsScroll"_s));
    QWidget *panel = visibleWidget(u"toolsSection"_s);
    if (scroll != nullptr && panel != nullptr) {
        scroll->ensureWidgetVisible(panel);
    }
    return true;
}

/** The words beside the dot of the first forward. */
bool isForwardListening()
{
    const QWidget *state = visibleWidget(u"forwardState"_s);
    return state != nullptr && state->accessibleName().contains(u"localhost"_s);
}

void removeForwards(const TourStage &stage)
{
    auto *model = stage.forwards->model();
    while (model->rowCount() > 0) {
        stage.forwards->remove(model->index(0).data(Forwards::ForwardsModel::IdRole).toString());
    }
}

std::vector<TourStep> forwarding()
{
    return {
        {.name = u"forward-dialog"_s,
         .title = u"Forward a port"_s,
         .act = clicking(u"forwardPortButton"_s),
         .isDone = isVisible(u"forwardDialog"_s)},
        {.name = u"forwards"_s,
         .title = u"The port is forwarded"_s,
         .act =
             [] {
                 type(u"6006"_s, visibleWidget(u"targetEdit"_s));
                 click(u"saveButton"_s);
             },
         .isDone = all({isGone(u"forwardDialog"_s), isForwardListening, isScrolledToForwards}),
         .limit = 30s},
    };
}

std::vector<TourStep> working(const TourStage &stage)
{
    const QString answer = stage.workspaceFolder + u'/' + answerFile;
    const QString notebook = stage.workspaceFolder + u"/Untitled.ipynb"_s;
    return {
        {.name = u"opening-jupyterlab"_s,
         .title = u"Open JupyterLab: each step with its time"_s,
         .act = clicking(u"openNotebookButton"_s),
         .isDone = isVisible(u"notebookTabs"_s),
         .settles = false},
        {.name = u"jupyterlab"_s,
         .title = u"JupyterLab is usable"_s,
         .isDone = isLabThere,
         .limit = 90s},
        {.name = u"command-palette"_s,
         .title = u"JupyterLab's own keys reach it"_s,
         .act =
             [] {
                 visibleWebView()->setFocus();
                 pressKey(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier, visibleWebView());
             },
         .isDone = isSoInPage(paletteIsOpen)},
        {.name = u"new-notebook"_s,
         .title = u"A new notebook from the palette"_s,
         .act = [] { type(u"new notebook"_s, visibleWebView()); },
         .isDone = isSoInPage(newNotebookIsFound)},
        {.name = u"kernel"_s,
         .title = u"The kernel is chosen"_s,
         .act = [] { pressKey(Qt::Key_Return, {}, visibleWebView()); },
         .isDone = isSoInPage(kernelIsAskedFor)},
        {.name = u"notebook"_s,
         .title = u"The notebook is open"_s,
         .act = [] { pressKey(Qt::Key_Return, {}, visibleWebView()); },
         .isDone = all({[notebook] { return QFile::exists(notebook); }, isSoInPage(kernelIsReady)}),
         .limit = 60s},
        {.name = u"typed"_s,
         .title = u"A cell is typed"_s,
         .act = [] { type(cell, visibleWebView()); },
         .isDone = isSoInPage(cellIsTyped)},
        {.name = u"cell"_s,
         .title = u"The cell runs and its result is in the workspace"_s,
         .act = [] { pressKey(Qt::Key_Return, Qt::ControlModifier, visibleWebView()); },
         .isDone = all({[answer] { return QFile::exists(answer); }, isSoInPage(answerIsShown)}),
         .limit = 60s},
        {.name = u"connection-lost"_s,
         .title = u"The connection is cut: a bar says so, and the page stays"_s,
         .act = [stage] { cutConnection(stage); },
         .isDone = isVisible(u"connectionMessage"_s)},
        {.name = u"connection-back"_s,
         .title = u"It came back by itself, and the kernel went on"_s,
         .isDone = all({isGone(u"connectionMessage"_s), isSoInPage(kernelIsReady)}),
         .limit = 60s},
    };
}

std::vector<TourStep> ending(const TourStage &stage)
{
    return {
        {.name = u"compute"_s,
         .title = u"Back on the compute page"_s,
         .act = clicking(u"pageButton0"_s),
         .isDone = isVisible(u"instancesTable"_s)},
        {.name = u"stop-question"_s,
         .title = u"Stop says which kernels end"_s,
         .act =
             [] {
                 selectFirstInstance();
                 click(u"stopButton"_s);
             },
         .isDone = isVisible(u"messageBox"_s)},
        {.name = u"stopped"_s,
         .title = u"The instance is stopped"_s,
         .act = clicking(u"button0"_s),
         .isDone = isInState(stage, Arm::InstanceState::Stopped),
         .limit = 30s},
        {.name = u"dark"_s,
         .title = u"The same in dark"_s,
         .act = [theme = stage.theme] { theme->setScheme(Ui::ColorScheme::Dark); },
         .isDone = [window = stage.window] { return Ui::isDark(window->palette()); }},
        {.name = u"small"_s,
         .title = u"The smallest window"_s,
         .act = [window = stage.window] { window->resize(smallestSize); },
         .isDone = [window = stage.window] { return window->size() == smallestSize; }},
        {.name = u"delete-question"_s,
         .title = u"Delete names what is lost"_s,
         .act =
             [] {
                 selectFirstInstance();
                 click(u"deleteButton"_s);
             },
         .isDone = isVisible(u"deleteDialog"_s)},
        {.name = u"deleted"_s,
         .title = u"Nothing is left"_s,
         .act =
             [stage] {
                 removeForwards(stage);
                 if (QWidget *dialog = visibleWidget(u"deleteDialog"_s)) {
                     click(dialog->findChild<QWidget *>(u"deleteButton"_s));
                 }
             },
         .isDone = [plane = stage.controlPlane] { return plane->instances().isEmpty(); },
         .limit = 30s},
    };
}

} // namespace

std::vector<TourStep> mainJob(const TourStage &stage)
{
    const QSize room = stage.window->screen()->availableSize() - QSize(0, frameHeight);
    stage.window->resize(usualSize.boundedTo(room));
    std::vector<TourStep> steps = creating(stage);
    for (auto &part : {forwarding(), working(stage), ending(stage)}) {
        steps.insert(steps.end(), part.begin(), part.end());
    }
    return steps;
}

} // namespace Atelier::Studio
