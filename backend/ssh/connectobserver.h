// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Atelier::Ssh {

struct Destination;

/**
 * Who is told how far an attempt to connect has come. Called in threads of the session, for each
 * jump host as well; returns at once.
 */
class ConnectObserver
{
public:
    enum class Step {
        NameFound,     ///< @p what: the addresses, separated by ", "
        Connected,     ///< nothing more to say; not for what is reached through a jump host
        HostPresented, ///< @p what: the host key as a public key line has it; not trusted yet
        HostVerified,  ///< @p what: type and fingerprint of the host key
        LoggedIn       ///< @p what: the method, of "publickey" also the key
    };

    ConnectObserver() = default;
    ConnectObserver(const ConnectObserver &) = delete;
    ConnectObserver &operator=(const ConnectObserver &) = delete;
    virtual ~ConnectObserver() = default;

    virtual void reached(Step step, const Destination &destination, const QString &what) = 0;
};

} // namespace Atelier::Ssh
