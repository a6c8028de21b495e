// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/names.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QStringDecoder>

#include <algorithm>

namespace Atelier::Sftp {

namespace {

constexpr qsizetype longestName = 255;
constexpr qsizetype longestShown = 200;
constexpr qsizetype tokenLength = 16;

QByteArray hiddenName(const QByteArray &name, const QByteArray &suffix)
{
    if (name.size() + suffix.size() < longestName) {
        return '.' + name + suffix;
    }
    return '.' + QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex() + suffix;
}

/** Characters that act instead of being seen. */
bool isHidden(char32_t code)
{
    const auto category = QChar::category(code);
    return category == QChar::Other_Control || category == QChar::Other_Format
           || category == QChar::Other_Surrogate || category == QChar::Other_NotAssigned
           || category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
}

QString escapedByte(uchar byte)
{
    return QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
}

/** The length of a character that begins with @p first; 0: none does. */
qsizetype announcedLength(uchar first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first >= 0xF5) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    return first < 0xF0 ? 3 : 4;
}

/** The length of the UTF-8 character at the beginning; 0: there is none. */
qsizetype characterLength(QByteArrayView bytes)
{
    const auto first = static_cast<uchar>(bytes.front());
    const qsizetype length = announcedLength(first);
    return length <= bytes.size() && bytes.first(length).isValidUtf8() ? length : 0;
}

} // namespace

bool isEntryName(QByteArrayView name)
{
    return !name.isEmpty() && name.size() <= longestName && name != "." && name != ".."
           && !name.contains('/') && !name.contains('\0');
}

QString shownName(QByteArrayView name)
{
    QString shown;
    while (!name.isEmpty()) {
        if (shown.size() >= longestShown) {
            shown += QChar(0x2026);
            break;
        }
        const qsizetype length = characterLength(name);
        if (length == 0) {
            shown += escapedByte(static_cast<uchar>(name.front()));
            name = name.sliced(1);
            continue;
        }
        const QString character = QString::fromUtf8(name.first(length));
        const char32_t code = character.toUcs4().value(0);
        if (!isHidden(code)) {
            shown += character;
        } else if (code < 0x80) {
            shown += escapedByte(static_cast<uchar>(code));
        } else {
            shown += QStringLiteral("\\u{%1}").arg(static_cast<quint32>(code), 0, 16);
        }
        name = name.sliced(length);
    }
    return shown;
}

QByteArray joined(QByteArrayView folder, QByteArrayView name)
{
    QByteArray path = folder.toByteArray();
    if (!path.isEmpty() && !path.endsWith('/')) {
        path += '/';
    }
    path += name;
    return path;
}

QByteArray lastName(QByteArrayView path)
{
    return path.sliced(path.lastIndexOf('/') + 1).toByteArray();
}

QByteArray folderOf(QByteArrayView path)
{
    const qsizetype slash = path.lastIndexOf('/');
    if (slash < 0) {
        return QByteArrayLiteral(".");
    }
    return path.first(std::max<qsizetype>(slash, 1)).toByteArray();
}

QByteArray newToken()
{
    return QByteArray::number(QRandomGenerator::system()->generate64(), 16)
        .rightJustified(tokenLength, '0');
}

bool isToken(QByteArrayView token)
{
    return token.size() == tokenLength && std::ranges::all_of(token, [](char digit) {
               return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
           });
}

QByteArray partialName(const QByteArray &name, const QByteArray &token)
{
    return hiddenName(name, '.' + token + ".atelier-part");
}

QByteArray noteName(const QByteArray &name, const QByteArray &key)
{
    return hiddenName(name, '.' + key + ".atelier-note");
}

QByteArray numberedName(const QByteArray &name, int number)
{
    const QByteArray mark = " (" + QByteArray::number(number) + ')';
    const qsizetype dot = name.lastIndexOf('.');
    if (dot <= 0) {
        return name.left(longestName - mark.size()) + mark;
    }
    const QByteArray extension = name.sliced(dot).left(100);
    return name.left(std::min(dot, longestName - mark.size() - extension.size())) + mark
           + extension;
}

bool staysInside(QByteArrayView target, int depth)
{
    if (target.isEmpty() || target.startsWith('/') || target.contains('\0')
        || target.size() > 4096) {
        return false;
    }
    bool hasName = false;
    for (const QByteArray &part : target.toByteArray().split('/')) {
        if (part.isEmpty() || part == ".") {
            continue;
        }
        if (part != "..") {
            hasName = true;
            continue;
        }
        // Behind a name that may be a link itself, ".." leads nobody knows where.
        if (hasName || --depth < 0) {
            return false;
        }
    }
    return true;
}

} // namespace Atelier::Sftp
