// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace Atelier::Ssh {

/** One thing that a check of a connection has found out. */
struct CheckStep
{
    enum class Kind {
        Configuration,
        Name,
        Connection,
        HostKey,
        Login,
        Shell,
        RoundTrip,
        Sftp,
        Forwarding
    };

    Kind kind = Kind::Configuration;
    bool isGood = true; ///< false: something that Atelier offers will not work there
    QString text = {};  ///< a translated sentence; parts of it come from the server
    /** How long it took, without the time in which a person was asked. */
    std::chrono::milliseconds span{0};
};

} // namespace Atelier::Ssh
