// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

class QMenu;
class QToolButton;
class QVBoxLayout;

namespace Atelier::Window {

/** The narrow column of pages at the window's left edge, with the menu at its foot. */
class Rail final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Rail)

public:
    explicit Rail(QWidget *parent = nullptr);
    ~Rail() override;

    /** The n-th page's tooltip names Ctrl+n. */
    void addPage(const QString &title, const QString &iconName);
    void setCurrent(int index);
    [[nodiscard]] int current() const;
    void setMenu(QMenu *menu);
    /** Puts the focus on the current page's button. */
    void focusCurrent(Qt::FocusReason reason);

Q_SIGNALS:
    void pageChosen(int index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_column = nullptr;
    QToolButton *m_menuButton = nullptr;
    QList<QToolButton *> m_buttons;
};

} // namespace Atelier::Window
