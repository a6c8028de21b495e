// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/datafolder.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QList>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace Atelier::Client {

namespace {

constexpr qint64 lastWords = 16 * 1024;

} // namespace

QString startLogOf(const QString &dataFolder)
{
    return dataFolder + u"/log/control-plane.start.log";
}

QString lastSentence(const QString &file)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly)) {
        return {};
    }
    input.seek(std::max(0LL, input.size() - lastWords));
    const QList<QByteArray> lines = input.read(lastWords).trimmed().split('\n');
    QString sentence;
    for (const QChar character : QString::fromUtf8(lines.constLast()).trimmed()) {
        if (character.isPrint()) {
            sentence += character;
        }
    }
    return sentence;
}

Result<void> prepareDataFolder(const QString &dataFolder)
{
    const auto unusable = [&dataFolder](const QString &reason) {
        return failure(
            {.code = Error::Code::PermissionDenied,
             .message = QCoreApplication::translate("Atelier::Client::DataFolder",
                                                    "Atelier can't write to its folder “%1”: %2.")
                            .arg(dataFolder, reason),
             .detail = dataFolder,
             .target = dataFolder});
    };
    namespace fs = std::filesystem;
    const fs::path folder(QFile::encodeName(dataFolder).toStdString());
    const bool isNew = !QFileInfo::exists(dataFolder);
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && isNew) {
        fs::permissions(folder, fs::perms::owner_all, error);
    }
    if (!error) {
        fs::create_directories(folder / "log", error);
    }
    if (error) {
        return unusable(QString::fromStdString(error.message()));
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0
        || ::access((folder / "log").c_str(), W_OK | X_OK) != 0) {
        return unusable(qt_error_string(errno));
    }
    return {};
}

} // namespace Atelier::Client
