// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/loginshell.h"

#include <QRandomGenerator>

namespace Atelier::Ssh {

void LoginShell::learn(bool isChatty)
{
    // Once chatty is enough: some shells greet only now and then.
    if (isChatty) {
        m_kind = Kind::Chatty;
        return;
    }
    Kind unknown = Kind::Unknown;
    m_kind.compare_exchange_strong(unknown, Kind::Silent);
}

QByteArray newShellMark()
{
    QRandomGenerator *dice = QRandomGenerator::system();
    return "atelier" + QByteArray::number(dice->generate64(), 16)
           + QByteArray::number(dice->generate64(), 16) + '\n';
}

QString markedCommand(const QString &command, const QByteArray &mark)
{
    const QString word = QString::fromLatin1(mark).trimmed();
    return QStringLiteral("sh -c 'echo %1; echo %1 >&2'; ").arg(word) + command;
}

} // namespace Atelier::Ssh
