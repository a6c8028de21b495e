// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QByteArray>

#include <optional>

namespace Atelier::Sftp {

/** Tells every process of this computer that a part on a server is being written. SFTP has no
 *  locks, so this is one of the system's own: it is free as soon as its process has ended, however
 *  it ended. */
class PartClaim final
{
public:
    /** Nothing: somebody has it. @p token is the part's. */
    [[nodiscard]] static std::optional<PartClaim> take(const QByteArray &token);

private:
    explicit PartClaim(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }

    UniqueFd m_socket;
};

/** Stands for this computer, as far as claims are seen, its user and @p source in the name of a
 *  note: what others transfer to the same name has other notes. */
[[nodiscard]] QByteArray noteKey(const QByteArray &source);

} // namespace Atelier::Sftp
