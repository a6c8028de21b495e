// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/hostverification.h"

#include "backend/ssh/hostkeys.h"
#include "backend/ssh/trust/knownhosts.h"

namespace Atelier::Ssh {

namespace {

HostKey presentedKey(LIBSSH2_SESSION *session)
{
    std::size_t length = 0;
    int type = 0;
    const char *blob = libssh2_session_hostkey(session, &length, &type);
    return hostKeyFromBlob(QByteArray(blob, static_cast<qsizetype>(blob != nullptr ? length : 0)));
}

/** @p error of the files with the code that ends the matter: trying again would only ask again. */
Error unknowable(Error error)
{
    error.code = Error::Code::HostKeyUnknown;
    return error;
}

Result<void> decide(LoginContext &context, const HostKey &presented, const QList<HostKey> &recorded)
{
    const Destination &destination = context.destination();
    if (!destination.asker) {
        return failure(unknownHostError(destination, presented));
    }
    const HostKeyQuestion question{.host = destination.host,
                                   .port = destination.port,
                                   .presented = presented,
                                   .recorded = recorded,
                                   .recordingFile = destination.knownHosts->recordingFile()};
    if (!context.ask(question)) {
        return failure(context.stopped().value_or(cancelledError()));
    }
    if (destination.knownHosts->recordingFile().isEmpty()) {
        return {}; // "UserKnownHostsFile none": asked each time
    }
    const auto [name, port] = recordedName(destination);
    const auto added = destination.knownHosts->add(name, port, presented);
    return added ? Result<void>() : failure(unknowable(added.error()));
}

} // namespace

std::pair<QString, quint16> recordedName(const Destination &destination)
{
    return destination.hostKeyAlias.isEmpty() ? std::pair(destination.host, destination.port)
                                              : std::pair(destination.hostKeyAlias, quint16{0});
}

void preferKnownHostKeys(LIBSSH2_SESSION *session, const Destination &destination)
{
    const char **names = nullptr;
    const int count = libssh2_session_supported_algs(session, LIBSSH2_METHOD_HOSTKEY, &names);
    QList<QByteArray> supported;
    for (int index = 0; index < count; ++index) {
        supported += QByteArray(names[index]); // NOLINT: the library's array
    }
    if (names != nullptr) {
        libssh2_free(session, static_cast<void *>(names));
    }
    QList<HostKey> known = destination.hostKeys;
    if (known.isEmpty() && destination.knownHosts) {
        const auto [name, port] = recordedName(destination);
        known = destination.knownHosts->keysFor(name, port);
    }
    const QByteArray methods = hostKeyMethods(known, supported);
    // A refused preference leaves the library's own order: the key is verified in any case.
    static_cast<void>(
        libssh2_session_method_pref(session, LIBSSH2_METHOD_HOSTKEY, methods.constData()));
}

Result<void> verifyHost(LoginContext &context)
{
    const Destination &destination = context.destination();
    const HostKey presented = presentedKey(context.session());
    if (!destination.hostKeys.isEmpty() || !destination.knownHosts) {
        return verifyHostKey(destination, presented);
    }
    const auto [name, port] = recordedName(destination);
    const auto verdict = destination.knownHosts->check(name, port, presented);
    if (!verdict) {
        return failure(unknowable(verdict.error()));
    }
    switch (verdict->kind) {
    case KnownHosts::Verdict::Kind::Known:
        return {};
    case KnownHosts::Verdict::Kind::Unknown:
        return decide(context, presented, verdict->recorded);
    case KnownHosts::Verdict::Kind::Changed:
        return failure(changedHostError(destination, verdict->recorded, presented));
    case KnownHosts::Verdict::Kind::Revoked:
        break;
    }
    return failure(revokedHostError(destination, presented));
}

} // namespace Atelier::Ssh
