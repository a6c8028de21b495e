// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/sandboxcheck.h"

#include <QCoreApplication>

#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace Atelier::Notebook {

namespace {

// The engine's sandbox is made of a user namespace and a process namespace inside it. Some systems
// allow the first and then refuse everything in it, so both are tried.
bool hasNamespaces()
{
    const long child = ::syscall(
        SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (child == 0) {
        ::_exit(::unshare(CLONE_NEWPID) == 0 ? 0 : 1);
    }
    if (child < 0) {
        return false;
    }
    int status = 0;
    while (::waitpid(static_cast<pid_t>(child), &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

std::optional<Error> sandboxProblem()
{
    if (::geteuid() == 0) {
        return Error{
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate(
                "Notebook",
                "JupyterLab can't be shown while the studio runs as root, because web pages "
                "would not be kept apart from the rest of this computer. Start it as an ordinary "
                "user.")};
    }
    if (!hasNamespaces()) {
        return Error{
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate(
                "Notebook",
                "JupyterLab can't be shown, because this computer does not allow user namespaces, "
                "which keep web pages apart from the rest of it. “./run --check” says how to allow "
                "them.")};
    }
    return std::nullopt;
}

} // namespace Atelier::Notebook
