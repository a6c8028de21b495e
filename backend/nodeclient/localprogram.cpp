// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/localprogram.h"

#include "backend/core/paths.h"
#include "backend/node/files/sha256.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>
#include <QtConcurrentRun>

namespace Atelier::NodeClient {

namespace {

constexpr qint64 readBlock = qint64{256} * 1024;

Result<LocalProgram> readLocalProgram()
{
    const QString path = Paths::program(QStringLiteral("atelier-node"));
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        return failure(
            {.code = Error::Code::NotFound,
             .message = QCoreApplication::translate(
                 "NodeClient", "The program atelier-node is missing in this installation."),
             .detail = path + u": " + file.errorString()});
    }
    Node::Sha256 digest;
    for (QByteArray block = file.read(readBlock); !block.isEmpty(); block = file.read(readBlock)) {
        digest.add({block.constData(), static_cast<std::size_t>(block.size())});
    }
    if (file.error() != QFileDevice::NoError) {
        return failure({.code = Error::Code::Internal,
                        .message = QCoreApplication::translate(
                            "NodeClient", "The program atelier-node could not be read."),
                        .detail = path + u": " + file.errorString()});
    }
    return LocalProgram{.path = path,
                        .digest = QByteArray::fromStdString(digest.result()),
                        .machine = machineName(QSysInfo::buildCpuArchitecture().toLatin1())};
}

} // namespace

QFuture<Result<LocalProgram>> findLocalProgram()
{
    return QtConcurrent::run(readLocalProgram);
}

QByteArray machineName(const QByteArray &name)
{
    if (name == "amd64" || name == "x64") {
        return "x86_64";
    }
    if (name == "arm64") {
        return "aarch64";
    }
    return name.size() == 4 && name.startsWith('i') && name.endsWith("86") ? "i386" : name;
}

} // namespace Atelier::NodeClient
