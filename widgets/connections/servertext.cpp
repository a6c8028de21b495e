// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/servertext.h"

#include "widgets/common/plainlabel.h"

#include <QStringList>

namespace Atelier::Connections {

namespace {

constexpr qsizetype longestLine = 300;
constexpr qsizetype longestText = 4000;
constexpr quint16 usualPort = 22;

} // namespace

QString serverLine(const QString &text, qsizetype longest)
{
    const QString line = Ui::singleLine(text.left(2 * longest)).simplified();
    return line.size() <= longest ? line : line.first(longest) + u'…';
}

QString serverText(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.left(longestText).split(u'\n')) {
        lines += Ui::singleLine(line).trimmed().left(longestLine);
    }
    return lines.join(u'\n').trimmed();
}

QString placeText(const QString &host, quint16 port)
{
    QString name = serverLine(host);
    if (port == usualPort) {
        return name;
    }
    return (name.contains(u':') ? u'[' + name + u']' : name) + u':' + QString::number(port);
}

} // namespace Atelier::Connections
