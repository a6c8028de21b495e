// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/commandpalette.h"

#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QFrame>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

#include <algorithm>

namespace Atelier::Window {

using Ui::Metrics::grid;

CommandPalette::CommandPalette(const QList<Ui::Command> &commands, QWidget *window)
    : QDialog(window, Qt::Dialog | Qt::FramelessWindowHint)
    , m_commands(commands)
    , m_words(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
    , m_nothing(Ui::plainLabel(tr("No command has all of these words."), this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Commands"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    m_words->setObjectName(QStringLiteral("commandWords"));
    m_words->setPlaceholderText(tr("A command, or the name of an instance"));
    m_words->setClearButtonEnabled(true);
    m_words->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("commandList"));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const Ui::Command &command : commands) {
        auto *item = new QTreeWidgetItem(m_list, {Ui::singleLine(command.text), command.keys});
        item->setIcon(0, command.icon);
        item->setSizeHint(0, {0, Ui::Metrics::rowHeight});
        item->setForeground(1, palette().placeholderText());
    }
    m_nothing->setAlignment(Qt::AlignCenter);
    auto *frame = new QFrame(this);
    frame->setFrameShape(QFrame::StyledPanel);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(frame);
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(grid, grid, grid, grid);
    column->addWidget(m_words);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_words, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QTreeWidget::itemClicked, this, &CommandPalette::run);
    filter({});
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::popUp()
{
    const QWidget *window = parentWidget();
    resize(std::min(70 * grid, window->width() - (4 * grid)),
           std::min(50 * grid, window->height() - (10 * grid)));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 5 * grid)));
    open();
    m_words->setFocus();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            // The words keep the focus while the list is walked.
            QCoreApplication::sendEvent(m_list, event);
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::filter(const QString &text)
{
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    QTreeWidgetItem *first = nullptr;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *item = m_list->topLevelItem(row);
        const bool fits = std::ranges::all_of(words, [item](const QString &word) {
            return item->text(0).contains(word, Qt::CaseInsensitive);
        });
        item->setHidden(!fits);
        if (fits && first == nullptr) {
            first = item;
        }
    }
    m_list->setCurrentItem(first);
    m_list->setVisible(first != nullptr);
    m_nothing->setVisible(first == nullptr);
}

void CommandPalette::run()
{
    QTreeWidgetItem *item = m_list->currentItem();
    if (item == nullptr || item->isHidden()) {
        return;
    }
    const auto chosen = m_commands.at(m_list->indexOfTopLevelItem(item)).run;
    accept();
    // Queued: what it opens stands over the window, after this has gone.
    QMetaObject::invokeMethod(parentWidget(), chosen, Qt::QueuedConnection);
}

} // namespace Atelier::Window
