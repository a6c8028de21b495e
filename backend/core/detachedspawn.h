// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <fcntl.h>
#include <spawn.h>
#include <sys/types.h>

namespace Atelier {

/**
 * One posix_spawn of a process that is to outlive this one: in a session of its own, with every
 * signal as a program finds it, and with no descriptor of ours but those that are handed over.
 * What can fail on the way is told by run().
 */
class DetachedSpawn final
{
    Q_DISABLE_COPY_MOVE(DetachedSpawn)

public:
    DetachedSpawn();
    ~DetachedSpawn();

    void open(int place, const QByteArray &path, int flags, mode_t mode = 0);
    /** Above all places, or one copy may overwrite another. */
    void copy(int descriptor, int place);
    void startIn(const QByteArray &folder);

    /** 0, or an error number. The first of @p command is the program's path; descriptors above
     * @p lastPlace are closed. */
    [[nodiscard]] int run(pid_t *pid,
                          QList<QByteArray> command,
                          char *const *environment,
                          int lastPlace);

private:
    void add(int result);

    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
    int m_fault = 0;
};

} // namespace Atelier
