// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/homefolder.h"

#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/scripts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

#include <fts.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
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
        } else if (entry->fts_info == FTS_DNR) {
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

Result<void> removeFolder(const QString &path)
{
    const Tree tree = openTree(path);
    int problem = tree ? 0 : errno;
    QString where = path;
    const auto remember = [&problem, &where](const FTSENT *entry, int code) {
        if (code != ENOENT && problem == 0) {
            problem = code;
            where = QFile::decodeName(entry->fts_path);
        }
    };
    while (FTSENT *entry = tree ? fts_read(tree.get()) : nullptr) {
        switch (entry->fts_info) {
        case FTS_D:
            // Its entries can be removed only where we may write.
            if ((entry->fts_statp->st_mode & S_IRWXU) != S_IRWXU
                && ::chmod(entry->fts_accpath, S_IRWXU) != 0) {
                remember(entry, errno);
            }
            break;
        case FTS_DP:
            if (::rmdir(entry->fts_accpath) != 0) {
                remember(entry, errno);
            }
            break;
        case FTS_DNR:
        case FTS_ERR:
        case FTS_NS:
            remember(entry, entry->fts_errno);
            break;
        default:
            if (::unlink(entry->fts_accpath) != 0) {
                remember(entry, errno);
            }
        }
    }
    if (problem != 0 && QFileInfo::exists(path)) {
        return failure(
            {.code = Error::Code::PermissionDenied,
             .message = QCoreApplication::translate("Atelier::Engine",
                                                    "“%1” could not be removed: %2.")
                            .arg(where, QString::fromLocal8Bit(std::strerror(problem)))});
    }
    return {};
}

} // namespace Atelier::Engine
