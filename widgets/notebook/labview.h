// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QVariant>
#include <QWebEngineView>

#include <functional>

namespace Atelier::Notebook {

class LabPage;

/**
 * Shows a page. While it has the focus every key goes to the page but F6 (leave), F11 and Ctrl with
 * PgUp or PgDn (tabs), also where the window has a shortcut on them.
 */
class LabView final : public QWebEngineView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabView)

public:
    LabView(LabPage *page, QWidget *parent);
    ~LabView() override;

    /** For who knows the view only as a widget: @p then gets the value of a JavaScript expression.
     */
    Q_INVOKABLE void evaluate(const QString &expression, const std::function<void(QVariant)> &then);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void leaveWanted();
    void fullScreenWanted();
    void tabWanted(int offset); ///< -1: the one before

protected:
    void childEvent(QChildEvent *event) override;

private:
    bool takeKey(int key, Qt::KeyboardModifiers modifiers, bool press);

    QPointer<LabPage> m_page;
};

} // namespace Atelier::Notebook
