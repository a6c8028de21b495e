// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/notebooktabs.h"

#include "widgets/common/theme.h"
#include "widgets/notebook/instancetab.h"
#include "widgets/notebook/labpage.h"
#include "widgets/notebook/labpanel.h"
#include "widgets/notebook/panesettings.h"

#include <QBoxLayout>
#include <QPainter>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QWebEngineNewWindowRequest>

namespace Atelier::Notebook {

namespace {

QIcon busyDot(const QPalette &palette)
{
    constexpr int size = 32;
    constexpr int margin = 8;
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Ui::toneColor(Ui::Tone::Changing, palette));
    painter.drawEllipse(QRect(0, 0, size, size).adjusted(margin, margin, -margin, -margin));
    return {pixmap};
}

} // namespace

NotebookTabs::NotebookTabs(const NotebookServices &services, QWidget *parent)
    : NotebookPane(parent)
    , m_services(services)
    , m_settings(new PaneSettings(services.settings, this))
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setObjectName(QStringLiteral("notebookTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(true);
    m_tabs->tabBar()->setElideMode(Qt::ElideRight);
    m_tabs->tabBar()->setExpanding(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    setFocusPolicy(Qt::StrongFocus);

    connect(m_tabs, &QTabWidget::tabCloseRequested, this, [this](int index) {
        closeTab(m_tabs->widget(index));
    });
    const auto onKeys = [this](const QKeySequence &keys, auto function) {
        // Of the whole window while the tabs are seen: F6 puts the focus outside of them.
        connect(new QShortcut(keys, this), &QShortcut::activated, this, function);
    };
    onKeys(QKeySequence(Qt::CTRL | Qt::Key_PageUp), [this] { switchTab(-1); });
    onKeys(QKeySequence(Qt::CTRL | Qt::Key_PageDown), [this] { switchTab(1); });
    onKeys(QKeySequence(Qt::CTRL | Qt::Key_W), [this] { closeTab(m_tabs->currentWidget()); });
}

NotebookTabs::~NotebookTabs() = default;

void NotebookTabs::openInstance(const QString &instance)
{
    InstanceTab *tab = tabOf(instance);
    if (tab == nullptr) {
        tab = addTab(instance);
    }
    m_tabs->setCurrentWidget(tab);
    tab->open();
    tab->focusContent();
}

QStringList NotebookTabs::openInstances() const
{
    QStringList names;
    for (int index = 0; index < m_tabs->count(); ++index) {
        if (const auto *tab = qobject_cast<InstanceTab *>(m_tabs->widget(index))) {
            names.append(tab->instance());
        }
    }
    return names;
}

InstanceTab *NotebookTabs::tabOf(const QString &instance) const
{
    for (int index = 0; index < m_tabs->count(); ++index) {
        auto *tab = qobject_cast<InstanceTab *>(m_tabs->widget(index));
        if (tab != nullptr && tab->instance() == instance) {
            return tab;
        }
    }
    return nullptr;
}

QList<LabPanel *> NotebookTabs::furtherPages(const QString &instance) const
{
    QList<LabPanel *> pages;
    for (int index = 0; index < m_tabs->count(); ++index) {
        auto *panel = qobject_cast<LabPanel *>(m_tabs->widget(index));
        if (panel != nullptr && panel->instance() == instance) {
            pages.append(panel);
        }
    }
    return pages;
}

InstanceTab *NotebookTabs::addTab(const QString &instance)
{
    auto *tab = new InstanceTab(instance, m_services, m_settings, this);
    connect(tab, &InstanceTab::busyChanged, this, [this, tab] { showBusy(tab); });
    connect(tab, &InstanceTab::panelMade, this, &NotebookTabs::connectPanel);
    connect(tab, &InstanceTab::panelGone, this, [this, instance] { dropFurtherPages(instance); });
    connect(tab, &InstanceTab::message, this, &NotebookTabs::message);
    connect(tab, &InstanceTab::closeWanted, this, [this, tab] { closeTab(tab); });
    connect(tab, &InstanceTab::shutDownAgreed, this, [this, tab] { closeFurtherPages(tab); });
    connect(tab, &InstanceTab::moved, this, [this, instance](const QUrl &origin) {
        for (LabPanel *panel : furtherPages(instance)) {
            panel->moveTo(origin);
        }
    });
    const int index = m_tabs->addTab(tab, instance);
    m_tabs->setTabToolTip(index, tr("JupyterLab on %1").arg(instance));
    return tab;
}

void NotebookTabs::connectPanel(LabPanel *panel)
{
    connect(panel,
            &LabPanel::windowWanted,
            this,
            [this, panel](QWebEngineNewWindowRequest &request) { addFurtherPage(panel, request); });
    connect(panel, &LabPanel::leaveWanted, this, &NotebookTabs::focusLeft);
    connect(panel, &LabPanel::fullScreenWanted, this, &NotebookTabs::fullScreenToggled);
    connect(panel, &LabPanel::tabWanted, this, &NotebookTabs::switchTab);
    connect(panel, &LabPanel::message, this, &NotebookTabs::message);
}

void NotebookTabs::addFurtherPage(LabPanel *opener, QWebEngineNewWindowRequest &request)
{
    auto *panel = new LabPanel(
        opener->page()->labProfile(), m_settings, opener->instance(), false, this);
    connectPanel(panel);
    connect(panel, &LabPanel::closeWanted, this, [this, panel] { removeTabs({panel}); });
    const int index = m_tabs->insertTab(m_tabs->currentIndex() + 1, panel, opener->instance());
    connect(
        panel->page(), &QWebEnginePage::titleChanged, this, [this, panel](const QString &title) {
            m_tabs->setTabText(m_tabs->indexOf(panel), title.isEmpty() ? panel->instance() : title);
        });
    if (request.destination() != QWebEngineNewWindowRequest::InNewBackgroundTab) {
        m_tabs->setCurrentIndex(index);
    }
    request.openIn(panel->page());
}

void NotebookTabs::switchTab(int offset)
{
    const int count = m_tabs->count();
    if (count == 0) {
        return;
    }
    m_tabs->setCurrentIndex((m_tabs->currentIndex() + offset + count) % count);
    focusCurrent();
}

void NotebookTabs::focusInEvent(QFocusEvent * /*event*/)
{
    focusCurrent();
}

void NotebookTabs::focusCurrent()
{
    if (auto *tab = qobject_cast<InstanceTab *>(m_tabs->currentWidget())) {
        tab->focusContent();
    } else if (auto *panel = qobject_cast<LabPanel *>(m_tabs->currentWidget())) {
        panel->focusPage();
    }
}

void NotebookTabs::showBusy(InstanceTab *tab)
{
    const int index = m_tabs->indexOf(tab);
    if (index < 0) {
        return;
    }
    const bool busy = tab->isBusy();
    m_tabs->setTabIcon(index, busy ? busyDot(palette()) : QIcon());
    m_tabs->setTabToolTip(index,
                          busy ? tr("JupyterLab on %1: a cell is running").arg(tab->instance())
                               : tr("JupyterLab on %1").arg(tab->instance()));
}

} // namespace Atelier::Notebook
