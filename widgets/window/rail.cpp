// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/rail.h"

#include "widgets/common/icons.h"
#include "widgets/window/railbutton.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMenu>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

namespace Atelier::Window {

using Ui::Metrics::grid;

Rail::Rail(QWidget *parent)
    : QFrame(parent)
    , m_column(new QVBoxLayout(this))
    , m_menuButton(new RailButton(tr("Menu"), Ui::icon(QStringLiteral("application-menu")), this))
{
    setFixedWidth(Ui::Metrics::railWidth);
    setAutoFillBackground(true);
    m_menuButton->setObjectName(QStringLiteral("menuButton"));
    m_menuButton->setCheckable(false);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setShortcut(QKeySequence(Qt::Key_F10));
    m_column->setContentsMargins(0, grid / 2, 0, grid / 2);
    m_column->setSpacing(0);
    m_column->addStretch();
    m_column->addWidget(m_menuButton);
}

Rail::~Rail() = default;

void Rail::addPage(const QString &title, const QString &iconName)
{
    const auto index = static_cast<int>(m_buttons.size());
    auto *button = new RailButton(title, Ui::icon(iconName), this);
    const QString keys =
        QKeySequence(QStringLiteral("Ctrl+%1").arg(index + 1)).toString(QKeySequence::NativeText);
    button->setToolTip(tr("%1 (%2)").arg(title, keys));
    button->setObjectName(QStringLiteral("pageButton%1").arg(index));
    m_column->insertWidget(index, button);
    if (!m_buttons.isEmpty()) {
        setTabOrder(m_buttons.constLast(), button);
    }
    setTabOrder(button, m_menuButton);
    m_buttons.append(button);
    connect(button, &QToolButton::clicked, this, [this, index] {
        setCurrent(index);
        Q_EMIT pageChosen(index);
    });
}

void Rail::setCurrent(int index)
{
    for (int other = 0; other < m_buttons.size(); ++other) {
        m_buttons.at(other)->setChecked(other == index);
    }
}

int Rail::current() const
{
    const auto found = std::ranges::find_if(
        m_buttons, [](const QToolButton *button) { return button->isChecked(); });
    return found == m_buttons.cend() ? -1
                                     : static_cast<int>(std::distance(m_buttons.cbegin(), found));
}

void Rail::setMenu(QMenu *menu)
{
    m_menuButton->setMenu(menu);
}

void Rail::focusCurrent(Qt::FocusReason reason)
{
    if (QToolButton *button = m_buttons.value(current())) {
        button->setFocus(reason);
    }
}

void Rail::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
        focusNextChild();
        break;
    case Qt::Key_Up:
        focusPreviousChild();
        break;
    default:
        QFrame::keyPressEvent(event);
        break;
    }
}

void Rail::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), palette().color(QPalette::Mid));
}

} // namespace Atelier::Window
