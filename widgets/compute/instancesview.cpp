// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instancesview.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancesmodel.h"
#include "widgets/common/busyindicator.h"
#include "widgets/common/emptypage.h"
#include "widgets/compute/instancedetails.h"
#include "widgets/compute/instancesproxy.h"
#include "widgets/compute/instancestable.h"

#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace Atelier::Compute {

using Client::ControlPlane;

namespace {

using namespace Qt::StringLiterals;

constexpr int detailsWidth = 344;

} // namespace

InstancesView::InstancesView(ControlPlane *controlPlane,
                             Client::InstancesModel *model,
                             InstancesProxy *proxy,
                             Notebook::NodeSessions *sessions,
                             QWidget *parent)
    : QStackedWidget(parent)
    , m_controlPlane(controlPlane)
    , m_model(model)
    , m_proxy(proxy)
{
    makePlaceholders();
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(u"instancesSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_table = new InstancesTable(m_proxy, m_splitter);
    m_details = new InstanceDetails(m_controlPlane, m_model, sessions, m_splitter);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({2 * detailsWidth, detailsWidth});
    for (QWidget *page :
         std::initializer_list<QWidget *>{m_loading, m_empty, m_noMatch, m_splitter}) {
        addWidget(page);
    }
    m_details->hide();
    connect(m_table, &InstancesTable::opened, this, &InstancesView::toggleDetails);
    connect(m_details, &InstanceDetails::closeRequested, this, [this] { setDetailsShown(false); });
}

InstancesView::~InstancesView() = default;

void InstancesView::makePlaceholders()
{
    m_loading = new QWidget(this);
    m_busy = new Ui::BusyIndicator(m_loading);
    auto *loading = new QVBoxLayout(m_loading);
    loading->addStretch(2);
    loading->addWidget(m_busy, 0, Qt::AlignHCenter);
    loading->addStretch(3);
    m_empty = new Ui::EmptyPage(this);
    m_empty->setObjectName(u"emptyPage"_s);
    m_empty->setContent(u"computer"_s,
                        tr("There is no instance to run notebooks in yet."),
                        tr("Create your first instance"));
    m_noMatch = new Ui::EmptyPage(this);
    m_noMatch->setObjectName(u"noMatchPage"_s);
    connect(m_empty, &Ui::EmptyPage::triggered, this, &InstancesView::createRequested);
    connect(m_noMatch, &Ui::EmptyPage::triggered, this, &InstancesView::clearFilterRequested);
}

InstancesTable *InstancesView::table() const
{
    return m_table;
}

InstanceDetails *InstancesView::details() const
{
    return m_details;
}

void InstancesView::update(const QString &filter)
{
    const bool loaded = m_controlPlane->isLoaded();
    QWidget *shown = m_splitter;
    if (!loaded) {
        shown = m_loading;
    } else if (m_model->rowCount() == 0) {
        shown = m_empty;
    } else if (m_proxy->rowCount() == 0) {
        shown = m_noMatch;
        m_noMatch->setContent(
            {}, tr("No instance contains “%1”.").arg(filter), tr("Clear the filter"));
    }
    const bool waiting = !loaded && m_controlPlane->link() != ControlPlane::Link::Unreachable;
    if (waiting && !m_busy->isRunning()) {
        m_busy->start(tr("Looking for instances"));
    } else if (!waiting) {
        m_busy->stop();
    }
    const bool appears = shown != currentWidget();
    setCurrentWidget(shown);
    if (appears && shown == m_empty && isVisible()) {
        focusButton();
    }
}

void InstancesView::focusButton()
{
    const Ui::EmptyPage *page = currentWidget() == m_noMatch ? m_noMatch : m_empty;
    page->button()->setFocus(Qt::OtherFocusReason);
}

bool InstancesView::showsTable() const
{
    return currentWidget() == m_splitter;
}

bool InstancesView::showsInstances() const
{
    return showsTable() || currentWidget() == m_noMatch;
}

void InstancesView::setDetailsShown(bool shown)
{
    const bool hadFocus = m_details->isAncestorOf(window()->focusWidget());
    m_details->setVisible(shown);
    if (!shown && hadFocus) {
        m_table->setFocus();
    }
    Q_EMIT detailsShown(shown);
}

void InstancesView::toggleDetails()
{
    setDetailsShown(m_details->isHidden());
}

} // namespace Atelier::Compute
