// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/notebookhost.h"

#include "widgets/common/emptypage.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/notebook/notebookpane.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPluginLoader>
#include <QStackedLayout>

namespace Atelier::Window {

namespace {

constexpr auto pluginFile = "/atelier_notebookpane.so";

} // namespace

NotebookHost::NotebookHost(Notebook::NotebookServices services,
                           QStringList pluginFolders,
                           QWidget *parent)
    : Page(parent)
    , m_services(std::move(services))
    , m_pluginFolders(std::move(pluginFolders))
    , m_stack(new QStackedLayout(this))
    , m_front(new QWidget(this))
    , m_message(new Ui::InlineMessage(m_front))
    , m_empty(new Ui::EmptyPage(m_front))
{
    setObjectName(QStringLiteral("notebooks"));
    m_message->setObjectName(QStringLiteral("notebookMessage"));
    m_empty->setContent(iconName(),
                        tr("No notebook is open. Open one from an instance on the Compute page."),
                        tr("Go to Compute"));
    auto *column = new QVBoxLayout(m_front);
    column->setContentsMargins({});
    column->addWidget(m_message);
    column->addWidget(m_empty, 1);
    m_stack->addWidget(m_front);
    connect(m_empty, &Ui::EmptyPage::triggered, this, &NotebookHost::leaveRequested);
    connect(
        m_message, &Ui::InlineMessage::actionTriggered, this, [this] { openInstance(m_wanted); });
}

NotebookHost::~NotebookHost() = default;

QStringList NotebookHost::defaultPluginFolders()
{
    const QString here = QCoreApplication::applicationDirPath();
    return {here + QStringLiteral("/plugins"), here + QStringLiteral("/../lib/atelier/plugins")};
}

void NotebookHost::openInstance(const QString &instance)
{
    m_wanted = instance;
    if (m_pane == nullptr) {
        const Result<Notebook::NotebookPane *> pane = loadPane();
        if (!pane) {
            m_message->showError(pane.error());
            m_message->setAction(tr("Try again"));
            return;
        }
        adopt(*pane);
    }
    m_message->hide();
    m_stack->setCurrentWidget(m_pane);
    m_pane->openInstance(instance);
}

bool NotebookHost::hasPane() const
{
    return m_pane != nullptr;
}

QString NotebookHost::title() const
{
    return tr("Notebooks");
}

QString NotebookHost::iconName() const
{
    return QStringLiteral("documentation");
}

void NotebookHost::focusContent()
{
    if (m_stack->currentWidget() == m_pane && m_pane != nullptr) {
        m_pane->setFocus(Qt::OtherFocusReason);
    } else {
        m_empty->setFocus(Qt::OtherFocusReason);
    }
}

void NotebookHost::prepareToClose()
{
    if (m_pane != nullptr) {
        m_pane->prepareToClose();
    } else {
        Page::prepareToClose();
    }
}

Result<Notebook::NotebookPane *> NotebookHost::loadPane()
{
    QStringList tried;
    for (const QString &folder : std::as_const(m_pluginFolders)) {
        const QString file = folder + QLatin1StringView(pluginFile);
        if (!QFileInfo::exists(file)) {
            tried.append(file + QStringLiteral(": no such file"));
            continue;
        }
        QPluginLoader loader(file);
        if (auto *plugin = qobject_cast<Notebook::NotebookPlugin *>(loader.instance())) {
            return plugin->createPane(m_services, this);
        }
        tried.append(file + QStringLiteral(": ") + loader.errorString());
    }
    return failure(
        {.code = Error::Code::NotFound,
         .message = tr("Notebooks can't be shown, because a part of Atelier could not be loaded."),
         .detail = tried.join(u'\n')});
}

void NotebookHost::adopt(Notebook::NotebookPane *pane)
{
    using Notebook::NotebookPane;
    m_pane = pane;
    m_stack->addWidget(pane);
    connect(pane, &NotebookPane::readyToClose, this, &Page::readyToClose);
    connect(pane, &NotebookPane::closeRefused, this, &Page::closeRefused);
    connect(pane, &NotebookPane::message, this, &Page::message);
    connect(pane, &NotebookPane::fullScreenToggled, this, &NotebookHost::fullScreenToggled);
    connect(pane, &NotebookPane::focusLeft, this, &NotebookHost::focusLeft);
    connect(pane, &NotebookPane::becameEmpty, this, [this] {
        m_stack->setCurrentWidget(m_front);
        Q_EMIT leaveRequested();
    });
}

} // namespace Atelier::Window
