// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QObject>
#include <QWebEnginePermission>

#include <functional>

class QUrl;
class QWidget;

namespace Atelier::Ui {
class InlineMessage;
}

namespace Atelier::Notebook {

/**
 * The bar above a page that says what the page wants or what became of it: one sentence at a time,
 * with at most one action. A permission that the next sentence takes the place of is denied.
 */
class PageNotices final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageNotices)

public:
    explicit PageNotices(QWidget *panel);
    ~PageNotices() override;

    /** For the panel's layout; hidden while there is nothing to say. */
    [[nodiscard]] QWidget *bar() const;
    void show(Ui::Tone tone, const QString &sentence);
    /** The bar goes when @p act is called. */
    void offer(Ui::Tone tone,
               const QString &sentence,
               const QString &action,
               const std::function<void()> &act);
    /** What the bar asked before is answered with no. */
    void clear();
    void showBlocked(const QUrl &url);
    void askPermission(const QWebEnginePermission &permission);

private:
    Ui::InlineMessage *m_bar = nullptr;
    QWebEnginePermission m_permission; ///< asked for at present
};

} // namespace Atelier::Notebook
