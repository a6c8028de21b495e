// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/gestures.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QVariant>
#include <QWidget>
#include <QWindow>

#include <memory>

namespace Atelier::Studio {

namespace {

template<typename Predicate>
QWidget *firstVisible(Predicate predicate)
{
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        if (widget->isVisible() && predicate(widget)) {
            return widget;
        }
    }
    return nullptr;
}

QWidget *receiver(QWidget *target)
{
    if (target == nullptr) {
        target = QApplication::focusWidget();
    }
    if (target == nullptr) {
        target = QApplication::activeWindow();
    }
    if (target != nullptr && target->focusProxy() != nullptr) {
        target = target->focusProxy();
    }
    return target;
}

void sendKey(QWidget *target, int key, Qt::KeyboardModifiers modifiers, const QString &text)
{
    for (const auto kind : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QCoreApplication::postEvent(target, new QKeyEvent(kind, key, modifiers, text));
    }
}

} // namespace

QWidget *visibleWidget(const QString &objectName)
{
    return firstVisible(
        [&objectName](const QWidget *widget) { return widget->objectName() == objectName; });
}

QWidget *visibleWebView()
{
    return firstVisible([](const QWidget *widget) { return widget->inherits("QWebEngineView"); });
}

std::function<bool()> isSoInPage(const QString &expression)
{
    struct Glance
    {
        QPointer<QWidget> view = {};
        bool isAsked = false;
        bool isSo = false;
    };
    return [expression, glance = std::make_shared<Glance>()] {
        QWidget *view = visibleWebView();
        if (view != glance->view) {
            *glance = {.view = view};
        }
        if (view != nullptr && !glance->isAsked) {
            glance->isAsked = true;
            const std::function<void(QVariant)> take = [glance](const QVariant &answer) {
                glance->isAsked = false;
                glance->isSo = answer.toBool();
            };
            QMetaObject::invokeMethod(view, "evaluate", expression, take);
        }
        return glance->isSo;
    };
}

void click(QWidget *widget)
{
    if (widget == nullptr) {
        return;
    }
    const QPointF place = widget->rect().center();
    const QPointF global = widget->mapToGlobal(place);
    for (const auto kind : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        const auto buttons = kind == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton;
        QCoreApplication::postEvent(
            widget, new QMouseEvent(kind, place, global, Qt::LeftButton, buttons, {}));
    }
}

void click(const QString &objectName)
{
    click(visibleWidget(objectName));
}

void pressKey(int key, Qt::KeyboardModifiers modifiers, QWidget *target)
{
    QWidget *widget = receiver(target);
    if (widget == nullptr) {
        return;
    }
    const QString text = key == Qt::Key_Return ? QStringLiteral("\r") : QString();
    sendKey(widget, key, modifiers, text);
}

void type(const QString &text, QWidget *target)
{
    QWidget *widget = receiver(target);
    if (widget == nullptr) {
        return;
    }
    for (const QChar character : text) {
        const int key = character.toUpper().unicode(); // Qt's key codes of Latin-1 are its letters
        const auto modifiers = character.isUpper() ? Qt::ShiftModifier : Qt::NoModifier;
        sendKey(widget, key, modifiers, QString(character));
    }
}

} // namespace Atelier::Studio
