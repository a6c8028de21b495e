// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/labview.h"

#include "widgets/notebook/labpage.h"

#include <QChildEvent>
#include <QKeyEvent>

namespace Atelier::Notebook {

LabView::LabView(LabPage *page, QWidget *parent)
    : QWebEngineView(parent)
    , m_page(page)
{
    setPage(page);
    setContextMenuPolicy(Qt::DefaultContextMenu);
}

LabView::~LabView() = default;

void LabView::evaluate(const QString &expression, const std::function<void(QVariant)> &then)
{
    page()->runJavaScript(expression, then);
}

void LabView::childEvent(QChildEvent *event)
{
    // The engine's own widget, which gets the input, is made anew after a crash of the page.
    if (event->added() && event->child()->isWidgetType()) {
        event->child()->installEventFilter(this);
    }
    QWebEngineView::childEvent(event);
}

bool LabView::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        // The engine looks at it first (it prepares its editing commands here). Accepted in any
        // case: no shortcut of the window takes the key, and it comes again as a key press.
        watched->event(event);
        event->accept();
        return true;
    }
    case QEvent::KeyPress: {
        auto *key = static_cast<QKeyEvent *>(event);
        if (takeKey(key->key(), key->modifiers(), true)) {
            return true;
        }
        if (m_page) {
            m_page->noteGesture();
        }
        break;
    }
    case QEvent::KeyRelease: {
        auto *key = static_cast<QKeyEvent *>(event);
        if (takeKey(key->key(), key->modifiers(), false)) {
            return true;
        }
        break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
        if (m_page) {
            m_page->noteGesture();
        }
        break;
    default:
        break;
    }
    return QWebEngineView::eventFilter(watched, event);
}

bool LabView::takeKey(int key, Qt::KeyboardModifiers modifiers, bool press)
{
    const Qt::KeyboardModifiers held = modifiers & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
    if (held == Qt::NoModifier && key == Qt::Key_F6) {
        if (press) {
            Q_EMIT leaveWanted();
        }
        return true;
    }
    if (held == Qt::NoModifier && key == Qt::Key_F11) {
        if (press) {
            Q_EMIT fullScreenWanted();
        }
        return true;
    }
    if (held == Qt::ControlModifier && (key == Qt::Key_PageUp || key == Qt::Key_PageDown)) {
        if (press) {
            Q_EMIT tabWanted(key == Qt::Key_PageUp ? -1 : 1);
        }
        return true;
    }
    return false;
}

} // namespace Atelier::Notebook
