// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Atelier::Ssh {

/**
 * The name under which OpenSSH records a host: in lower case, and "[host]:port" for every port but
 * 22. Port 0 gives the name alone, as for a HostKeyAlias.
 */
[[nodiscard]] QByteArray recordedName(const QString &host, quint16 port);

/**
 * Whether the first field of a known_hosts line stands for @p name (sshd(8), SSH_KNOWN_HOSTS FILE
 * FORMAT): a hashed name, or a list of patterns with "*", "?" and "!", where one negated match
 * excludes the whole line.
 */
[[nodiscard]] bool matchesHosts(QByteArrayView hosts, const QByteArray &name);

/** "|1|salt|HMAC-SHA1" of @p name with the 20 bytes of @p salt. */
[[nodiscard]] QByteArray hashedName(const QByteArray &name, const QByteArray &salt);

/** Whether @p name can stand in a known_hosts line as itself: no blanks, no pattern, no marker. */
[[nodiscard]] bool isRecordableName(const QByteArray &name);

} // namespace Atelier::Ssh
