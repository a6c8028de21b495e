// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSettings;

namespace Atelier::Forwards {
class Forwards;
class OfferedPorts;
} // namespace Atelier::Forwards

namespace Atelier::UserTools {
class SshAccess;
}

namespace Atelier::Compute {

/** What a person's own tools at an instance are built on; all of it outlives the page. */
struct ToolServices
{
    UserTools::SshAccess *ssh = nullptr;
    Forwards::Forwards *forwards = nullptr;
    Forwards::OfferedPorts *offers = nullptr;
    QSettings *settings = nullptr; ///< where "never ask again" is kept
};

} // namespace Atelier::Compute
