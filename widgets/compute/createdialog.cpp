// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/createdialog.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "widgets/common/busyindicator.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/compute/fieldmessage.h"
#include "widgets/compute/folderseditor.h"
#include "widgets/compute/keychooser.h"
#include "widgets/compute/sizechooser.h"

#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

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

QVBoxLayout *column(QWidget *box)
{
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid / 2);
    return layout;
}

QLabel *quiet(const QString &text, QWidget *parent)
{
    QLabel *label = Ui::plainLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

CreateDialog::CreateDialog(Client::ControlPlane *controlPlane, QSettings *settings, QWidget *parent)
    : QDialog(parent)
    , m_controlPlane(controlPlane)
    , m_settings(settings)
    , m_draft(new Client::InstanceDraft(namesOf(controlPlane), this))
{
    setObjectName(u"createDialog"_s);
    setWindowTitle(tr("New Instance"));
    setWindowModality(Qt::WindowModal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeForm(), 1);
    layout->addWidget(makeButtons());

    connect(m_draft, &Client::InstanceDraft::changed, this, &CreateDialog::showField);
    // Names of others count; the one that is being made by this dialog does not.
    const auto updateNames = [this] {
        if (!m_busy) {
            m_draft->setTakenNames(namesOf(m_controlPlane));
        }
    };
    connect(controlPlane, &Client::ControlPlane::instanceAdded, this, updateNames);
    connect(controlPlane, &Client::ControlPlane::instanceRemoved, this, updateNames);
    // The scroll area follows the focus inside it, but not when it comes in from the buttons.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (m_scroll->isAncestorOf(now)) {
            m_scroll->ensureWidgetVisible(now);
        }
    });
    m_name->setFocus();
    m_name->selectAll();
    loadSizes();
    fitHeight();
}

CreateDialog::~CreateDialog() = default;

Client::InstanceDraft *CreateDialog::draft() const
{
    return m_draft;
}

QWidget *CreateDialog::makeForm()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *form = new QWidget(m_scroll);
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::grid);
    layout->setSpacing(2 * Ui::Metrics::grid);
    layout->addWidget(makeName(form));
    m_size = new SizeChooser(m_draft, form);
    layout->addWidget(m_size);
    layout->addWidget(makeSsh(form));
    layout->addWidget(makeFolders(form));
    layout->addStretch();
    m_scroll->setWidget(form);
    return m_scroll;
}

QWidget *CreateDialog::makeName(QWidget *parent)
{
    auto *box = new QWidget(parent);
    m_name = new QLineEdit(m_draft->name(), box);
    m_name->setObjectName(u"nameEdit"_s);
    m_nameError = new FieldMessage(u"nameError"_s, box);
    auto *label = new QLabel(tr("&Name"), box);
    label->setBuddy(m_name);
    auto *layout = column(box);
    layout->addWidget(label);
    layout->addWidget(m_name);
    layout->addWidget(m_nameError);
    connect(m_name, &QLineEdit::textChanged, m_draft, &Client::InstanceDraft::setName);
    return box;
}

QWidget *CreateDialog::makeSsh(QWidget *parent)
{
    auto *box = new QWidget(parent);
    m_allowSsh = new QCheckBox(tr("Allow my own SSH &logins"), box);
    m_allowSsh->setObjectName(u"allowSshBox"_s);
    auto *about = quiet(tr("The studio always connects with its own key. This is for your terminal "
                           "and other programs."),
                        box);
    m_key = new KeyChooser(QDir::homePath() + u"/.ssh"_s, box);
    m_key->hide();
    auto *layout = column(box);
    layout->addWidget(m_allowSsh);
    layout->addWidget(about);
    layout->addWidget(m_key);
    connect(m_allowSsh, &QCheckBox::toggled, this, [this](bool allowed) {
        m_key->setVisible(allowed);
        m_draft->setSshAllowed(allowed);
        fitHeight();
        if (allowed) {
            m_scroll->ensureWidgetVisible(m_key);
        }
    });
    connect(m_key, &KeyChooser::keyChanged, m_draft, &Client::InstanceDraft::setPublicKey);
    // A single key of the person's own is chosen as soon as the box is ticked.
    m_key->announce();
    return box;
}

QWidget *CreateDialog::makeFolders(QWidget *parent)
{
    auto *box = new QWidget(parent);
    m_foldersToggle = new QToolButton(box);
    m_foldersToggle->setObjectName(u"foldersToggle"_s);
    m_foldersToggle->setText(tr("&Folders from this computer"));
    m_foldersToggle->setCheckable(true);
    m_foldersToggle->setAutoRaise(true);
    m_foldersToggle->setArrowType(Qt::RightArrow);
    m_foldersToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_foldersToggle->setFocusPolicy(Qt::StrongFocus);
    m_folders = new FoldersEditor(m_draft->folders(), box);
    m_folders->hide();
    auto *layout = column(box);
    layout->addWidget(m_foldersToggle);
    layout->addWidget(m_folders);
    connect(m_foldersToggle, &QToolButton::toggled, this, [this](bool shown) {
        m_foldersToggle->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
        m_folders->setVisible(shown);
        fitHeight();
        if (shown) {
            m_scroll->ensureWidgetVisible(m_folders);
        }
    });
    return box;
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
        m_size->showError(sizes.error().message);
    });
}

void CreateDialog::showSizes(const Arm::VmSizeList &sizes)
{
    const QString remembered = m_settings == nullptr ? QString()
                                                     : m_settings->value(sizeKey()).toString();
    m_draft->setSizes(sizes, remembered);
    m_size->showSizes(sizes);
    if (m_createWhenReady) {
        m_createWhenReady = false;
        create();
    }
}

void CreateDialog::showField(Field field)
{
    const QString error = m_draft->errorFor(field);
    switch (field) {
    case Field::Name:
        m_nameError->showText(error);
        break;
    case Field::Size:
        m_size->showError(error);
        break;
    case Field::SshKey:
        // Nothing pasted or generated yet is no fault before Create is asked for.
        m_key->showError(m_draft->publicKey().isEmpty() && !m_tried ? QString() : error);
        break;
    case Field::Folders:
        m_folders->setServerError(error);
        break;
    case Field::Other:
        break;
    }
}

void CreateDialog::focusField(Field field)
{
    QWidget *widget = m_name;
    switch (field) {
    case Field::Size:
        widget = m_size;
        break;
    case Field::SshKey:
        m_allowSsh->setChecked(true);
        widget = m_key;
        break;
    case Field::Folders:
        m_foldersToggle->setChecked(true);
        widget = m_folders;
        break;
    case Field::Name:
        break;
    case Field::Other:
        return;
    }
    widget->setFocus();
    m_scroll->ensureWidgetVisible(widget);
}

void CreateDialog::create()
{
    if (m_busy) {
        return;
    }
    m_tried = true;
    m_message->hide();
    if (m_draft->sizes().sizes.isEmpty() && !m_size->hasError()) {
        // Asked for before the sizes have come: done as soon as they have.
        m_createWhenReady = true;
        return;
    }
    if (!m_draft->isReady()) {
        for (const Field field : {Field::Folders, Field::SshKey, Field::Size, Field::Name}) {
            showField(field);
            if (!m_draft->errorFor(field).isEmpty()) {
                focusField(field);
            }
        }
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
    const Field field = m_draft->setServerError(error);
    if (field == Field::Other) {
        m_message->showError(error);
        fitHeight();
    } else {
        focusField(field);
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
    m_scroll->setEnabled(!busy);
    if (busy) {
        m_busyText->start(tr("Creating %1").arg(m_draft->name()));
    } else {
        m_busyText->stop();
        m_name->setFocus();
    }
}

void CreateDialog::fitHeight()
{
    m_scroll->widget()->adjustSize();
    const int wanted = m_scroll->widget()->sizeHint().height()
                       + layout()->itemAt(1)->sizeHint().height();
    const QSize room = screen()->availableSize() - QSize(aroundDialog, aroundDialog);
    const int width = std::min(std::max(dialogWidth, this->width()), room.width());
    resize(isVisible() ? width : std::min(dialogWidth, room.width()),
           std::min(isVisible() ? std::max(wanted, height()) : wanted, room.height()));
}

} // namespace Atelier::Compute
