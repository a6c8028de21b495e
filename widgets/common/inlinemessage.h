// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "widgets/common/theme.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;
class QToolButton;

namespace Atelier::Ui {

/**
 * One sentence where the eye is, its details folded, with *Copy technical details*, at most one
 * action, and a close button. Hidden until something is shown. Text is always shown as plain text.
 */
class InlineMessage final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InlineMessage)

public:
    explicit InlineMessage(QWidget *parent = nullptr);
    ~InlineMessage() override;

    void showMessage(Tone tone, const QString &sentence, const QString &details = {});
    /** The error's sentence with its detail and codes folded. */
    void showError(const Error &error);
    /** A button behind the sentence; an empty text takes it away. It emits actionTriggered. */
    void setAction(const QString &text);
    /** The buttons stand in a line of their own, for where there is little width. */
    void setButtonsBelow();
    /** Closable by default. */
    void setClosable(bool closable);
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString details() const;

Q_SIGNALS:
    void actionTriggered();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setFolded(bool folded);
    void copyDetails();
    void updateIcon();

    Tone m_tone = Tone::Failed;
    QLabel *m_icon = nullptr;
    QLabel *m_sentence = nullptr;
    QVBoxLayout *m_column = nullptr;
    QPlainTextEdit *m_detailsView = nullptr; ///< made when first unfolded
    QString m_details;
    QPushButton *m_actionButton = nullptr;
    QToolButton *m_foldButton = nullptr;
    QToolButton *m_copyButton = nullptr;
    QToolButton *m_closeButton = nullptr;
};

/** What *Copy technical details* puts on the clipboard for @p error. */
[[nodiscard]] QString technicalDetails(const Error &error);

} // namespace Atelier::Ui
