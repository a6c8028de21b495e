// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/downloadtree.h"

#include "backend/sftp/download.h"
#include "backend/sftp/errors.h"
#include "backend/sftp/folderreader.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"

#include <QRandomGenerator>
#include <QSet>

namespace Atelier::Sftp {

namespace {

constexpr int foldersAtOnce = 8;

/** A folder while it arrives. It gets its permissions and time when nothing more comes into it. */
struct ArrivingFolder
{
    QByteArray remote;
    QByteArray path; ///< below the tree's root
    Attributes attributes;
    LocalFolder::Pointer parent = {}; ///< null: local is there already
    LocalFolder::Pointer local = {};
    std::shared_ptr<ArrivingFolder> above = {}; ///< finished later
    int depth = 0;

    ArrivingFolder(QByteArray remotePath, QByteArray below, const Attributes &its)
        : remote(std::move(remotePath))
        , path(std::move(below))
        , attributes(its)
    {
    }
    ArrivingFolder(const ArrivingFolder &) = delete;
    ArrivingFolder &operator=(const ArrivingFolder &) = delete;
    ~ArrivingFolder()
    {
        if (local && above) {
            local->finish(attributes.mode,
                          attributes.times ? std::optional(attributes.times->modified)
                                           : std::nullopt);
        }
    }
};
using ArrivingPointer = std::shared_ptr<ArrivingFolder>;

struct Arriving final : TreeWork
{
    using TreeWork::TreeWork;
    std::vector<ArrivingPointer> waiting; ///< the last first: few folders are open at a time
    int listing = 0;
    bool foldsCase = false;
    size_t seed = QRandomGenerator::global()->generate();
};
using AllPointer = std::shared_ptr<Arriving>;

Task<Done> takeFile(AllPointer all, ArrivingPointer folder, Entry entry)
{
    const QByteArray path = joined(folder->path, entry.name);
    const quint64 size = entry.attributes.size.value_or(0);
    const ChannelPointer channel = all->channel();
    const int weight = all->begin(size, channel);
    const bool isSmall = entry.attributes.size && size < channel->features().largestRead;
    const DownloadJob job{.source = joined(folder->remote, entry.name),
                          .folder = folder->local,
                          .name = entry.name,
                          .conflict = all->options().conflict,
                          .isDurable = false, // the whole tree is, at its end
                          .meter = all->meter()};
    if (isSmall) {
        all->meter()->progress.total += size;
        const auto result = co_await downloadSmall(all->work(), channel, job, entry.attributes);
        all->note(path, result);
    } else {
        const auto result = co_await download(all->work(), channel, job);
        all->note(path, result);
    }
    folder.reset();
    all->end(weight, channel);
    co_return Done();
}

Task<Done> takeLink(AllPointer all, ArrivingPointer folder, Entry entry)
{
    const QByteArray path = joined(folder->path, entry.name);
    const ChannelPointer channel = all->channel();
    const int weight = all->begin(0, channel);
    const auto target = co_await Operations::readLink(
        all->work(), channel, joined(folder->remote, entry.name));
    if (!target) {
        all->fail(path, target.error());
    } else if (!staysInside(*target, folder->depth)) {
        all->skip(path, TreeWork::leadsOutside(path));
    } else {
        const auto found = folder->local->status(entry.name);
        if (found && S_ISLNK(found->st_mode) && all->options().conflict == Conflict::Overwrite) {
            static_cast<void>(folder->local->remove(entry.name)); // making it anew tells a failure
        }
        const auto made = folder->local->makeLink(*target, entry.name);
        if (made) {
            ++all->report().links;
        } else {
            all->fail(path, made.error());
        }
    }
    all->end(weight, channel);
    co_return Done();
}

bool isThereAlready(const AllPointer &all, const ArrivingPointer &folder, const Entry &entry)
{
    if (!all->options().skipsEqual || !entry.attributes.times) {
        return false;
    }
    const auto found = folder->local->status(entry.name);
    return found && S_ISREG(found->st_mode)
           && static_cast<quint64>(found->st_size) == entry.attributes.size
           && found->st_mtim.tv_sec == static_cast<time_t>(entry.attributes.times->modified);
}

/** Settles what is neither a file to fetch nor a link; true: it is a file to fetch. */
bool takeEntry(const AllPointer &all, const ArrivingPointer &folder, const Entry &entry)
{
    const QByteArray path = joined(folder->path, entry.name);
    if (entry.attributes.isFolder()) {
        if (folder->depth + 1 >= all->options().maximumDepth) {
            all->skip(path, TreeWork::tooDeep(path));
            return false;
        }
        auto inner = std::make_shared<ArrivingFolder>(
            joined(folder->remote, entry.name), path, entry.attributes);
        inner->parent = folder->local;
        inner->above = folder;
        inner->depth = folder->depth + 1;
        all->waiting.push_back(std::move(inner));
        all->changed().notify();
    } else if (!entry.attributes.isFile()) {
        all->skip(path, TreeWork::ofUnknownKind(path));
    } else if (isThereAlready(all, folder, entry)) {
        ++all->report().skippedEqual;
    } else {
        return true;
    }
    return false;
}

/** A name of its own that stays in its folder. */
bool isNew(const AllPointer &all, const QByteArray &name, QSet<size_t> *seen)
{
    const QByteArray key = all->foldsCase ? QString::fromUtf8(name).toCaseFolded().toUtf8() : name;
    const size_t digest = qHash(key, all->seed);
    if (!isEntryName(name) || seen->contains(digest)) {
        return false;
    }
    seen->insert(digest);
    return true;
}

Task<Done> takeEntries(AllPointer all,
                       ArrivingPointer folder,
                       ChannelPointer channel,
                       Entries entries,
                       std::shared_ptr<QSet<size_t>> seen)
{
    for (Entry &entry : entries) {
        if (all->isOver() || !all->countEntry(folder->path)) {
            break;
        }
        if (entry.name == "." || entry.name == "..") {
            continue;
        }
        if (!isNew(all, entry.name, seen.get())) {
            all->fail(joined(folder->path, entry.name), TreeWork::unsafeName(entry.name));
            continue;
        }
        if (!entry.attributes.mode) {
            const auto status = co_await Operations::status(
                all->work(), channel, joined(folder->remote, entry.name), false);
            if (status) {
                entry.attributes = *status;
            }
        }
        const bool isLink = entry.attributes.isLink();
        if (!isLink && !takeEntry(all, folder, entry)) {
            continue;
        }
        const quint64 size = isLink ? 0 : entry.attributes.size.value_or(0);
        while (!all->hasRoomFor(size) && !all->isOver()) {
            co_await all->changed().wait();
        }
        if (!all->isOver()) {
            static_cast<void>(isLink ? takeLink(all, folder, entry) : takeFile(all, folder, entry));
        }
    }
    co_return Done();
}

Task<Result<Done>> listFolder(AllPointer all, ArrivingPointer folder)
{
    if (folder->parent) {
        auto local = folder->parent->subfolder(lastName(folder->path), true);
        if (!local) {
            co_return failure(local.error());
        }
        folder->local = std::move(*local);
        folder->parent.reset();
    }
    const ChannelPointer channel = all->channel();
    const auto reader = co_await FolderReader::open(all->work(), channel, folder->remote);
    if (!reader) {
        co_return failure(reader.error());
    }
    const auto seen = std::make_shared<QSet<size_t>>();
    while (!all->isOver()) {
        auto entries = co_await (*reader)->next();
        if (!entries) {
            co_return failure(entries.error());
        }
        if (!*entries) {
            ++all->report().folders;
            break;
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        co_await takeEntries(all, folder, channel, std::move(**entries), seen);
    }
    co_return Done();
}

Task<Done> walk(AllPointer all, ArrivingPointer folder)
{
    const ChannelPointer channel = all->channel();
    const auto listed = co_await listFolder(all, folder);
    if (!listed) {
        all->fail(folder->path, listed.error());
    }
    folder.reset();
    --all->listing;
    all->end(all->begin(0, channel), channel);
    co_return Done();
}

} // namespace

Task<Result<TreeReport>> downloadTree(WorkPointer work,
                                      QByteArray source,
                                      LocalFolder::Pointer target,
                                      TreeOptions options)
{
    const auto all = std::make_shared<Arriving>(work, options);
    all->foldsCase = target->foldsCase();
    const auto opened = co_await all->openChannels(all);
    if (!opened) {
        co_return failure(opened.error());
    }
    auto root = std::make_shared<ArrivingFolder>(source, QByteArray(), Attributes());
    root->local = target;
    const std::weak_ptr<ArrivingFolder> top = root;
    all->waiting.push_back(std::move(root));
    while (true) {
        while (!all->waiting.empty() && all->listing < foldersAtOnce && !all->isOver()) {
            auto next = std::move(all->waiting.back());
            all->waiting.pop_back();
            ++all->listing;
            static_cast<void>(walk(all, std::move(next)));
        }
        if (all->listing == 0 && all->isIdle() && (all->waiting.empty() || all->isOver())) {
            break;
        }
        co_await all->changed().wait();
    }
    all->waiting.clear();
    all->meter()->finish();
    auto result = all->result();
    // The root itself could not be read: that is the whole's error.
    if (result && result->folders == 0 && result->failedCount == 1
        && result->failed.constFirst().path.isEmpty()) {
        co_return failure(result->failed.constFirst().error);
    }
    if (result && options.isDurable) {
        const std::function sync = [target]() -> Result<void> {
            if (::syncfs(target->descriptor()) != 0) {
                return failure(localError(target->path(), errno));
            }
            return {};
        };
        const auto synced = co_await work->engine.elsewhere(work, sync);
        if (!synced || !*synced) {
            co_return failure(synced ? synced->error() : cancelledError());
        }
    }
    co_return result;
}

} // namespace Atelier::Sftp
