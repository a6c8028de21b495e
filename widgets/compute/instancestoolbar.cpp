// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancestoolbar.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/compute/instanceactions.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLineEdit>
#include <QToolButton>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;
using Arm::InstanceAction;

constexpr int filterWidth = 200;
constexpr std::array shownActions{InstanceAction::OpenNotebook,
                                  InstanceAction::Start,
                                  InstanceAction::Stop,
                                  InstanceAction::Restart,
                                  InstanceAction::Delete};

} // namespace

InstancesToolBar::InstancesToolBar(const InstanceActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_details(new QToolButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(Ui::Metrics::grid / 2);
    for (const InstanceAction kind : shownActions) {
        auto *button = new QToolButton(this);
        QAction *action = actions.action(kind);
        button->setDefaultAction(action);
        button->setObjectName(action->objectName().replace(u"Action"_s, u"Button"_s));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    m_filter->setObjectName(u"filterEdit"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setToolTip(
        tr("Show only what contains these words (%1)")
            .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_filter->setMaximumWidth(filterWidth);
    m_details->setObjectName(u"detailsToggle"_s);
    m_details->setIcon(Ui::icon(u"view-right-new"_s));
    m_details->setCheckable(true);
    m_details->setAutoRaise(true);
    m_details->setFocusPolicy(Qt::TabFocus);
    m_details->setToolTip(tr("Show the details (F4)"));
    m_details->setAccessibleName(tr("Details"));
    row->addStretch(1);
    row->addWidget(m_filter, 2);
    row->addWidget(m_details);
}

InstancesToolBar::~InstancesToolBar() = default;

QLineEdit *InstancesToolBar::filter() const
{
    return m_filter;
}

QToolButton *InstancesToolBar::detailsToggle() const
{
    return m_details;
}

} // namespace Atelier::Compute
