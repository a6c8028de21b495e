// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/runninginstances.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "widgets/common/messagebox.h"
#include "widgets/window/studiosettings.h"

#include <QWidget>

namespace Atelier::Window {

namespace {

enum Button { StopIt, LeaveIt, Stay };

/** Counts the stops of one decision. */
struct Stopping
{
    qsizetype left = 0;
    bool hasFailed = false;
};

} // namespace

RunningInstances::RunningInstances(Client::ControlPlane *controlPlane,
                                   StudioSettings *settings,
                                   QWidget *window)
    : QObject(window)
    , m_controlPlane(controlPlane)
    , m_settings(settings)
    , m_window(window)
{
}

RunningInstances::~RunningInstances() = default;

void RunningInstances::leaveOne(const QString &instance, const Decision &decided)
{
    const QStringList names = running().contains(instance) ? QStringList{instance} : QStringList();
    leave(names, tr("Close JupyterLab"), decided);
}

void RunningInstances::leaveAll(const Decision &decided)
{
    leave(running(), tr("Close Atelier"), decided);
}

QStringList RunningInstances::running() const
{
    QStringList names;
    for (const Arm::ComputeInstance &instance : m_controlPlane->instances()) {
        const auto left = m_left.constFind(instance.name);
        const bool isSettled = left != m_left.cend() && *left == instance.local.stateSince;
        if (!isSettled && Arm::allows(instance.state, Arm::InstanceAction::Stop)) {
            names.append(instance.name);
        }
    }
    return names;
}

void RunningInstances::leave(const QStringList &names,
                             const QString &title,
                             const Decision &decided)
{
    // What can't be reached can't be stopped from here, so there is nothing to ask.
    if (names.isEmpty() || m_controlPlane->link() != Client::ControlPlane::Link::Online) {
        decided(true);
        return;
    }
    switch (m_settings->atClosing()) {
    case AtClosing::Ask:
        ask(names, title, decided);
        break;
    case AtClosing::LeaveRunning:
        decided(true);
        break;
    case AtClosing::Stop:
        stop(names, decided);
        break;
    }
}

void RunningInstances::ask(const QStringList &names, const QString &title, const Decision &decided)
{
    const auto count = static_cast<int>(names.size());
    Ui::ask(m_window,
            {.title = title,
             .text = tr("%n instance(s) keep(s) running.", nullptr, count),
             .informative = tr(
                 "Notebooks and programs in it go on when it is left running; stopping ends them.",
                 nullptr,
                 count),
             .buttons = {tr("Stop it", nullptr, count),
                         tr("Leave it running", nullptr, count),
                         tr("Cancel")},
             .defaultButton = LeaveIt,
             .escapeButton = Stay,
             .checkBoxText = tr("Don't ask again")},
            this,
            [this, names, decided](const Ui::Answer &answer) { take(answer, names, decided); });
}

void RunningInstances::take(const Ui::Answer &answer,
                            const QStringList &names,
                            const Decision &decided)
{
    switch (answer.button) {
    case StopIt:
        if (answer.checked) {
            m_settings->setAtClosing(AtClosing::Stop);
        }
        stop(names, decided);
        break;
    case LeaveIt:
        if (answer.checked) {
            m_settings->setAtClosing(AtClosing::LeaveRunning);
        }
        for (const QString &name : names) {
            if (const Arm::ComputeInstance *instance = m_controlPlane->instance(name)) {
                m_left.insert(name, instance->local.stateSince);
            }
        }
        decided(true);
        break;
    default:
        decided(false);
        break;
    }
}

void RunningInstances::stop(const QStringList &names, const Decision &decided)
{
    auto stopping = std::make_shared<Stopping>(names.size());
    for (const QString &name : names) {
        whenDone(m_controlPlane->stop(name),
                 this,
                 [this, stopping, decided](const Result<void> &result) {
                     if (!result) {
                         stopping->hasFailed = true;
                         Q_EMIT failed(result.error());
                     }
                     if (--stopping->left == 0) {
                         decided(!stopping->hasFailed);
                     }
                 });
    }
}

} // namespace Atelier::Window
