// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QObject;
class QWidget;

namespace Atelier::Ui {

/** A question of one sentence with buttons that name what they do. */
struct Question
{
    QString title = {};        ///< of the window
    QString text = {};         ///< plain text
    QString informative = {};  ///< smaller, below; plain text
    QStringList buttons = {};  ///< e.g. {tr("Delete"), tr("Cancel")}
    int defaultButton = 0;     ///< index taken by Return
    int escapeButton = -1;     ///< index taken by Escape and by closing; -1: the last
    bool destructive = false;  ///< shows a warning sign; make the harmless button the default
    QString checkBoxText = {}; ///< e.g. tr("Don't ask again"); empty: none
};

struct Answer
{
    int button = 0; ///< index in Question::buttons
    bool checked = false;
};

/**
 * Asks window-modally, without a nested event loop; @p then is called once with the answer unless
 * @p context (or @p parent's window) is gone by then. The box has objectName "messageBox", its
 * buttons "button0", "button1", …
 */
void ask(QWidget *parent,
         const Question &question,
         QObject *context,
         std::function<void(Answer)> then);

/** A test queues answers, which ask() then takes in turn without showing a box. */
void queueAnswer(Answer answer);
/** The questions that took a queued answer, oldest first; emptied by the call. */
[[nodiscard]] QList<Question> takeAskedQuestions();

} // namespace Atelier::Ui
