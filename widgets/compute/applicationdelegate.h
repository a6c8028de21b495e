// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace Atelier::Compute {

/** The application of a row as a link; quiet while the instance can't open it. */
class ApplicationDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ApplicationDelegate)

public:
    explicit ApplicationDelegate(QObject *parent = nullptr);
    ~ApplicationDelegate() override;

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

    /** Where the text of a cell is: what reacts to the mouse. */
    [[nodiscard]] static QRect textRect(const QRect &cell,
                                        const QFontMetrics &metrics,
                                        const QString &text);
};

} // namespace Atelier::Compute
