// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/createdialog.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "widgets/common/busyindicator.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/theme.h"
#include "widgets/compute/createform.h"
#include "widgets/compute/sizechooser.h"

#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

constexpr int dialogWidth = 560;
/** What a window manager needs around a dialog. */
constexpr int aroundDialog = 48;

QString sizeKey()
{
    return u"compute/lastSize"_s;
}

QStringList namesOf(const Client::ControlPlane *controlPlane)
{
    QStringList names;
    for (const Arm::ComputeInstance &instance : controlPlane->instances()) {
        names << instance.name;
    }
    return names;
}

} // namespace

CreateDialog::CreateDialog(Client::ControlPlane *controlPlane, QSettings *settings, QWidget *parent)
    : QDialog(parent)
    , m_controlPlane(controlPlane)
    , m_settings(settings)
    , m_draft(new Client::InstanceDraft(namesOf(controlPlane), this))
    , m_form(new CreateForm(m_draft, this))
{
    setObjectName(u"createDialog"_s);
    setWindowTitle(tr("New Instance"));
    setWindowModality(Qt::WindowModal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_form, 1);
    layout->addWidget(makeButtons());

    connect(m_form, &CreateForm::heightChanged, this, &CreateDialog::fitHeight);
    // Names of others count; the one that is being made by this dialog does not.
    const auto updateNames = [this] {
        if (!m_busy) {
            m_draft->setTakenNames(namesOf(m_controlPlane));
        }
    };
    connect(controlPlane, &Client::ControlPlane::instanceAdded, this, updateNames);
    connect(controlPlane, &Client::ControlPlane::instanceRemoved, this, updateNames);
    m_form->selectName();
    loadSizes();
    fitHeight();
}

CreateDialog::~CreateDialog() = default;

Client::InstanceDraft *CreateDialog::draft() const
{
    return m_draft;
}

QWidget *CreateDialog::makeButtons()
{
    auto *box = new QWidget(this);
    m_message = new Ui::InlineMessage(box);
    m_message->setObjectName(u"createMessage"_s);
    m_busyText = new Ui::BusyIndicator(box);
    auto *cancel = new QPushButton(tr("Cancel"), box);
    cancel->setObjectName(u"cancelButton"_s);
    cancel->setAutoDefault(false);
    m_createButton = new QPushButton(tr("Create instance"), box);
    m_createButton->setObjectName(u"createButton"_s);
    m_createButton->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(Ui::Metrics::grid);
    row->addWidget(m_busyText);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_createButton);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::grid,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(m_message);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_createButton, &QPushButton::clicked, this, &CreateDialog::create);
    return box;
}

void CreateDialog::loadSizes()
{
    whenDone(m_controlPlane->sizes(), this, [this](const Result<Arm::VmSizeList> &sizes) {
        if (sizes) {
            showSizes(*sizes);
            return;
        }
        m_createWhenReady = false;
        setBusy(false);
        m_form->sizes()->showError(sizes.error().message);
    });
}

void CreateDialog::showSizes(const Arm::VmSizeList &sizes)
{
    const QString remembered = m_settings == nullptr ? QString()
                                                     : m_settings->value(sizeKey()).toString();
    m_draft->setSizes(sizes, remembered);
    m_form->sizes()->showSizes(sizes);
    if (m_createWhenReady) {
        m_createWhenReady = false;
        create();
    }
}

void CreateDialog::create()
{
    if (m_busy) {
        return;
    }
    m_message->hide();
    if (m_draft->sizes().sizes.isEmpty() && !m_form->sizes()->hasError()) {
        // Asked for before the sizes have come: done as soon as they have.
        m_createWhenReady = true;
        return;
    }
    if (m_form->showMissing()) {
        return;
    }
    setBusy(true);
    whenDone(m_controlPlane->create(m_draft->instance()),
             this,
             [this](const Result<Arm::ComputeInstance> &instance) {
                 if (!instance) {
                     refused(instance.error());
                     return;
                 }
                 rememberSize();
                 Q_EMIT created(m_draft->name());
                 accept();
             });
}

void CreateDialog::refused(const Error &error)
{
    setBusy(false);
    const CreateForm::Field field = m_draft->setServerError(error);
    if (field == CreateForm::Field::Other) {
        m_message->showError(error);
        fitHeight();
    } else {
        m_form->focusField(field);
    }
}

void CreateDialog::rememberSize()
{
    if (m_settings == nullptr) {
        return;
    }
    // The sensible size is not remembered: on a larger computer it is another one.
    if (m_draft->size() == Client::sensibleSize(m_draft->sizes())) {
        m_settings->remove(sizeKey());
    } else {
        m_settings->setValue(sizeKey(), m_draft->size());
    }
}

void CreateDialog::setBusy(bool busy)
{
    m_busy = busy;
    m_createButton->setEnabled(!busy);
    m_form->setEnabled(!busy);
    if (busy) {
        m_busyText->start(tr("Creating %1").arg(m_draft->name()));
    } else {
        m_busyText->stop();
        m_form->focusName();
    }
}

void CreateDialog::fitHeight()
{
    const int wanted = m_form->wantedHeight() + layout()->itemAt(1)->sizeHint().height();
    const QSize room = screen()->availableSize() - QSize(aroundDialog, aroundDialog);
    const int width = std::min(std::max(dialogWidth, this->width()), room.width());
    resize(isVisible() ? width : std::min(dialogWidth, room.width()),
           std::min(isVisible() ? std::max(wanted, height()) : wanted, room.height()));
}

} // namespace Atelier::Compute
