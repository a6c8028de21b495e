// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/errors.h"

#include "backend/sftp/names.h"

#include <QCoreApplication>
#include <QLocale>

#include <cerrno>

namespace Atelier::Sftp {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Sftp", text);
}

QString codeName(StatusCode code)
{
    switch (code) {
    case StatusCode::Unsupported:
        return QStringLiteral("SSH_FX_OP_UNSUPPORTED");
    case StatusCode::Failure:
        return QStringLiteral("SSH_FX_FAILURE");
    default:
        return QStringLiteral("SSH_FX_%1").arg(static_cast<quint32>(code));
    }
}

Error about(Error::Code code, const QString &message, const QByteArray &path)
{
    return {.code = code, .message = message, .target = shownName(path)};
}

QString failureText(StatusCode code, const QByteArray &text, const QString &shown)
{
    switch (code) {
    case StatusCode::NoSuchFile:
        return say(QT_TRANSLATE_NOOP("Sftp", "\"%1\" does not exist on the server.")).arg(shown);
    case StatusCode::PermissionDenied:
        return say(QT_TRANSLATE_NOOP("Sftp", "The server does not permit this with \"%1\"."))
            .arg(shown);
    case StatusCode::Unsupported:
        return say(QT_TRANSLATE_NOOP("Sftp", "The server can't do this with \"%1\".")).arg(shown);
    case StatusCode::EndOfFile:
        return say(QT_TRANSLATE_NOOP("Sftp", "The server says that \"%1\" ends too early."))
            .arg(shown);
    default:
        break;
    }
    if (text.isEmpty() || text == "Failure") {
        return say(QT_TRANSLATE_NOOP("Sftp", "The server reports a failure with \"%1\"."))
            .arg(shown);
    }
    return say(QT_TRANSLATE_NOOP("Sftp", "The server reports a failure with \"%1\": %2."))
        .arg(shown, shownName(text));
}

Error::Code codeOf(StatusCode code)
{
    switch (code) {
    case StatusCode::NoSuchFile:
        return Error::Code::NotFound;
    case StatusCode::PermissionDenied:
        return Error::Code::PermissionDenied;
    case StatusCode::Unsupported:
        return Error::Code::InvalidArgument;
    case StatusCode::BadMessage:
        return Error::Code::Protocol;
    case StatusCode::ConnectionLost:
        return Error::Code::ConnectionLost;
    default:
        return Error::Code::Unknown;
    }
}

/** Of a system call on this computer. */
Error::Code codeOf(int number)
{
    switch (number) {
    case ENOENT:
        return Error::Code::NotFound;
    case EEXIST:
        return Error::Code::AlreadyExists;
    case EACCES:
    case EPERM:
        return Error::Code::PermissionDenied;
    default:
        return Error::Code::Unknown;
    }
}

QString shownSize(quint64 bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes));
}

} // namespace

Error statusError(StatusCode code, const QByteArray &text, const QByteArray &path)
{
    Error error = about(codeOf(code), failureText(code, text, shownName(path)), path);
    error.detail = shownName(text);
    error.serviceCode = codeName(code);
    return error;
}

Error protocolError(const QByteArray &path, const QString &detail)
{
    Error error = about(
        Error::Code::Protocol,
        say(QT_TRANSLATE_NOOP("Sftp", "The server answered against the rules of SFTP.")),
        path);
    error.detail = detail;
    return error;
}

Error versionTooOld(quint32 version)
{
    return {.code = Error::Code::Protocol,
            .message = say(QT_TRANSLATE_NOOP(
                               "Sftp", "The server speaks SFTP version %1; version 3 is needed."))
                           .arg(version)};
}

Error unsupportedError(const QByteArray &name)
{
    return {.code = Error::Code::InvalidArgument,
            .message = say(QT_TRANSLATE_NOOP("Sftp", "The server lacks the SFTP extension %1."))
                           .arg(shownName(name)),
            .serviceCode = codeName(StatusCode::Unsupported)};
}

Error cancelledError()
{
    return {.code = Error::Code::Cancelled,
            .message = say(QT_TRANSLATE_NOOP("Sftp", "The operation was cancelled."))};
}

Error chattyShellError(const QByteArray &words)
{
    return {.code = Error::Code::Protocol,
            .message = say(QT_TRANSLATE_NOOP("Sftp",
                                             "The server's login shell prints text before SFTP "
                                             "starts: \"%1\". Its start-up files must be silent "
                                             "when no person is there."))
                           .arg(shownName(words))};
}

Error localError(const QByteArray &path, int number)
{
    using Code = Error::Code;
    const QString shown = shownName(path);
    if (number == ENOSPC || number == EDQUOT) {
        return about(
            Code::Exhausted,
            say(QT_TRANSLATE_NOOP("Sftp", "This computer's disk is full; \"%1\" is not whole."))
                .arg(shown),
            path);
    }
    if (number == ELOOP) {
        return about(
            Code::Conflict,
            say(QT_TRANSLATE_NOOP("Sftp", "\"%1\" is a link on this computer and is not followed."))
                .arg(shown),
            path);
    }
    return about(codeOf(number),
                 say(QT_TRANSLATE_NOOP("Sftp", "\"%1\" on this computer: %2."))
                     .arg(shown, qt_error_string(number)),
                 path);
}

Error localDiskFull(const QByteArray &path, const QString &disk, quint64 missing)
{
    if (missing == 0) {
        return about(
            Error::Code::Exhausted,
            say(QT_TRANSLATE_NOOP("Sftp",
                                  "The disk \"%2\" of this computer is full; \"%1\" is not whole."))
                .arg(shownName(path), disk),
            path);
    }
    return about(Error::Code::Exhausted,
                 say(QT_TRANSLATE_NOOP("Sftp",
                                       "The disk \"%2\" of this computer is full: \"%1\" needs %3 "
                                       "more than it has."))
                     .arg(shownName(path), disk, shownSize(missing)),
                 path);
}

Error remoteDiskFull(const QByteArray &path, const QByteArray &folder, quint64 missing)
{
    if (missing == 0) {
        return about(Error::Code::Exhausted,
                     say(QT_TRANSLATE_NOOP("Sftp",
                                           "The server's disk with \"%2\" takes no more files; "
                                           "\"%1\" is not whole there."))
                         .arg(shownName(path), shownName(folder)),
                     path);
    }
    return about(
        Error::Code::Exhausted,
        say(QT_TRANSLATE_NOOP("Sftp",
                              "The server's disk with \"%2\" is full: \"%1\" needs %3 more "
                              "than it has."))
            .arg(shownName(path), shownName(folder), shownSize(missing)),
        path);
}

Error existsError(const QByteArray &path)
{
    return about(Error::Code::AlreadyExists,
                 say(QT_TRANSLATE_NOOP("Sftp", "\"%1\" exists already.")).arg(shownName(path)),
                 path);
}

Error changedError(const QByteArray &path)
{
    return about(
        Error::Code::Conflict,
        say(QT_TRANSLATE_NOOP("Sftp", "\"%1\" has changed during the transfer; try again."))
            .arg(shownName(path)),
        path);
}

Error shorterError(const QByteArray &path, quint64 expected, quint64 found)
{
    return about(Error::Code::Protocol,
                 say(QT_TRANSLATE_NOOP("Sftp",
                                       "\"%1\" ended at byte %2, although the server had announced "
                                       "%3 bytes."))
                     .arg(shownName(path), QString::number(found), QString::number(expected)),
                 path);
}

Error notAFileError(const QByteArray &path)
{
    return about(
        Error::Code::InvalidArgument,
        say(QT_TRANSLATE_NOOP("Sftp", "\"%1\" is not an ordinary file.")).arg(shownName(path)),
        path);
}

bool isUnsupported(const Error &error)
{
    return error.serviceCode == codeName(StatusCode::Unsupported);
}

bool isPlainFailure(const Error &error)
{
    return error.serviceCode == codeName(StatusCode::Failure);
}

} // namespace Atelier::Sftp
