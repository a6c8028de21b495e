// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace Atelier::Ui {

/** The top of a page: its title, and its primary action at the right. */
class PageHeader final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageHeader)

public:
    explicit PageHeader(const QString &title, QWidget *parent = nullptr);
    ~PageHeader() override;

    QPushButton *addButton(const QIcon &icon, const QString &text);
};

} // namespace Atelier::Ui
