// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace Atelier::Ui {
class ElidedLabel;
class InlineMessage;
class StateDot;
} // namespace Atelier::Ui

namespace Atelier::Forwards {

class Forwards;

/** One forward in the details pane: its name, what it is doing, what can be done, what is wrong. */
class ForwardRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForwardRow)

public:
    ForwardRow(Forwards *forwards, QString id, QWidget *parent = nullptr);
    ~ForwardRow() override;

    [[nodiscard]] const QString &id() const { return m_id; }
    void update();

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QToolButton *addButton(const QString &objectName);
    void toggle();
    void showProblem();

    Forwards *m_forwards = nullptr;
    QString m_id;
    Ui::ElidedLabel *m_name = nullptr;
    Ui::StateDot *m_state = nullptr;
    QToolButton *m_toggle = nullptr;
    QToolButton *m_open = nullptr;
    QToolButton *m_more = nullptr;
    Ui::InlineMessage *m_problem = nullptr;
};

} // namespace Atelier::Forwards
