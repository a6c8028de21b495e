// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

class QLabel;

namespace Atelier::Compute {

/** The sentence under a field of a form that says what is wrong with it; takes no room without one.
 */
class FieldMessage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldMessage)

public:
    explicit FieldMessage(const QString &objectName, QWidget *parent);
    ~FieldMessage() override;

    /** An empty sentence hides it. */
    void showText(const QString &sentence, Ui::Tone tone = Ui::Tone::Failed);
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QLabel *m_icon = nullptr;
    QLabel *m_text = nullptr;
    Ui::Tone m_tone = Ui::Tone::Failed;
};

} // namespace Atelier::Compute
