// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/filerewrite.h"

#include "backend/core/uniquefd.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

constexpr int mostTries = 8;
constexpr int mostLinks = 40; // as the kernel follows
constexpr mode_t ownerOnly = S_IRUSR | S_IWUSR;
constexpr mode_t allModes = S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO;

/** A file at one moment; without @ref info there was none. */
struct Snapshot
{
    QByteArray content = {};
    std::optional<struct stat> info = {};

    [[nodiscard]] bool isSameAs(const Snapshot &other) const
    {
        return info.has_value() == other.info.has_value() && content == other.content
               && (!info
                   || (info->st_ino == other.info->st_ino && info->st_dev == other.info->st_dev));
    }
};

std::unexpected<Error> cannotWrite(const QString &file, int number)
{
    return failure(
        {.code = Error::Code::PermissionDenied,
         .message = QCoreApplication::translate("FileRewrite", "“%1” can't be changed: %2.")
                        .arg(file, qt_error_string(number)),
         .detail = qt_error_string(number),
         .target = file});
}

/** Where a chain of links ends, though nothing may be there yet. */
QString followed(const QString &file)
{
    QString path = file;
    for (int links = 0; links < mostLinks && QFileInfo(path).isSymLink(); ++links) {
        path = QFileInfo(path).symLinkTarget();
    }
    return path;
}

Result<Snapshot> look(const QString &file)
{
    const UniqueFd input(::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC));
    if (!input.isValid()) {
        return errno == ENOENT ? Result<Snapshot>(Snapshot{}) : cannotWrite(file, errno);
    }
    Snapshot snapshot;
    struct stat info = {};
    if (::fstat(input.get(), &info) != 0) {
        return cannotWrite(file, errno);
    }
    snapshot.info = info;
    QFile reader;
    if (!S_ISREG(info.st_mode) || !reader.open(input.get(), QIODevice::ReadOnly)) {
        return cannotWrite(file, EINVAL);
    }
    snapshot.content = reader.readAll();
    return reader.error() == QFileDevice::NoError ? Result<Snapshot>(snapshot)
                                                  : cannotWrite(file, EIO);
}

bool writeAll(int descriptor, const QByteArray &content)
{
    qsizetype done = 0;
    while (done < content.size()) {
        const ssize_t written = ::write(
            descriptor, content.constData() + done, static_cast<size_t>(content.size() - done));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        done += written;
    }
    return ::fsync(descriptor) == 0;
}

/** Mode and owner of what it replaces. */
bool takeAfter(int descriptor, const Snapshot &before)
{
    if (!before.info) {
        return ::fchmod(descriptor, ownerOnly) == 0;
    }
    struct stat mine = {};
    const bool isSameOwner = ::fstat(descriptor, &mine) == 0 && mine.st_uid == before.info->st_uid
                             && mine.st_gid == before.info->st_gid;
    return (isSameOwner || ::fchown(descriptor, before.info->st_uid, before.info->st_gid) == 0)
           && ::fchmod(descriptor, before.info->st_mode & allModes) == 0;
}

enum class Outcome { Done, Overtaken };

Result<Outcome> replace(const QString &file, const Snapshot &before, const QByteArray &content)
{
    QByteArray name = QFile::encodeName(QFileInfo(file).path() + u"/.atelier-XXXXXX"_s);
    const UniqueFd output(::mkostemp(name.data(), O_CLOEXEC));
    if (!output.isValid()) {
        return cannotWrite(file, errno);
    }
    const auto give = [&](int number) {
        ::unlink(name.constData());
        return cannotWrite(file, number);
    };
    if (!takeAfter(output.get(), before) || !writeAll(output.get(), content)) {
        return give(errno);
    }
    const auto now = look(file);
    if (!now || !now->isSameAs(before)) {
        ::unlink(name.constData());
        return Outcome::Overtaken;
    }
    if (::rename(name.constData(), QFile::encodeName(file).constData()) != 0) {
        return give(errno);
    }
    const UniqueFd folder(::open(QFile::encodeName(QFileInfo(file).path()).constData(),
                                 O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isValid()) {
        ::fsync(folder.get()); // whether or not: the file is whole
    }
    return Outcome::Done;
}

Result<void> makeFolder(const QString &file)
{
    const QString folder = QFileInfo(file).path();
    if (QFileInfo(folder).isDir()) {
        return {};
    }
    if (::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0) {
        return cannotWrite(file, errno);
    }
    return {};
}

} // namespace

Result<void> rewriteFile(const QString &file,
                         const std::function<QByteArray(const QByteArray &)> &change)
{
    const QString target = followed(file);
    for (int tries = 0; tries < mostTries; ++tries) {
        const auto before = look(target);
        if (!before) {
            return failure(before.error());
        }
        const QByteArray wanted = change(before->content);
        if (wanted == before->content) {
            return {};
        }
        // A file that is read-only is meant to be, though its folder would let it be replaced.
        if (before->info && ::access(QFile::encodeName(target).constData(), W_OK) != 0) {
            return cannotWrite(file, errno);
        }
        if (const auto made = makeFolder(target); !made) {
            return made;
        }
        const auto replaced = replace(target, *before, wanted);
        if (!replaced) {
            return failure(replaced.error());
        }
        if (*replaced == Outcome::Done) {
            return {};
        }
    }
    return cannotWrite(file, EBUSY);
}

} // namespace Atelier::UserTools
