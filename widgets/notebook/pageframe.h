// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Atelier::Notebook {

/**
 * Holds a page's view and nothing else. The web engine sends the keys that a page did not use to
 * the view's parent, where they would set off the window's shortcuts; they end here.
 */
class PageFrame final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageFrame)

public:
    explicit PageFrame(QWidget *parent);
    ~PageFrame() override;

    void setView(QWidget *view);

protected:
    bool event(QEvent *event) override;
};

} // namespace Atelier::Notebook
