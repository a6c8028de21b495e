// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/plainlabel.h"

#include <algorithm>

namespace Atelier::Ui {

namespace {

/** "SHA256:" and 43 characters of a fingerprint are below that. */
constexpr qsizetype longestWord = 56;
constexpr qsizetype wordPart = 28;
constexpr QChar zeroWidthSpace(0x200b);

/** Lines break here anyway: at a space, and by their own rules in scripts without spaces. */
bool breaksAnyway(const QString &text, qsizetype at)
{
    const QChar character = text[at];
    char32_t code = character.unicode();
    if (character.isHighSurrogate() && at + 1 < text.size()) {
        code = QChar::surrogateToUcs4(character, text[at + 1]);
    } else if (character.isLowSurrogate() && at > 0) {
        code = QChar::surrogateToUcs4(text[at - 1], character);
    }
    constexpr char32_t firstPunctuation = 0x3000; // "CJK Symbols and Punctuation"
    constexpr char32_t lastPunctuation = 0x303f;
    constexpr char32_t firstWide = 0xff00; // "Halfwidth and Fullwidth Forms"
    constexpr char32_t lastWide = 0xffef;
    const auto script = QChar::script(code);
    return QChar::isSpace(code) || script == QChar::Script_Han || script == QChar::Script_Hiragana
           || script == QChar::Script_Katakana || script == QChar::Script_Hangul
           || (code >= firstPunctuation && code <= lastPunctuation)
           || (code >= firstWide && code <= lastWide);
}

} // namespace

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

QString breakable(const QString &text)
{
    QString result;
    result.reserve(text.size());
    qsizetype start = 0;
    while (start < text.size()) {
        qsizetype end = start;
        while (end < text.size() && !breaksAnyway(text, end)) {
            ++end;
        }
        const bool isLong = end - start > longestWord;
        for (qsizetype part = start; part < end;) {
            qsizetype next = std::min(part + wordPart, end);
            next += next < end && text[next].isLowSurrogate() ? 1 : 0; // never within a character
            result += QStringView(text).mid(part, next - part);
            if (isLong && next < end) {
                result += zeroWidthSpace;
            }
            part = next;
        }
        if (end < text.size()) {
            result += text[end];
        }
        start = end + 1;
    }
    return result;
}

} // namespace Atelier::Ui
