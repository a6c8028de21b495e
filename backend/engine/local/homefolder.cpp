// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/homefolder.h"

#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/scripts.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QTimeZone>

#include <fts.h>
#include <sys/stat.h>

#include <array>
#include <memory>
#include <tuple>

namespace Atelier::Engine {

namespace {

constexpr qint64 mostFiles = 200'000;
constexpr qint64 mostMilliseconds = 3'000;

struct CloseTree
{
    void operator()(FTS *tree) const { fts_close(tree); }
};
using Tree = std::unique_ptr<FTS, CloseTree>;

/** A walk that never follows a link. */
Tree openTree(const QString &path)
{
    QByteArray name = QFile::encodeName(path);
    const std::array<char *, 2> roots{name.data(), nullptr};
    return Tree(fts_open(roots.data(), FTS_PHYSICAL | FTS_NOCHDIR, nullptr));
}

/** What Atelier, Jupyter and the shells make by themselves. */
bool isMadeByItself(const QString &relative, const QString &path)
{
    static const QStringList names{QStringLiteral(".venv"),
                                   QStringLiteral(".cache"),
                                   QStringLiteral("cloudfiles"),
                                   QStringLiteral(".local/share/jupyter"),
                                   QStringLiteral(".ipython"),
                                   QStringLiteral(".jupyter"),
                                   QStringLiteral(".local/state/atelier"),
                                   QStringLiteral(".bash_history"),
                                   QStringLiteral(".python_history"),
                                   QStringLiteral(".config/pip"),
                                   QStringLiteral(".config/atelier")};
    return names.contains(relative)
           || (relative == QLatin1String(".bashrc") && contentOf(path) == Scripts::bashrc())
           || (relative == QLatin1String(".profile") && contentOf(path) == Scripts::profile());
}

} // namespace

Arm::HomeSummary summarize(const QString &home)
{
    Arm::HomeSummary summary;
    const Tree tree = openTree(home);
    if (!tree) {
        summary.complete = false;
        return summary;
    }
    QElapsedTimer timer;
    timer.start();
    qint64 seen = 0;
    timespec newest{};
    while (FTSENT *entry = fts_read(tree.get())) {
        const QString path = QFile::decodeName(entry->fts_path);
        const QString relative = path.mid(home.size() + 1);
        if (++seen > mostFiles || timer.elapsed() > mostMilliseconds) {
            summary.complete = false;
            break;
        }
        if (entry->fts_info == FTS_D && isMadeByItself(relative, path)) {
            fts_set(tree.get(), entry, FTS_SKIP);
        } else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_NS
                   || entry->fts_info == FTS_ERR) {
            summary.complete = false;
        } else if (entry->fts_info == FTS_F && !isMadeByItself(relative, path)) {
            ++summary.files;
            summary.bytes += entry->fts_statp->st_size;
            const timespec &changed = entry->fts_statp->st_mtim;
            if (std::tie(newest.tv_sec, newest.tv_nsec)
                < std::tie(changed.tv_sec, changed.tv_nsec)) {
                newest = changed;
                summary.newestPath = relative;
                summary.newestTime = QDateTime::fromSecsSinceEpoch(changed.tv_sec, QTimeZone::UTC);
            }
        }
    }
    return summary;
}

} // namespace Atelier::Engine
