// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodefolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace Atelier::Engine {

namespace {

Error cannotWrite(const QString &path, const QString &why)
{
    return {
        .code = Error::Code::PermissionDenied,
        .message = QCoreApplication::translate("Atelier::Engine", "“%1” could not be written: %2.")
                       .arg(path, why)};
}

} // namespace

Result<void> writeFile(const QString &path,
                       const QByteArray &content,
                       QFileDevice::Permissions mode)
{
    // Not QSaveFile: it syncs each file to the disk, and a node has many that can be made again.
    const QString temporary = path + QStringLiteral(".new");
    QFile::remove(temporary);
    QFile file(temporary);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, mode)
        || file.write(content) != content.size() || !file.flush()) {
        return failure(cannotWrite(path, file.errorString()));
    }
    file.close();
    if (std::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData())
        != 0) {
        return failure(cannotWrite(path, QString::fromLocal8Bit(std::strerror(errno))));
    }
    return {};
}

Result<void> makeFolder(const QString &path)
{
    if (!QDir().mkpath(path)) {
        return failure({.code = Error::Code::PermissionDenied,
                        .message = QCoreApplication::translate("Atelier::Engine",
                                                               "The folder “%1” could not be made.")
                                       .arg(path)});
    }
    return {};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace Atelier::Engine
