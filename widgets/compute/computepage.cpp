// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/computepage.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancesmodel.h"
#include "widgets/common/icons.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/pageheader.h"
#include "widgets/compute/createdialog.h"
#include "widgets/compute/instanceactions.h"
#include "widgets/compute/instancedetails.h"
#include "widgets/compute/instancerequests.h"
#include "widgets/compute/instancesproxy.h"
#include "widgets/compute/instancestable.h"
#include "widgets/compute/instancestoolbar.h"
#include "widgets/compute/instancesview.h"
#include "widgets/compute/instancetools.h"
#include "widgets/compute/linknotice.h"
#include "widgets/compute/toolactions.h"

#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace Atelier::Compute {

using Arm::InstanceAction;
using Client::ControlPlane;

using namespace Qt::StringLiterals;

ComputePage::ComputePage(ControlPlane *controlPlane,
                         Notebook::NodeSessions *sessions,
                         QWidget *parent)
    : Page(parent)
    , m_controlPlane(controlPlane)
    , m_model(new Client::InstancesModel(this))
    , m_proxy(new InstancesProxy(this))
    , m_actions(new InstanceActions(this))
    , m_requests(new InstanceRequests(controlPlane, m_model, sessions, this))
    , m_linkNotice(new LinkNotice(controlPlane, this))
    , m_problem(new Ui::InlineMessage(this))
    , m_ages(this)
{
    setObjectName(u"computePage"_s);
    m_model->follow(controlPlane);
    m_proxy->setSourceModel(m_model);
    m_problem->setObjectName(u"problemMessage"_s);
    m_ages.setObjectName(u"agesTimer"_s);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(
        Ui::Metrics::pageMargin, Ui::Metrics::pageMargin, Ui::Metrics::pageMargin, 0);
    layout->setSpacing(Ui::Metrics::grid);
    auto *header = new Ui::PageHeader(title(), this);
    m_newButton = header->addButton(Ui::icon(u"list-add"_s), tr("New…"));
    m_newButton->setObjectName(u"newButton"_s);
    m_newButton->setToolTip(
        tr("Create an instance (%1)")
            .arg(QKeySequence(Qt::CTRL | Qt::Key_N).toString(QKeySequence::NativeText)));
    layout->addWidget(header);
    auto *tabs = new QTabBar(this);
    tabs->setObjectName(u"computeTabs"_s);
    tabs->setExpanding(false);
    tabs->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tabs->addTab(tr("Instances"));
    layout->addWidget(tabs);
    m_toolBar = new InstancesToolBar(*m_actions, this);
    m_filter = m_toolBar->filter();
    layout->addWidget(m_toolBar);
    layout->addWidget(m_linkNotice);
    layout->addWidget(m_problem);
    m_view = new InstancesView(controlPlane, m_model, m_proxy, sessions, this);
    m_table = m_view->table();
    m_details = m_view->details();
    layout->addWidget(m_view, 1);
    addShortcuts();
    connectAll();
    updateLink();
    updateContent();
    updateSelection();
}

ComputePage::~ComputePage() = default;

void ComputePage::setSettings(QSettings *settings)
{
    m_settings = settings;
}

QString ComputePage::title() const
{
    return tr("Compute");
}

QString ComputePage::iconName() const
{
    return u"computer"_s;
}

void ComputePage::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto function) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, function);
    };
    add(Qt::Key_F4, [this] { m_view->toggleDetails(); });
    add(Qt::Key_Escape, &ComputePage::leave);
}

void ComputePage::connectAll()
{
    connect(m_newButton, &QPushButton::clicked, this, &ComputePage::createNew);
    connect(m_view, &InstancesView::createRequested, this, &ComputePage::createNew);
    connect(m_view, &InstancesView::clearFilterRequested, m_filter, &QLineEdit::clear);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_proxy->setFilterText(text);
        updateContent();
        updateSelection();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, &ComputePage::focusContent);
    QToolButton *toggle = m_toolBar->detailsToggle();
    connect(toggle, &QToolButton::toggled, m_view, &InstancesView::setDetailsShown);
    connect(m_view, &InstancesView::detailsShown, toggle, &QToolButton::setChecked);
    connect(m_details,
            &InstanceDetails::changeFoldersRequested,
            m_requests,
            &InstanceRequests::changeFolders);
    connect(m_table, &InstancesTable::selectionUpdated, this, &ComputePage::updateSelection);
    connect(
        m_table, &InstancesTable::applicationClicked, this, &ComputePage::openNotebookRequested);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ComputePage::showContextMenu);
    connect(m_actions, &InstanceActions::triggered, this, &ComputePage::act);
    connect(m_requests, &InstanceRequests::failed, m_problem, &Ui::InlineMessage::showError);
    connect(m_linkNotice, &LinkNotice::refreshRequested, this, &ComputePage::refresh);
    connect(m_model, &Client::InstancesModel::updated, this, [this] {
        selectPending();
        updateContent();
        updateSelection();
        scheduleAges();
    });
    connect(m_controlPlane, &ControlPlane::linkChanged, this, [this] {
        updateLink();
        updateContent();
    });
    connect(m_controlPlane, &ControlPlane::loaded, this, &ComputePage::updateContent);
    connect(&m_ages, &QTimer::timeout, this, [this] {
        m_proxy->updateAges();
        m_details->updateAge();
        updateLink();
        scheduleAges();
    });
}

void ComputePage::updateContent()
{
    m_view->update(m_filter->text());
    m_toolBar->setVisible(m_view->showsInstances());
}

void ComputePage::updateLink()
{
    const ControlPlane::Link link = m_controlPlane->link();
    const bool isLost = link == ControlPlane::Link::Unreachable;
    m_linkNotice->update();
    m_actions->setUnreachable(isLost ? tr("the connection is lost.") : QString());
    m_newButton->setEnabled(link == ControlPlane::Link::Online);
}

void ComputePage::updateSelection()
{
    QList<InstanceRef> selection;
    for (const QString &name : m_table->selectedNames()) {
        selection << InstanceRef{.name = name, .state = m_model->state(name)};
    }
    m_actions->setSelection(selection);
    if (m_tools != nullptr) {
        m_tools->actions()->setSelection(selection);
    }
    m_details->setInstance(m_table->currentName());
    m_details->refresh();
}

void ComputePage::scheduleAges()
{
    if (!isVisible()) {
        m_ages.stop();
        return;
    }
    const auto ofRow = m_proxy->untilNextAge();
    const auto ofLink = m_linkNotice->untilNextAge();
    const bool rowIsFirst = ofRow && (!ofLink || *ofRow < *ofLink);
    m_ages.schedule(rowIsFirst ? ofRow : ofLink);
}

void ComputePage::act(InstanceAction action, const QStringList &names)
{
    if (action != InstanceAction::OpenNotebook) {
        m_requests->request(action, names);
        return;
    }
    for (const QString &name : names) {
        Q_EMIT openNotebookRequested(name);
    }
}

void ComputePage::leave()
{
    if (m_filter->hasFocus() && !m_filter->text().isEmpty()) {
        m_filter->clear();
    } else if (m_filter->hasFocus()) {
        focusContent();
    } else {
        m_view->setDetailsShown(false);
    }
}

void ComputePage::focusFilter()
{
    if (!m_toolBar->isHidden()) {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    }
}

void ComputePage::refresh()
{
    m_problem->hide();
    m_controlPlane->refresh();
}

void ComputePage::createNew()
{
    if (!m_newButton->isEnabled() || findChild<CreateDialog *>() != nullptr) {
        return;
    }
    auto *dialog = new CreateDialog(m_controlPlane, m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CreateDialog::created, this, [this](const QString &name) {
        m_problem->hide();
        showInstance(name);
    });
    dialog->open();
}

void ComputePage::selectPending()
{
    if (!m_pendingSelection.isEmpty() && m_proxy->rowOf(m_pendingSelection) >= 0) {
        m_table->select(m_pendingSelection);
        m_pendingSelection.clear();
        focusContent();
    }
}

void ComputePage::focusContent()
{
    if (!m_view->showsTable()) {
        m_view->focusButton();
        return;
    }
    m_table->setFocus(Qt::OtherFocusReason);
}

void ComputePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_proxy->updateAges();
    scheduleAges();
}

void ComputePage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_ages.stop();
}

} // namespace Atelier::Compute
