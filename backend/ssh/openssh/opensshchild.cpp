// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshchild.h"

#include <sys/prctl.h>

#include <csignal>

namespace Atelier::Ssh {

namespace {

/** A killed process is gone within a millisecond or two, unless its machine is very busy, in ms.
 * Worth it: what is looked after in the event loop stays behind when that has ended. */
constexpr int dyingTime = 30;

} // namespace

std::unique_ptr<QProcess> makeOpenSshChild()
{
    auto child = std::make_unique<QProcess>();
    child->setUnixProcessParameters(QProcess::UnixProcessFlag::UseVFork
                                    | QProcess::UnixProcessFlag::ResetSignalHandlers
                                    | QProcess::UnixProcessFlag::CreateNewSession);
    // This program may be killed at any moment, and the connection must not stay behind.
    child->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    return child;
}

void endOpenSshChild(std::unique_ptr<QProcess> child)
{
    if (!child) {
        return;
    }
    child->disconnect();
    QProcess *process = child.release();
    if (process->state() != QProcess::NotRunning) {
        // SIGTERM would leave the work to a program that may be stopped or hang, and a killed
        // ssh(1) does not end what it has started: its whole group goes.
        if (const auto leader = static_cast<pid_t>(process->processId()); leader > 0) {
            static_cast<void>(::kill(-leader, SIGKILL));
        }
        process->kill();
        if (!process->waitForFinished(dyingTime)) {
            QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
            return;
        }
    }
    process->deleteLater();
}

} // namespace Atelier::Ssh
