// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace Atelier::Paths {

namespace {

QString fromEnvironment(const char *variable, const QString &fallback)
{
    const QString value = qEnvironmentVariable(variable);
    return value.isEmpty() ? fallback : QDir::cleanPath(QDir(value).absolutePath());
}

QString below(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + QStringLiteral("/atelier");
}

} // namespace

QString dataFolder()
{
    return fromEnvironment("ATELIER_DATA", below(QStandardPaths::GenericDataLocation));
}

QString configFolder()
{
    return fromEnvironment("ATELIER_CONFIG", below(QStandardPaths::GenericConfigLocation));
}

QString cacheFolder()
{
    return fromEnvironment("ATELIER_CACHE", below(QStandardPaths::GenericCacheLocation));
}

QString workspaceFolder()
{
    return fromEnvironment("ATELIER_WORKSPACE", QDir::homePath() + QStringLiteral("/Atelier"));
}

QString program(const QString &name)
{
    const QString here = QCoreApplication::applicationDirPath();
    const QStringList folders{here,
                              here + QStringLiteral("/../libexec/atelier"),
                              here + QStringLiteral("/../lib/atelier")};
    for (const QString &folder : folders) {
        const QFileInfo file(folder + QLatin1Char('/') + name);
        if (file.isFile() && file.isExecutable()) {
            return file.canonicalFilePath();
        }
    }
    return {};
}

} // namespace Atelier::Paths
