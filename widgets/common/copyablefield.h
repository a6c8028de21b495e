// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QTimer;
class QToolButton;

namespace Atelier::Ui {

/** A line of monospace text to read and select, with a copy button that says "Copied" for a moment.
 */
class CopyableField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CopyableField)

public:
    explicit CopyableField(QWidget *parent = nullptr);
    explicit CopyableField(const QString &text, QWidget *parent = nullptr);
    ~CopyableField() override;

    /** Line breaks and invisible characters are replaced: what is seen is what is copied. */
    void setText(const QString &text);
    [[nodiscard]] QString text() const;
    /** For screen readers: what the text is, e.g. "SSH command". */
    void setLabel(const QString &label);

private:
    void copy();
    void showCopied(bool copied);

    QLineEdit *m_edit = nullptr;
    QToolButton *m_button = nullptr;
    QTimer *m_feedback = nullptr;
};

} // namespace Atelier::Ui
