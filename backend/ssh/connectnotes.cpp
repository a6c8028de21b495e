// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/connectnotes.h"

#include "backend/ssh/connectobserver.h"
#include "backend/ssh/hostkeys.h"

#include <QStringList>

#include <netdb.h>

#include <array>

namespace Atelier::Ssh {

namespace {

QString numeric(const Address &address)
{
    std::array<char, NI_MAXHOST> text{};
    const auto *name = reinterpret_cast<const sockaddr *>(
        &address.storage); // NOLINT: the sockets API's cast
    const int code = ::getnameinfo(
        name, address.length, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
    return code == 0 ? QString::fromLatin1(text.data()) : QString();
}

HostKey presentedTo(LIBSSH2_SESSION *session)
{
    std::size_t length = 0;
    int type = 0;
    const char *blob = libssh2_session_hostkey(session, &length, &type);
    return hostKeyFromBlob(QByteArray(blob, static_cast<qsizetype>(blob != nullptr ? length : 0)));
}

} // namespace

void noteNameFound(const Destination &destination, const std::vector<Address> &addresses)
{
    if (!destination.observer) {
        return;
    }
    QStringList texts;
    for (const Address &address : addresses) {
        texts += numeric(address);
    }
    destination.observer->reached(
        ConnectObserver::Step::NameFound, destination, texts.join(QLatin1String(", ")));
}

void noteConnected(const Destination &destination)
{
    if (destination.observer) {
        destination.observer->reached(ConnectObserver::Step::Connected, destination, {});
    }
}

void noteHostPresented(const Destination &destination, LIBSSH2_SESSION *session)
{
    if (destination.observer) {
        const HostKey key = presentedTo(session);
        destination.observer->reached(ConnectObserver::Step::HostPresented,
                                      destination,
                                      key.type + QLatin1Char(' ')
                                          + QString::fromLatin1(key.blob.toBase64()));
    }
}

void noteHostVerified(const Destination &destination, LIBSSH2_SESSION *session)
{
    if (destination.observer) {
        const HostKey key = presentedTo(session);
        destination.observer->reached(ConnectObserver::Step::HostVerified,
                                      destination,
                                      key.type + QLatin1Char(' ') + key.fingerprint());
    }
}

void noteLoggedIn(const Destination &destination, const QString &method)
{
    if (destination.observer) {
        destination.observer->reached(ConnectObserver::Step::LoggedIn, destination, method);
    }
}

} // namespace Atelier::Ssh
