// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/toolssection.h"

#include "backend/forwards/offeredports.h"
#include "backend/usertools/sshaccess.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/compute/captions.h"
#include "widgets/compute/instancetools.h"
#include "widgets/compute/toolactions.h"
#include "widgets/forwards/forwardspanel.h"

#include <QAction>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace Atelier::Compute {

using namespace Qt::StringLiterals;

ToolsSection::ToolsSection(InstanceTools *tools, QWidget *parent)
    : DetailsSection(parent)
    , m_tools(tools)
    , m_buttons(new QVBoxLayout)
    , m_name(caption({}, this))
    , m_noticeText(Ui::plainLabel({}, this))
    , m_notice(makeNotice())
    , m_forwards(new Forwards::ForwardsPanel(tools->services().forwards,
                                             tools->services().offers,
                                             tools->actions()->forwardPort(),
                                             this))
{
    setObjectName(u"toolsSection"_s);
    m_name->setObjectName(u"sshNameLabel"_s);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_buttons->setSpacing(Ui::Metrics::grid / 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(heading(tr("Your own tools"), this));
    layout->addLayout(m_buttons);
    layout->addWidget(m_name);
    layout->addWidget(m_notice);
    layout->addSpacing(Ui::Metrics::grid);
    layout->addWidget(m_forwards);
    connect(tools->actions(), &ToolActions::editorsChanged, this, &ToolsSection::fillButtons);
    connect(tools, &InstanceTools::askingChanged, this, &ToolsSection::updateName);
    tools->actions()->refreshEditors();
    fillButtons();
}

ToolsSection::~ToolsSection() = default;

QWidget *ToolsSection::makeNotice()
{
    auto *notice = new QWidget(this);
    notice->setObjectName(u"includeNotice"_s);
    m_noticeText->setObjectName(u"includeNoticeText"_s);
    auto *button = new QPushButton(tr("Set up…"), notice);
    button->setObjectName(u"setUpIncludeButton"_s);
    button->setToolTip(tr("Shows the line, and asks before it is written"));
    connect(button, &QPushButton::clicked, this, [this] { m_tools->askToInclude(m_instance); });
    auto *buttonRow = new QHBoxLayout;
    buttonRow->addWidget(button);
    buttonRow->addStretch();
    auto *layout = new QVBoxLayout(notice);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid / 2);
    layout->addWidget(m_noticeText);
    layout->addLayout(buttonRow);
    return notice;
}

void ToolsSection::fillButtons()
{
    while (const QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item; // NOLINT(cppcoreguidelines-owning-memory): a layout gives its items away so
    }
    const ToolActions *actions = m_tools->actions();
    const QList<QAction *> all = QList<QAction *>{actions->terminal()} + actions->openInEditor();
    for (QAction *action : all) {
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + u"Button"_s);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_buttons->addWidget(button, 0, Qt::AlignLeft);
    }
}

void ToolsSection::showInstance(const Arm::ComputeInstance &instance)
{
    m_instance = instance.name;
    m_runs = Arm::allows(instance.state, Arm::InstanceAction::OpenNotebook);
    m_forwards->setInstance(instance.name);
    if (m_runs && m_tools->services().offers != nullptr) {
        m_tools->services().offers->watch(instance.name);
    }
    updateName();
}

void ToolsSection::updateName()
{
    const QString alias = m_tools->services().ssh->alias(m_instance);
    const bool isIncluded = m_tools->services().ssh->isIncluded();
    m_name->setText(tr("For ssh, scp, rsync and Git it is “%1”.").arg(alias));
    m_name->setVisible(isIncluded && !alias.isEmpty());
    m_noticeText->setText(
        tr("“ssh %1” can work in every program.").arg(alias.isEmpty() ? m_instance : alias));
    m_notice->setVisible(m_runs && m_tools->mayAskToInclude());
}

} // namespace Atelier::Compute
