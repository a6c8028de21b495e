// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancerequests.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancesmodel.h"
#include "widgets/compute/deletedialog.h"
#include "widgets/compute/foldersdialog.h"
#include "widgets/compute/questions.h"
#include "widgets/compute/runningkernels.h"

namespace Atelier::Compute {

using Arm::InstanceAction;

InstanceRequests::InstanceRequests(Client::ControlPlane *controlPlane,
                                   Client::InstancesModel *model,
                                   Notebook::NodeSessions *sessions,
                                   QWidget *page)
    : QObject(page)
    , m_controlPlane(controlPlane)
    , m_model(model)
    , m_sessions(sessions)
    , m_page(page)
    , m_operations(new InstanceOperations(controlPlane, model, this))
{
    connect(m_operations, &InstanceOperations::failed, this, &InstanceRequests::failed);
}

InstanceRequests::~InstanceRequests() = default;

void InstanceRequests::request(InstanceAction action, const QStringList &names)
{
    switch (action) {
    case InstanceAction::Delete:
        askBeforeDelete(names);
        break;
    case InstanceAction::Stop:
    case InstanceAction::Restart:
        askBeforeStop(action, names);
        break;
    case InstanceAction::Start:
        m_operations->run(action, names);
        break;
    case InstanceAction::OpenNotebook:
        break;
    }
}

void InstanceRequests::askBeforeStop(InstanceAction action, const QStringList &names)
{
    const bool restart = action == InstanceAction::Restart;
    // Asking takes a moment, and a click is answered at once.
    for (const QString &name : names) {
        m_model->expect(name,
                        restart ? Arm::InstanceState::Restarting : Arm::InstanceState::Stopping);
    }
    auto *kernels = new RunningKernels(m_sessions, names, this);
    connect(kernels,
            &RunningKernels::found,
            this,
            [this, action, restart, names](const QList<RunningKernel> &running, bool complete) {
                if (running.isEmpty() && complete) {
                    m_operations->run(action, names);
                    return;
                }
                for (const QString &name : names) {
                    m_model->forget(name);
                }
                Ui::ask(m_page,
                        kernelQuestion(names, restart, running, complete),
                        this,
                        [this, action, names](Ui::Answer answer) {
                            if (answer.button == 0) {
                                m_operations->run(action, names);
                            }
                        });
            });
    kernels->start();
}

void InstanceRequests::askBeforeDelete(const QStringList &names)
{
    auto *dialog = new DeleteDialog(m_controlPlane, names, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, names] {
        m_operations->run(InstanceAction::Delete, names);
    });
    dialog->open();
}

void InstanceRequests::changeFolders(const QString &name)
{
    const Arm::ComputeInstance *instance = m_controlPlane->instance(name);
    if (instance == nullptr) {
        return;
    }
    auto *dialog = new FoldersDialog(m_controlPlane, *instance, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace Atelier::Compute
