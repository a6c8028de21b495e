// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/diskthreads.h"

namespace Atelier::Sftp {

namespace {

/** One disk that hangs must not hold up what waits for another. */
constexpr int mostDiskThreads = 32;

struct DiskPool
{
    DiskPool() { pool.setMaxThreadCount(mostDiskThreads); }
    QThreadPool pool;
};

} // namespace

QThreadPool &diskThreads()
{
    static DiskPool threads;
    return threads.pool;
}

} // namespace Atelier::Sftp
