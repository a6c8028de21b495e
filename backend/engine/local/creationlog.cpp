// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/creationlog.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <tuple>

namespace Atelier::Engine {

namespace {

constexpr qint64 longestCreationLog = 1024 * 1024;

} // namespace

void logCreation(const NodeFolder &folder, const QString &sentence)
{
    QFile file(folder.creationLog());
    // A log that cannot be written fails nothing: the node says itself how it is.
    if (file.open(QIODevice::Append | QIODevice::WriteOnly, ownerOnly)) {
        const QString time = QDateTime::currentDateTime().toString(
            QStringLiteral("yyyy-MM-dd HH:mm:ss"));
        const QString line = time + QStringLiteral("  ") + sentence + QLatin1Char('\n');
        std::ignore = file.write(line.toUtf8());
    }
}

void shortenCreationLog(const NodeFolder &folder)
{
    if (QFileInfo(folder.creationLog()).size() > longestCreationLog) {
        const QString former = folder.creationLog() + QStringLiteral(".1");
        QFile::remove(former);
        QFile::rename(folder.creationLog(), former);
    }
}

} // namespace Atelier::Engine
