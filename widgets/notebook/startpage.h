// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Atelier::Ui {
class BusyIndicator;
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Notebook {

/** What a tab shows until its page is there: each step with its time, then what went wrong. */
class StartPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StartPage)

public:
    explicit StartPage(const QString &instance, QWidget *parent = nullptr);
    ~StartPage() override;

    /** Empties the page for a new attempt. */
    void reset();
    void beginStep(const QString &text);
    void endStep(qint64 milliseconds);
    /** The instance is stopped: offers to start it. */
    void showStopped();
    /** @p log: the server's own, may be empty. @p installable: offers to install JupyterLab. */
    void showFailure(const Error &error, const QString &log, bool installable);
    /** After a cancel or an end that was asked for: one sentence and *Open JupyterLab*. */
    void showIdle(const QString &sentence);
    /** The output of an installation, as it comes. */
    void appendOutput(const QString &text);
    /** Puts the focus on the button that goes on. */
    void focusButton();

Q_SIGNALS:
    void cancelRequested();
    void openRequested();
    void startRequested();
    void installRequested();

private:
    void stopStep();
    void showButtons(bool cancel, bool open, bool start, bool install);

    Ui::InlineMessage *m_message = nullptr;
    Ui::BusyIndicator *m_busy = nullptr;
    QGridLayout *m_steps = nullptr;
    QLabel *m_sentence = nullptr;
    QPlainTextEdit *m_log = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_install = nullptr;
    QString m_step;
    QString m_instance;
};

} // namespace Atelier::Notebook
