// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/trust/checkstep.h"

#include <QScrollArea>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace Atelier::Connections {

/** The steps of a check, one under the other: whether it is well, what was found, how long it took;
 * and below them what came of it. */
class CheckList final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CheckList)

public:
    explicit CheckList(QWidget *parent = nullptr);
    ~CheckList() override;

    void clear();
    void add(const Ssh::CheckStep &step);
    /** Stands below the steps, whichever there are; becomes the list's. */
    void addBelow(QWidget *widget);
    [[nodiscard]] int count() const { return m_rows; }
    [[nodiscard]] QString textAt(int row) const;

private:
    QVBoxLayout *m_column = nullptr;
    QWidget *m_steps = nullptr;
    QGridLayout *m_grid = nullptr;
    int m_rows = 0;
};

} // namespace Atelier::Connections
