// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QString>

#include <sys/socket.h>

#include <memory>
#include <optional>
#include <vector>

namespace Atelier::Ssh {

/** One address to connect to. */
struct Address
{
    sockaddr_storage storage = {};
    socklen_t length = 0;
};

/**
 * Finds the addresses of a host. A numeric address is answered at once; a name is looked up by a
 * helper thread that is left to itself when the resolver is destroyed first, because getaddrinfo
 * can't be interrupted.
 */
class Resolver final
{
public:
    Resolver(QString host, quint16 port);

    /** Becomes readable when the answer is there. */
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] std::optional<Result<std::vector<Address>>> answer() const;

private:
    struct Lookup;
    std::shared_ptr<Lookup> m_lookup;
};

} // namespace Atelier::Ssh
