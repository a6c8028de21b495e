// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/sftp/packettype.h"

#include <QByteArray>

namespace Atelier::Sftp {

/** What a server answered that is not "done". */
[[nodiscard]] Error statusError(StatusCode code, const QByteArray &text, const QByteArray &path);
/** What the protocol does not allow; @p detail is for the log. */
[[nodiscard]] Error protocolError(const QByteArray &path, const QString &detail);
[[nodiscard]] Error versionTooOld(quint32 version);
/** @p name is the extension. */
[[nodiscard]] Error unsupportedError(const QByteArray &name);
[[nodiscard]] Error cancelledError();
/** A login shell's words before the first packet. */
[[nodiscard]] Error chattyShellError(const QByteArray &words);
/** What the system refused to do with the local @p path. */
[[nodiscard]] Error localError(const QByteArray &path, int number);
/** The disk that is mounted at @p disk lacks @p missing bytes; 0: not known how many. */
[[nodiscard]] Error localDiskFull(const QByteArray &path, const QString &disk, quint64 missing);
/** The server's disk with the folder @p folder lacks @p missing bytes; 0: it takes no more files.
 */
[[nodiscard]] Error remoteDiskFull(const QByteArray &path,
                                   const QByteArray &folder,
                                   quint64 missing);
[[nodiscard]] Error existsError(const QByteArray &path);
/** The source is another than when the transfer began. */
[[nodiscard]] Error changedError(const QByteArray &path);
/** The server gave fewer bytes than it had announced. */
[[nodiscard]] Error shorterError(const QByteArray &path, quint64 expected, quint64 found);
[[nodiscard]] Error notAFileError(const QByteArray &path);

/** The server's own word for what it lacks, in Error::serviceCode. */
[[nodiscard]] bool isUnsupported(const Error &error);
/** "Failure" says no more: a full disk, an existing name, a folder that is not empty. */
[[nodiscard]] bool isPlainFailure(const Error &error);

} // namespace Atelier::Sftp
