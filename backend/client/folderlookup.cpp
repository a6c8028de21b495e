// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/folderlookup.h"

#include <QDir>
#include <QFileInfo>
#include <QPromise>
#include <QThread>

#include <memory>

namespace Atelier::Client {

FoundFolder assumedFolder(const QString &source)
{
    return {.facts = {.exists = true, .isFolder = true, .isReadable = true, .realPath = source},
            .realHome = QDir::homePath()};
}

QFuture<Result<FoundFolder>> lookUpFolder(const QString &source)
{
    const auto promise = std::make_shared<QPromise<Result<FoundFolder>>>();
    promise->start();
    QThread *thread = QThread::create([promise, source, home = QDir::homePath()] {
        const QFileInfo folder(source);
        promise->addResult(FoundFolder{.facts = {.exists = folder.exists(),
                                                 .isFolder = folder.isDir(),
                                                 .isReadable = folder.isReadable(),
                                                 .realPath = folder.canonicalFilePath()},
                                       .realHome = QDir(home).canonicalPath()});
        promise->finish();
    });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
    return promise->future();
}

} // namespace Atelier::Client
