// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/command.h"

#include <QDialog>
#include <QList>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace Atelier::Window {

/** All commands and resources by their words: type some of them, Return runs the marked one. */
class CommandPalette final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    CommandPalette(const QList<Ui::Command> &commands, QWidget *window);
    ~CommandPalette() override;

    /** Over the upper part of its window; deleted when it closes. */
    void popUp();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter(const QString &text);
    void run();

    QList<Ui::Command> m_commands;
    QLineEdit *m_words = nullptr;
    QTreeWidget *m_list = nullptr;
    QLabel *m_nothing = nullptr;
};

} // namespace Atelier::Window
