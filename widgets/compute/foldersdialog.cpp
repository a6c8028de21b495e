// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/foldersdialog.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancedraft.h"
#include "backend/client/mountchecks.h"
#include "backend/core/async.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/theme.h"
#include "widgets/compute/folderseditor.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Atelier::Compute {

namespace {

constexpr int dialogWidth = 560;

} // namespace

FoldersDialog::FoldersDialog(Client::ControlPlane *controlPlane,
                             Arm::ComputeInstance instance,
                             QWidget *parent)
    : QDialog(parent)
    , m_controlPlane(controlPlane)
    , m_instance(std::move(instance))
    , m_model(new Client::MountsModel(m_instance.local.userHome.isEmpty()
                                          ? Client::homeInsideInstance()
                                          : m_instance.local.userHome,
                                      this))
    , m_editor(new FoldersEditor(m_model, this))
    , m_message(new Ui::InlineMessage(this))
    , m_saveButton(new QPushButton(tr("Save"), this))
{
    setObjectName(QStringLiteral("foldersDialog"));
    setWindowTitle(tr("Folders of %1").arg(m_instance.name));
    setWindowModality(Qt::WindowModal);
    m_model->setMounts(m_instance.mounts);
    m_message->setObjectName(QStringLiteral("foldersMessage"));
    m_saveButton->setObjectName(QStringLiteral("saveButton"));
    m_saveButton->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("cancelButton"));
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Ui::Metrics::grid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_saveButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(m_editor);
    layout->addStretch();
    layout->addWidget(m_message);
    layout->addLayout(buttons);
    resize(dialogWidth, sizeHint().height());
    const auto update = [this] { m_saveButton->setEnabled(m_model->firstError().isEmpty()); };
    connect(m_model, &Client::MountsModel::changed, this, update);
    connect(m_model, &Client::MountsModel::checked, this, update);
    connect(m_saveButton, &QPushButton::clicked, this, &FoldersDialog::save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    update();
}

FoldersDialog::~FoldersDialog() = default;

void FoldersDialog::save()
{
    m_saveButton->setEnabled(false);
    m_message->hide();
    Arm::ComputeInstance wanted = m_instance;
    wanted.mounts = m_model->mounts();
    whenDone(
        m_controlPlane->update(wanted), this, [this](const Result<Arm::ComputeInstance> &updated) {
            if (updated) {
                accept();
                return;
            }
            m_saveButton->setEnabled(true);
            if (Client::fieldForTarget(updated.error().target)
                == Client::InstanceDraft::Field::Folders) {
                m_editor->setServerError(updated.error().message);
            } else {
                m_message->showError(updated.error());
            }
        });
}

} // namespace Atelier::Compute
