// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QStyledItemDelegate>

#include <functional>

namespace Atelier::Ui {

/** A column of states: the display text behind a dot of the tone that @p toneOf tells. */
class StateDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateDelegate)

public:
    using ToneOf = std::function<Tone(const QModelIndex &)>;

    explicit StateDelegate(ToneOf toneOf, QObject *parent = nullptr);
    ~StateDelegate() override;

    void paint(QPainter *painter,
               const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    ToneOf m_toneOf;
};

} // namespace Atelier::Ui
