// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/hostcapacity.h"

#include "backend/engine/local/nodefolder.h"

#include <QFileInfo>
#include <QHash>

#include <sched.h>

#include <algorithm>
#include <utility>

namespace Atelier::Engine {

namespace {

constexpr double bytesPerGiB = 1024.0 * 1024.0 * 1024.0;

/** Where this process stands in the hierarchy of @p controller; empty for version 2. */
QString groupOf(QByteArrayView controller)
{
    const QList<QByteArray> lines = contentOf(QStringLiteral("/proc/self/cgroup")).split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> parts = line.split(':');
        if (parts.size() == 3 && parts.at(1).split(',').contains(controller.toByteArray())) {
            return QString::fromUtf8(parts.at(2));
        }
    }
    return {};
}

QString unifiedMount()
{
    for (const QString &mount :
         {QStringLiteral("/sys/fs/cgroup"), QStringLiteral("/sys/fs/cgroup/unified")}) {
        if (QFileInfo::exists(mount + QStringLiteral("/cgroup.controllers"))) {
            return mount;
        }
    }
    return {};
}

double smallestLimit(const QString &mount, QString group, const QString &file)
{
    double smallest = 0;
    while (true) {
        bool isNumber = false;
        const double limit =
            contentOf(mount + group + QLatin1Char('/') + file).trimmed().toDouble(&isNumber);
        if (isNumber && limit > 0 && (smallest <= 0 || limit < smallest)) {
            smallest = limit;
        }
        if (group.isEmpty() || group == QLatin1String("/")) {
            return smallest;
        }
        group.truncate(group.lastIndexOf(QLatin1Char('/')));
    }
}

double memoryBytes()
{
    double total = 0;
    const QList<QByteArray> lines = contentOf(QStringLiteral("/proc/meminfo")).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("MemTotal:")) {
            total = line.simplified().split(' ').at(1).toDouble() * 1024.0;
        }
    }
    for (const double limit :
         {smallestLimit(unifiedMount(), groupOf(""), QStringLiteral("memory.max")),
          smallestLimit(QStringLiteral("/sys/fs/cgroup/memory"),
                        groupOf("memory"),
                        QStringLiteral("memory.limit_in_bytes"))}) {
        if (limit > 0 && limit < total) {
            total = limit;
        }
    }
    return total;
}

} // namespace

HostTotals hostTotals()
{
    HostTotals totals{.memoryGiB = memoryBytes() / bytesPerGiB};
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) == 0) {
        for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
            if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) {
                totals.cpus.append(cpu);
            }
        }
    }
    if (totals.cpus.isEmpty()) {
        totals.cpus.append(0);
    }
    return totals;
}

namespace {

/** Of version 1: groups may have members and children there, so below us. */
QString formerMemoryGroup()
{
    const QString own = groupOf("memory");
    if (own.isEmpty()) {
        return {};
    }
    const QString group = QStringLiteral("/sys/fs/cgroup/memory")
                          + (own == QLatin1String("/") ? QString() : own);
    const auto writable = [&group](QLatin1String name) {
        return QFileInfo(group + name).isWritable();
    };
    return writable(QLatin1String("")) && writable(QLatin1String("/cgroup.procs"))
                   && writable(QLatin1String("/memory.limit_in_bytes"))
               ? group
               : QString();
}

} // namespace

QString delegatedMemoryGroup()
{
    if (const QString former = formerMemoryGroup(); !former.isEmpty()) {
        return former;
    }
    const QString mount = unifiedMount();
    const QString own = groupOf("");
    if (mount.isEmpty() || own.isEmpty() || own == QLatin1String("/")) {
        return {};
    }
    // A group with processes of its own may have no limited children: beside us, not below.
    const QString parent = mount + own.left(own.lastIndexOf(QLatin1Char('/')));
    const bool usable = QFileInfo(parent).isWritable()
                        && QFileInfo(parent + QStringLiteral("/cgroup.procs")).isWritable()
                        && contentOf(parent + QStringLiteral("/cgroup.subtree_control"))
                               .simplified()
                               .split(' ')
                               .contains("memory");
    return usable ? parent : QString();
}

QList<int> leastUsed(const QList<int> &all, const QList<QList<int>> &used, int count)
{
    QHash<int, int> users;
    for (const QList<int> &cpus : used) {
        for (const int cpu : cpus) {
            ++users[cpu];
        }
    }
    QList<int> sorted = all;
    std::ranges::stable_sort(sorted, {}, [&users](int cpu) { return users.value(cpu); });
    sorted.resize(std::clamp<qsizetype>(count, 1, sorted.size()));
    std::ranges::sort(sorted);
    return sorted;
}

} // namespace Atelier::Engine
