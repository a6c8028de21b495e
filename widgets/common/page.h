// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/command.h"

#include <QList>
#include <QWidget>

namespace Atelier::Ui {

/** A page of the window: one entry of the rail. The window gives it the keys of every page. */
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString title() const = 0;
    /** A Breeze name for Ui::icon(). */
    [[nodiscard]] virtual QString iconName() const = 0;
    /** Ctrl+F. */
    virtual void focusFilter() {}
    /** F5. */
    virtual void refresh() {}
    /** Ctrl+N: the page's primary action. */
    virtual void createNew() {}
    /** What it offers in the command palette, its resources too. */
    [[nodiscard]] virtual QList<Command> commands() { return {}; }
    /** Puts the focus where work begins, after the page came to the front. */
    virtual void focusContent() { setFocus(Qt::OtherFocusReason); }
    /** The window closes: save what there is, then emit readyToClose or closeRefused (also later).
     */
    virtual void prepareToClose() { Q_EMIT readyToClose(); }

Q_SIGNALS:
    void readyToClose();
    void closeRefused();
    /** A sentence for the window's activity area. */
    void message(const QString &text);
};

} // namespace Atelier::Ui
