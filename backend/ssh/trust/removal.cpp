// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/removal.h"

#include "backend/ssh/trust/hostpattern.h"
#include "backend/ssh/trust/knownhosts.h"

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** @p text as one word of a POSIX shell. */
QString shellWord(QString text)
{
    return u'\'' + text.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

const Destination *hopNamed(const Destination &destination, const QString &host)
{
    if (destination.host == host) {
        return &destination;
    }
    const auto hop = std::ranges::find(destination.jumps, host, &Destination::host);
    return hop == destination.jumps.end() ? nullptr : &*hop;
}

} // namespace

Removal removalOf(const Destination &destination, const QString &host, const HostKey &presented)
{
    const Destination *hop = hopNamed(destination, host);
    if (hop == nullptr || !hop->knownHosts) {
        return {};
    }
    const bool isAlias = !hop->hostKeyAlias.isEmpty();
    const QString name = isAlias ? hop->hostKeyAlias : hop->host;
    const quint16 port = isAlias ? quint16{0} : hop->port;
    const auto verdict = hop->knownHosts->check(name, port, presented);
    if (!verdict || verdict->kind != KnownHosts::Verdict::Kind::Changed) {
        return {};
    }
    Removal removal{.recorded = verdict->recorded};
    for (const QString &file : verdict->files) {
        removal.commands += QStringLiteral("ssh-keygen -f %1 -R %2")
                                .arg(shellWord(file),
                                     shellWord(QString::fromUtf8(recordedName(name, port))));
    }
    return removal;
}

} // namespace Atelier::Ssh
