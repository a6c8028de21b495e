// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/privatekeyfile.h"

#include "backend/core/uniquefd.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace Atelier::Ssh {

namespace {

constexpr qsizetype maximumKeySize = qsizetype{64} * 1024;

QString translated(const char *text)
{
    return QCoreApplication::translate("Ssh::PrivateKeyFile", text);
}

Error unreadable(const QString &path, const QString &message, const QString &detail = {})
{
    return {
        .code = Error::Code::KeyUnreadable, .message = message, .detail = detail, .target = path};
}

Error systemFailure(const QString &path, int number)
{
    return unreadable(
        path,
        translated(QT_TRANSLATE_NOOP("Ssh::PrivateKeyFile", "The key file %1 can't be read: %2."))
            .arg(path, qt_error_string(number)));
}

} // namespace

Result<QByteArray> readPrivateKey(const QString &path)
{
    // One descriptor for check and content, so that the file can't be exchanged in between.
    const UniqueFd file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isValid()) {
        return failure(systemFailure(path, errno));
    }
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) {
        return failure(systemFailure(path, errno));
    }
    if (!S_ISREG(status.st_mode) || status.st_size > maximumKeySize) {
        return failure(
            unreadable(path,
                       translated(QT_TRANSLATE_NOOP("Ssh::PrivateKeyFile", "%1 is not a key file."))
                           .arg(path)));
    }
    if (status.st_uid == ::getuid() && (status.st_mode & 077U) != 0) {
        return failure(unreadable(
            path,
            translated(QT_TRANSLATE_NOOP(
                           "Ssh::PrivateKeyFile",
                           "The key file %1 can be read by others (mode %2), so it is not used. "
                           "Run “chmod 600” on it."))
                .arg(path, QString::number(status.st_mode & 0777U, 8).rightJustified(4, u'0'))));
    }
    QByteArray content(status.st_size, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < content.size()) {
        const ssize_t count = ::read(
            file.get(), content.data() + filled, static_cast<std::size_t>(content.size() - filled));
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return failure(systemFailure(path, errno));
        }
        if (count == 0) {
            break;
        }
        filled += count;
    }
    content.truncate(filled);
    return content;
}

} // namespace Atelier::Ssh
