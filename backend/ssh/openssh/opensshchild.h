// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

#include <memory>

namespace Atelier::Ssh {

/** A process for an ssh(1), which ends with this program whatever happens to it. It has a session
 * of its own, with whatever it starts for the way to the server (ProxyJump, ProxyCommand). */
[[nodiscard]] std::unique_ptr<QProcess> makeOpenSshChild();

/** Ends @p child, which may be in the middle of a signal, without waiting for it: it is killed with
 * what it has started, and what is left of it goes when the system has said so. */
void endOpenSshChild(std::unique_ptr<QProcess> child);

} // namespace Atelier::Ssh
