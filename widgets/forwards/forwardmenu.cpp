// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/forwardmenu.h"

#include "backend/forwards/forwards.h"
#include "widgets/common/icons.h"
#include "widgets/common/messagebox.h"
#include "widgets/forwards/forwarddialog.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QMenu>
#include <QUrl>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

/** The translation context of this file. */
struct ForwardMenu
{
    Q_DECLARE_TR_FUNCTIONS(ForwardMenu)
};

template<typename Function>
QAction *addEntry(QMenu *menu,
                  const QString &iconName,
                  const QString &text,
                  const QString &objectName,
                  Function function)
{
    QAction *action = menu->addAction(Ui::icon(iconName), text, menu, std::move(function));
    action->setObjectName(objectName);
    return action;
}

} // namespace

void openInBrowser(const Forwards *forwards, const QString &id)
{
    const ForwardRun *run = forwards->find(id);
    if (run != nullptr && run->status().port != 0) {
        QDesktopServices::openUrl(QUrl(addressOf(run->status())));
    }
}

void editForward(Forwards *forwards, const QString &id, QWidget *parent)
{
    if (const ForwardRun *run = forwards->find(id)) {
        auto *dialog = new ForwardDialog(forwards, run->forward(), parent);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }
}

void removeForward(Forwards *forwards, const QString &id, QWidget *parent)
{
    const ForwardRun *run = forwards->find(id);
    if (run == nullptr) {
        return;
    }
    const int connections = run->openConnections();
    if (connections == 0) {
        forwards->remove(id);
        return;
    }
    Ui::ask(
        parent,
        {.title = ForwardMenu::tr("Remove a forwarded port"),
         .text = ForwardMenu::tr("Remove “%1”?").arg(run->forward().name),
         .informative = ForwardMenu::tr("%n connection(s) through it end.", nullptr, connections),
         .buttons = {ForwardMenu::tr("Remove"), ForwardMenu::tr("Cancel")},
         .defaultButton = 1,
         .destructive = true},
        forwards,
        [forwards, id](const Ui::Answer &answer) {
            if (answer.button == 0) {
                forwards->remove(id);
            }
        });
}

void fillForwardMenu(QMenu *menu, Forwards *forwards, const QString &id, QWidget *parent)
{
    const ForwardRun *run = forwards->find(id);
    if (run == nullptr) {
        return;
    }
    const bool isOpen = run->status().port != 0;
    const QString closed = ForwardMenu::tr("Not while it does not listen.");
    const auto onlyOpen = [isOpen, closed](QAction *action) {
        action->setEnabled(isOpen);
        action->setToolTip(isOpen ? action->text() : closed);
    };
    menu->setToolTipsVisible(true);
    onlyOpen(addEntry(menu,
                      u"globe"_s,
                      ForwardMenu::tr("Open in browser"),
                      u"openForwardAction"_s,
                      [forwards, id] { openInBrowser(forwards, id); }));
    onlyOpen(addEntry(
        menu,
        u"edit-copy"_s,
        ForwardMenu::tr("Copy address"),
        u"copyForwardAction"_s,
        [address = addressOf(run->status())] { QGuiApplication::clipboard()->setText(address); }));
    menu->addSeparator();
    if (run->isWanted()) {
        addEntry(menu,
                 u"media-playback-stop"_s,
                 ForwardMenu::tr("Stop"),
                 u"stopForwardAction"_s,
                 [forwards, id] { forwards->stop(id); });
        addEntry(menu,
                 u"view-refresh"_s,
                 ForwardMenu::tr("Restart"),
                 u"restartForwardAction"_s,
                 [forwards, id] { forwards->restart(id); });
    } else {
        addEntry(menu,
                 u"media-playback-start"_s,
                 ForwardMenu::tr("Start"),
                 u"startForwardAction"_s,
                 [forwards, id] { forwards->start(id); });
    }
    menu->addSeparator();
    addEntry(menu,
             u"document-edit"_s,
             ForwardMenu::tr("Edit…"),
             u"editForwardAction"_s,
             [forwards, id, parent] { editForward(forwards, id, parent); });
    addEntry(menu,
             u"edit-delete"_s,
             ForwardMenu::tr("Remove"),
             u"removeForwardAction"_s,
             [forwards, id, parent] { removeForward(forwards, id, parent); });
}

} // namespace Atelier::Forwards
