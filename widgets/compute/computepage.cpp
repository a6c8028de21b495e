// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/computepage.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancesmodel.h"
#include "widgets/common/ageformat.h"
#include "widgets/common/busyindicator.h"
#include "widgets/common/emptypage.h"
#include "widgets/common/icons.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/compute/createdialog.h"
#include "widgets/compute/instanceactions.h"
#include "widgets/compute/instancedetails.h"
#include "widgets/compute/instancerequests.h"
#include "widgets/compute/instancesproxy.h"
#include "widgets/compute/instancestable.h"
#include "widgets/compute/instancestoolbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace Atelier::Compute {

using Arm::InstanceAction;
using Client::ControlPlane;

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr int detailsWidth = 344;
constexpr double titleScale = 1.5;

} // namespace

ComputePage::ComputePage(ControlPlane *controlPlane,
                         Notebook::NodeSessions *sessions,
                         QWidget *parent)
    : Page(parent)
    , m_controlPlane(controlPlane)
    , m_sessions(sessions)
    , m_model(new Client::InstancesModel(this))
    , m_proxy(new InstancesProxy(this))
    , m_actions(new InstanceActions(this))
    , m_requests(new InstanceRequests(controlPlane, m_model, sessions, this))
    , m_linkMessage(new Ui::InlineMessage(this))
    , m_problem(new Ui::InlineMessage(this))
    , m_ages(this)
{
    setObjectName(u"computePage"_s);
    m_model->follow(controlPlane);
    m_proxy->setSourceModel(m_model);
    m_linkMessage->setObjectName(u"linkMessage"_s);
    m_linkMessage->setClosable(false);
    m_problem->setObjectName(u"problemMessage"_s);
    m_ages.setObjectName(u"agesTimer"_s);
    m_ages.setSingleShot(true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(
        Ui::Metrics::pageMargin, Ui::Metrics::pageMargin, Ui::Metrics::pageMargin, 0);
    layout->setSpacing(Ui::Metrics::grid);
    layout->addLayout(makeTitleRow());
    auto *tabs = new QTabBar(this);
    tabs->setObjectName(u"computeTabs"_s);
    tabs->setExpanding(false);
    tabs->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tabs->addTab(tr("Instances"));
    layout->addWidget(tabs);
    m_toolBar = new InstancesToolBar(*m_actions, this);
    m_filter = m_toolBar->filter();
    layout->addWidget(m_toolBar);
    layout->addWidget(m_linkMessage);
    layout->addWidget(m_problem);
    layout->addWidget(makeContent(), 1);
    addShortcuts();
    connectAll();
    setDetailsShown(false);
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

QLayout *ComputePage::makeTitleRow()
{
    auto *title = new QLabel(this->title(), this);
    title->setObjectName(u"pageTitle"_s);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * titleScale);
    large.setBold(true);
    title->setFont(large);
    m_newButton = new QPushButton(Ui::icon(u"list-add"_s), tr("New…"), this);
    m_newButton->setObjectName(u"newButton"_s);
    m_newButton->setToolTip(
        tr("Create an instance (%1)")
            .arg(QKeySequence(Qt::CTRL | Qt::Key_N).toString(QKeySequence::NativeText)));
    auto *row = new QHBoxLayout;
    row->setSpacing(2 * Ui::Metrics::grid);
    row->addWidget(title);
    row->addStretch();
    row->addWidget(m_newButton);
    return row;
}

QWidget *ComputePage::makeContent()
{
    m_stack = new QStackedWidget(this);
    m_loading = new QWidget(m_stack);
    m_busy = new Ui::BusyIndicator(m_loading);
    auto *loading = new QVBoxLayout(m_loading);
    loading->addStretch(2);
    loading->addWidget(m_busy, 0, Qt::AlignHCenter);
    loading->addStretch(3);
    m_empty = new Ui::EmptyPage(m_stack);
    m_empty->setObjectName(u"emptyPage"_s);
    m_empty->setContent(iconName(),
                        tr("There is no instance to run notebooks in yet."),
                        tr("Create your first instance"));
    m_noMatch = new Ui::EmptyPage(m_stack);
    m_noMatch->setObjectName(u"noMatchPage"_s);
    m_splitter = new QSplitter(Qt::Horizontal, m_stack);
    m_splitter->setObjectName(u"instancesSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_table = new InstancesTable(m_proxy, m_splitter);
    m_details = new InstanceDetails(m_controlPlane, m_model, m_sessions, m_splitter);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({2 * detailsWidth, detailsWidth});
    for (QWidget *page :
         std::initializer_list<QWidget *>{m_loading, m_empty, m_noMatch, m_splitter}) {
        m_stack->addWidget(page);
    }
    return m_stack;
}

void ComputePage::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto function) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, function);
    };
    add(Qt::Key_F4, &ComputePage::toggleDetails);
    add(Qt::Key_Escape, &ComputePage::leave);
}

void ComputePage::connectAll()
{
    connect(m_newButton, &QPushButton::clicked, this, &ComputePage::createNew);
    connect(m_empty, &Ui::EmptyPage::triggered, this, &ComputePage::createNew);
    connect(m_noMatch, &Ui::EmptyPage::triggered, m_filter, &QLineEdit::clear);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_proxy->setFilterText(text);
        updateContent();
        updateSelection();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, &ComputePage::focusContent);
    connect(m_toolBar->detailsToggle(), &QToolButton::toggled, this, &ComputePage::setDetailsShown);
    connect(m_details, &InstanceDetails::closeRequested, this, [this] { setDetailsShown(false); });
    connect(m_details,
            &InstanceDetails::changeFoldersRequested,
            m_requests,
            &InstanceRequests::changeFolders);
    connect(m_table, &InstancesTable::selectionUpdated, this, &ComputePage::updateSelection);
    connect(m_table, &InstancesTable::opened, this, &ComputePage::toggleDetails);
    connect(
        m_table, &InstancesTable::applicationClicked, this, &ComputePage::openNotebookRequested);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ComputePage::showContextMenu);
    connect(m_actions, &InstanceActions::triggered, this, &ComputePage::act);
    connect(m_requests, &InstanceRequests::failed, m_problem, &Ui::InlineMessage::showError);
    connect(m_linkMessage, &Ui::InlineMessage::actionTriggered, this, &ComputePage::refresh);
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
    const bool loaded = m_controlPlane->isLoaded();
    QWidget *shown = m_splitter;
    if (!loaded) {
        shown = m_loading;
    } else if (m_model->rowCount() == 0) {
        shown = m_empty;
    } else if (m_proxy->rowCount() == 0) {
        shown = m_noMatch;
        m_noMatch->setContent(
            {}, tr("No instance contains “%1”.").arg(m_filter->text()), tr("Clear the filter"));
    }
    const bool waiting = !loaded && m_controlPlane->link() != ControlPlane::Link::Unreachable;
    if (waiting && !m_busy->isRunning()) {
        m_busy->start(tr("Looking for instances"));
    } else if (!waiting) {
        m_busy->stop();
    }
    m_toolBar->setVisible(shown == m_splitter || shown == m_noMatch);
    m_stack->setCurrentWidget(shown);
}

void ComputePage::updateLink()
{
    if (m_controlPlane->link() != ControlPlane::Link::Unreachable) {
        m_linkMessage->hide();
        m_actions->setUnreachable({});
        m_newButton->setEnabled(m_controlPlane->link() == ControlPlane::Link::Online);
        return;
    }
    const QDateTime seen = m_controlPlane->lastSeen();
    const Error error = m_controlPlane->linkError();
    const QString sentence =
        seen.isValid()
            ? tr("The connection is lost; what is shown is from %1 (%2). Trying again.")
                  .arg(Ui::formatTime(seen), Ui::formatAge(seen, QDateTime::currentDateTimeUtc()))
            : tr("The instances of this computer can't be reached. Trying again.");
    m_linkMessage->showMessage(Ui::Tone::Warning, sentence, Ui::technicalDetails(error));
    m_linkMessage->setAction(tr("Try now"));
    m_actions->setUnreachable(tr("the connection is lost."));
    m_newButton->setEnabled(false);
}

void ComputePage::updateSelection()
{
    QList<InstanceRef> selection;
    for (const QString &name : m_table->selectedNames()) {
        selection << InstanceRef{.name = name, .state = m_model->state(name)};
    }
    m_actions->setSelection(selection);
    m_details->setInstance(m_table->currentName());
    m_details->refresh();
}

void ComputePage::scheduleAges()
{
    std::optional<std::chrono::milliseconds> until;
    if (isVisible()) {
        until = m_proxy->untilNextAge();
        if (m_controlPlane->link() == ControlPlane::Link::Unreachable) {
            const auto link = Ui::nextAgeChange(m_controlPlane->lastSeen(),
                                                QDateTime::currentDateTimeUtc());
            until = std::min(until.value_or(link), link);
        }
    }
    if (!until) {
        m_ages.stop();
        return;
    }
    // Minutes may come a little late, so that the wake-up can share another's.
    m_ages.setTimerType(*until > 2s ? Qt::VeryCoarseTimer : Qt::CoarseTimer);
    m_ages.start(std::max(*until, std::chrono::milliseconds(1s)));
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

void ComputePage::showContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"instanceMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    if (m_table->selectedNames().isEmpty()) {
        menu->addAction(m_newButton->icon(), tr("New…"), this, &ComputePage::createNew)
            ->setEnabled(m_newButton->isEnabled());
    } else {
        menu->addAction(m_actions->action(InstanceAction::OpenNotebook));
        menu->addSeparator();
        menu->addAction(m_actions->action(InstanceAction::Start));
        menu->addAction(m_actions->action(InstanceAction::Stop));
        menu->addAction(m_actions->action(InstanceAction::Restart));
        menu->addSeparator();
        menu->addAction(m_actions->action(InstanceAction::Delete));
        menu->addSeparator();
        menu->addAction(tr("Details"), this, [this] { setDetailsShown(true); });
    }
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void ComputePage::setDetailsShown(bool shown)
{
    const bool hadFocus = m_details->isAncestorOf(focusWidget());
    m_details->setVisible(shown);
    m_toolBar->detailsToggle()->setChecked(shown);
    if (!shown && hadFocus) {
        m_table->setFocus();
    }
}

void ComputePage::toggleDetails()
{
    setDetailsShown(m_details->isHidden());
}

void ComputePage::leave()
{
    if (m_filter->hasFocus() && !m_filter->text().isEmpty()) {
        m_filter->clear();
    } else if (m_filter->hasFocus()) {
        focusContent();
    } else {
        setDetailsShown(false);
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
        // What was made is to be seen, whatever the filter says.
        m_filter->clear();
        m_pendingSelection = name;
        selectPending();
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
    if (m_stack->currentWidget() != m_splitter) {
        m_newButton->setFocus(Qt::OtherFocusReason);
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
