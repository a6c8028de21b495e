// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/leaving.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "widgets/common/messagebox.h"
#include "widgets/common/page.h"
#include "widgets/window/studiosettings.h"

namespace Atelier::Window {

namespace {

enum Button { StopIt, LeaveIt, Stay };

} // namespace

Leaving::Leaving(QList<Ui::Page *> pages,
                 Client::ControlPlane *controlPlane,
                 StudioSettings *settings,
                 QWidget *window)
    : QObject(window)
    , m_pages(std::move(pages))
    , m_controlPlane(controlPlane)
    , m_settings(settings)
    , m_window(window)
{
}

Leaving::~Leaving() = default;

void Leaving::begin()
{
    saveNextPage();
}

void Leaving::saveNextPage()
{
    if (m_pages.isEmpty()) {
        lookForRunning();
        return;
    }
    Ui::Page *page = m_pages.takeFirst();
    connect(page, &Ui::Page::readyToClose, this, [this, page] {
        page->disconnect(this);
        saveNextPage();
    });
    connect(page, &Ui::Page::closeRefused, this, [this, page] {
        page->disconnect(this);
        Q_EMIT refused();
    });
    page->prepareToClose();
}

void Leaving::lookForRunning()
{
    const auto &instances = m_controlPlane->instances();
    for (const Arm::ComputeInstance &instance : instances) {
        if (Arm::allows(instance.state, Arm::InstanceAction::Stop)) {
            m_running.append(instance.name);
        }
    }
    // What can't be reached can't be stopped from here, so there is nothing to ask.
    if (m_running.isEmpty() || m_controlPlane->link() != Client::ControlPlane::Link::Online) {
        Q_EMIT done();
        return;
    }
    switch (m_settings->atClosing()) {
    case AtClosing::Ask:
        askAboutRunning();
        break;
    case AtClosing::LeaveRunning:
        Q_EMIT done();
        break;
    case AtClosing::Stop:
        stopRunning();
        break;
    }
}

void Leaving::askAboutRunning()
{
    const auto count = static_cast<int>(m_running.size());
    Ui::ask(m_window,
            {.title = tr("Close Atelier"),
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
            [this](const Ui::Answer &answer) { answered(answer); });
}

void Leaving::answered(const Ui::Answer &answer)
{
    switch (answer.button) {
    case StopIt:
        if (answer.checked) {
            m_settings->setAtClosing(AtClosing::Stop);
        }
        stopRunning();
        break;
    case LeaveIt:
        if (answer.checked) {
            m_settings->setAtClosing(AtClosing::LeaveRunning);
        }
        Q_EMIT done();
        break;
    default:
        Q_EMIT refused();
        break;
    }
}

void Leaving::stopRunning()
{
    m_stopping = static_cast<int>(m_running.size());
    for (const QString &name : std::as_const(m_running)) {
        whenDone(m_controlPlane->stop(name), this, [this](const Result<void> &result) {
            stopped(result);
        });
    }
}

void Leaving::stopped(const Result<void> &result)
{
    if (!result) {
        m_hasFailed = true;
        Q_EMIT failed(result.error());
    }
    if (--m_stopping > 0) {
        return;
    }
    if (m_hasFailed) {
        Q_EMIT refused();
    } else {
        Q_EMIT done();
    }
}

} // namespace Atelier::Window
