// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/createform.h"

#include "backend/client/mountsmodel.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/compute/fieldmessage.h"
#include "widgets/compute/folderseditor.h"
#include "widgets/compute/keychooser.h"
#include "widgets/compute/sizechooser.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

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

CreateForm::CreateForm(Client::InstanceDraft *draft, QWidget *parent)
    : QScrollArea(parent)
    , m_draft(draft)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto *form = new QWidget(this);
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
    setWidget(form);
    connect(m_draft, &Client::InstanceDraft::changed, this, &CreateForm::showField);
    // The scroll area follows the focus inside it, but not when it comes in from the buttons.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (isAncestorOf(now)) {
            ensureWidgetVisible(now);
        }
    });
}

CreateForm::~CreateForm() = default;

SizeChooser *CreateForm::sizes() const
{
    return m_size;
}

void CreateForm::focusName()
{
    m_name->setFocus();
}

void CreateForm::selectName()
{
    focusName();
    m_name->selectAll();
}

int CreateForm::wantedHeight()
{
    widget()->adjustSize();
    return widget()->sizeHint().height();
}

bool CreateForm::showMissing()
{
    m_tried = true;
    if (m_draft->isReady()) {
        return false;
    }
    for (const Field field : {Field::Folders, Field::SshKey, Field::Size, Field::Name}) {
        showField(field);
        if (!m_draft->errorFor(field).isEmpty()) {
            focusField(field);
        }
    }
    return true;
}

QWidget *CreateForm::makeName(QWidget *parent)
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

QWidget *CreateForm::makeSsh(QWidget *parent)
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
        unfolded(m_key, allowed);
    });
    connect(m_key, &KeyChooser::keyChanged, m_draft, &Client::InstanceDraft::setPublicKey);
    // Each source of a key takes another height.
    connect(m_key, &KeyChooser::keyChanged, this, &CreateForm::heightChanged);
    // A single key of the person's own is chosen as soon as the box is ticked.
    m_key->announce();
    return box;
}

QWidget *CreateForm::makeFolders(QWidget *parent)
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
    // After the editor: what it says about a folder is to be seen whole.
    for (const auto said : {&Client::MountsModel::changed, &Client::MountsModel::checked}) {
        connect(m_draft->folders(), said, this, &CreateForm::heightChanged);
    }
    auto *layout = column(box);
    layout->addWidget(m_foldersToggle);
    layout->addWidget(m_folders);
    connect(m_foldersToggle, &QToolButton::toggled, this, [this](bool shown) {
        m_foldersToggle->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
        m_folders->setVisible(shown);
        unfolded(m_folders, shown);
    });
    return box;
}

void CreateForm::unfolded(QWidget *part, bool shown)
{
    Q_EMIT heightChanged();
    if (shown) {
        ensureWidgetVisible(part);
    }
}

void CreateForm::showField(Field field)
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
    Q_EMIT heightChanged();
}

void CreateForm::focusField(Field field)
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
    ensureWidgetVisible(widget);
}

} // namespace Atelier::Compute
