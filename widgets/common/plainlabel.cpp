// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/plainlabel.h"

namespace Atelier::Ui {

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString singleLine(const QString &text)
{
    QString line = text;
    for (QChar &character : line) {
        switch (character.category()) {
        case QChar::Other_Control:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            character = QChar::Space;
            break;
        case QChar::Other_Format: // bidirectional overrides, zero-width characters
            character = QChar::ReplacementCharacter;
            break;
        default:
            break;
        }
    }
    return line;
}

} // namespace Atelier::Ui
