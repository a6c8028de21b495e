// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/detachedspawn.h"

#include <csignal>

namespace Atelier {

DetachedSpawn::DetachedSpawn()
{
    add(posix_spawn_file_actions_init(&m_actions));
    add(posix_spawnattr_init(&m_attributes));
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    constexpr unsigned flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    add(posix_spawnattr_setflags(&m_attributes, static_cast<short>(flags)));
    add(posix_spawnattr_setsigmask(&m_attributes, &none));
    add(posix_spawnattr_setsigdefault(&m_attributes, &all));
}

DetachedSpawn::~DetachedSpawn()
{
    posix_spawn_file_actions_destroy(&m_actions);
    posix_spawnattr_destroy(&m_attributes);
}

void DetachedSpawn::add(int result)
{
    if (m_fault == 0) {
        m_fault = result;
    }
}

void DetachedSpawn::open(int place, const QByteArray &path, int flags, mode_t mode)
{
    add(posix_spawn_file_actions_addopen(&m_actions, place, path.constData(), flags, mode));
}

void DetachedSpawn::copy(int descriptor, int place)
{
    add(posix_spawn_file_actions_adddup2(&m_actions, descriptor, place));
}

void DetachedSpawn::startIn(const QByteArray &folder)
{
    add(posix_spawn_file_actions_addchdir_np(&m_actions, folder.constData()));
}

int DetachedSpawn::run(pid_t *pid,
                       QList<QByteArray> command,
                       char *const *environment,
                       int lastPlace)
{
    add(posix_spawn_file_actions_addclosefrom_np(&m_actions, lastPlace + 1));
    QList<char *> arguments;
    for (QByteArray &part : command) {
        arguments.append(part.data());
    }
    arguments.append(nullptr);
    return m_fault != 0 ? m_fault
                        : posix_spawn(pid,
                                      command.constFirst().constData(),
                                      &m_actions,
                                      &m_attributes,
                                      arguments.data(),
                                      environment);
}

} // namespace Atelier
