// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancedetails.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancesmodel.h"
#include "backend/client/instancetext.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/icons.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/statedot.h"
#include "widgets/common/theme.h"
#include "widgets/compute/captions.h"
#include "widgets/compute/creationlogview.h"
#include "widgets/compute/detailssection.h"
#include "widgets/compute/detailstext.h"
#include "widgets/compute/instancesproxy.h"
#include "widgets/compute/statetone.h"
#include "widgets/compute/terminalcommands.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

constexpr int narrowest = 232;

} // namespace

InstanceDetails::InstanceDetails(Client::ControlPlane *controlPlane,
                                 Client::InstancesModel *model,
                                 Notebook::NodeSessions *sessions,
                                 QWidget *parent)
    : QWidget(parent)
    , m_controlPlane(controlPlane)
    , m_model(model)
    , m_sessions(sessions)
{
    setObjectName(u"instanceDetails"_s);
    m_hint = Ui::plainLabel(tr("Select an instance to see its details."), this);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setMargin(Ui::Metrics::pageMargin);
    m_body = makeBody();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_body, 1);
    refresh();
}

InstanceDetails::~InstanceDetails() = default;

QSize InstanceDetails::minimumSizeHint() const
{
    return {narrowest, QWidget::minimumSizeHint().height()};
}

QWidget *InstanceDetails::makeHeader()
{
    auto *header = new QWidget(this);
    m_title = new Ui::ElidedLabel(header);
    m_title->setObjectName(u"detailsTitle"_s);
    QFont strong = m_title->font();
    strong.setBold(true);
    m_title->setFont(strong);
    m_closeButton = new QToolButton(header);
    m_closeButton->setObjectName(u"closeDetailsButton"_s);
    m_closeButton->setAutoRaise(true);
    m_closeButton->setIcon(Ui::icon(u"window-close"_s));
    m_closeButton->setToolTip(tr("Close the details (Esc)"));
    m_closeButton->setAccessibleName(tr("Close the details"));
    connect(m_closeButton, &QToolButton::clicked, this, &InstanceDetails::closeRequested);
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(Ui::Metrics::pageMargin, 0, Ui::Metrics::grid, 0);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_closeButton);
    return header;
}

void InstanceDetails::makeForm(QWidget *content)
{
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(Ui::Metrics::grid);
    m_form->setVerticalSpacing(Ui::Metrics::grid);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_state = new Ui::StateDot(content);
    m_state->setObjectName(u"stateDot"_s);
    m_form->addRow(caption(tr("State"), content), m_state);
    addRow(m_form, u"reasonRow"_s, tr("Reason"));
    addRow(m_form, u"sizeRow"_s, tr("Size"));
    addRow(m_form, u"limitsRow"_s, tr("Limits"));
    addRow(m_form, u"isolationRow"_s, tr("Isolation"));
    addRow(m_form, u"foldersRow"_s, tr("Folders"));
    m_changeFolders = new QPushButton(tr("Change…"), content);
    m_changeFolders->setObjectName(u"changeFoldersButton"_s);
    connect(m_changeFolders, &QPushButton::clicked, this, [this] {
        Q_EMIT changeFoldersRequested(m_name);
    });
    auto *changeRow = new QHBoxLayout;
    changeRow->addWidget(m_changeFolders);
    changeRow->addStretch();
    m_form->addRow(QString(), changeRow);
    addRow(m_form, u"loginsRow"_s, tr("SSH logins"));
    addRow(m_form, u"addressRow"_s, tr("SSH address"));
    addRow(m_form, u"homeRow"_s, tr("Home inside"));
    addRow(m_form, u"createdRow"_s, tr("Created"));
    addRow(m_form, u"operationRow"_s, tr("Last operation"));
    addRow(m_form, u"descriptionRow"_s, tr("Description"));
    addRow(m_form, u"tagsRow"_s, tr("Tags"));
}

QWidget *InstanceDetails::makeBody()
{
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"detailsScroll"_s);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget(scroll);
    makeForm(content);
    m_commands = new TerminalCommands(m_controlPlane, m_sessions, content);
    m_log = new CreationLogView(m_controlPlane, content);
    m_copyButton = new QPushButton(tr("Copy technical details"), content);
    m_copyButton->setObjectName(u"copyDetailsButton"_s);
    connect(m_copyButton, &QPushButton::clicked, this, &InstanceDetails::copyDetails);
    auto *copyRow = new QHBoxLayout;
    copyRow->addWidget(m_copyButton);
    copyRow->addStretch();

    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::grid,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::grid);
    layout->addLayout(m_form);
    layout->addSpacing(Ui::Metrics::grid);
    m_sections = new QVBoxLayout;
    layout->addLayout(m_sections);
    layout->addWidget(m_commands);
    layout->addSpacing(Ui::Metrics::grid);
    layout->addWidget(heading(tr("Creation log"), content));
    layout->addWidget(m_log);
    layout->addLayout(copyRow);
    layout->addStretch();
    scroll->setWidget(content);
    return scroll;
}

void InstanceDetails::addSection(DetailsSection *section)
{
    m_sections->addWidget(section);
    m_added.append(section);
    refresh();
}

QLabel *InstanceDetails::addRow(QFormLayout *form, const QString &objectName, const QString &name)
{
    auto *value = Ui::plainLabel({}, this);
    value->setObjectName(objectName);
    value->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // A long name without a place to break must not push the rest out of the pane.
    QSizePolicy policy = value->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    value->setSizePolicy(policy);
    form->addRow(caption(name, this), value);
    m_rows.insert(objectName, value);
    return value;
}

void InstanceDetails::setRow(QLabel *label, const QString &text)
{
    if (label->text() != text) {
        label->setText(text);
    }
    m_form->setRowVisible(label, !text.isEmpty());
}

void InstanceDetails::setInstance(const QString &name)
{
    if (m_name != name) {
        m_name = name;
        refresh();
    }
}

void InstanceDetails::refresh()
{
    const Arm::ComputeInstance *instance = m_controlPlane->instance(m_name);
    m_hint->setVisible(instance == nullptr);
    m_body->setVisible(instance != nullptr);
    m_title->setText(instance == nullptr ? tr("Details") : instance->name);
    if (!isVisible()) {
        return;
    }
    if (instance == nullptr) {
        m_log->stop();
        return;
    }
    showInstance(*instance);
}

void InstanceDetails::showInstance(const Arm::ComputeInstance &instance)
{
    updateAge();
    setRow(m_rows[u"reasonRow"_s], reasonText(instance));
    setRow(m_rows[u"sizeRow"_s], Client::sizeText(instance.vmSize));
    setRow(m_rows[u"limitsRow"_s], limitsText(instance));
    setRow(m_rows[u"isolationRow"_s], isolationText(instance));
    showFolders(instance);
    setRow(m_rows[u"loginsRow"_s], loginsText(instance));
    setRow(m_rows[u"addressRow"_s], Client::sshAddress(instance));
    setRow(m_rows[u"homeRow"_s], Ui::singleLine(instance.local.userHome));
    setRow(m_rows[u"createdRow"_s], createdText(instance));
    setRow(m_rows[u"operationRow"_s], lastOperationText(instance));
    setRow(m_rows[u"descriptionRow"_s], instance.description);
    setRow(m_rows[u"tagsRow"_s], tagsText(instance));
    m_commands->showInstance(instance);
    for (DetailsSection *section : std::as_const(m_added)) {
        section->showInstance(instance);
    }
    // The log goes on when the instance is started anew.
    const QDateTime operation = instance.lastOperation ? instance.lastOperation->time : QDateTime();
    m_log->follow(instance.name,
                  instance.createdOn.toString(Qt::ISODateWithMs)
                      + operation.toString(Qt::ISODateWithMs));
}

void InstanceDetails::showFolders(const Arm::ComputeInstance &instance)
{
    setRow(m_rows[u"foldersRow"_s], foldersText(instance));
    const bool stopped = m_model->state(m_name) == Arm::InstanceState::Stopped;
    m_changeFolders->setEnabled(stopped);
    m_changeFolders->setToolTip(
        stopped ? tr("Change the folders of this computer that the instance sees")
                : tr("Folders can be changed while the instance is stopped."));
}

void InstanceDetails::updateAge()
{
    const Arm::ComputeInstance *instance = m_controlPlane->instance(m_name);
    if (instance == nullptr) {
        return;
    }
    const Arm::InstanceState state = m_model->state(m_name);
    const QModelIndex index = m_model->index(m_model->rowOf(m_name),
                                             Client::InstancesModel::StateColumn);
    m_state->setState(toneOf(state),
                      stateWithAge(Client::stateText(state),
                                   Arm::isTransitional(state),
                                   index.data(Client::InstancesModel::SinceRole).toDateTime(),
                                   QDateTime::currentDateTimeUtc()));
}

void InstanceDetails::copyDetails()
{
    if (const Arm::ComputeInstance *instance = m_controlPlane->instance(m_name)) {
        QGuiApplication::clipboard()->setText(
            QString::fromUtf8(QJsonDocument(instance->raw).toJson(QJsonDocument::Indented)));
    }
}

void InstanceDetails::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void InstanceDetails::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_log->stop();
}

} // namespace Atelier::Compute
