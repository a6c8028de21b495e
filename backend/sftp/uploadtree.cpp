// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/uploadtree.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/folderreader.h"
#include "backend/sftp/names.h"
#include "backend/sftp/operations.h"
#include "backend/sftp/upload.h"
#include "backend/sftp/uploadsmall.h"

#include <QHash>

namespace Atelier::Sftp {

namespace {

constexpr int foldersUnderWay = 8;

/** A folder while it is sent. */
struct LeavingFolder
{
    QByteArray remote;
    QByteArray path;                  ///< below the tree's root
    LocalFolder::Pointer parent = {}; ///< null: local is open already
    LocalFolder::Pointer local = {};
    int depth = 0;
    bool isNew = false;                       ///< nothing was there before
    QHash<QByteArray, Attributes> there = {}; ///< else what was
};
using LeavingPointer = std::shared_ptr<LeavingFolder>;

struct Leaving final : TreeWork
{
    using TreeWork::TreeWork;
    std::vector<LeavingPointer> waiting;
    int reading = 0;
};
using SendPointer = std::shared_ptr<Leaving>;

bool isThereAlready(const SendPointer &all, const LeavingFolder &folder, const QByteArray &name)
{
    const auto found = folder.there.constFind(name);
    const auto local = folder.local->status(name);
    // NOLINTBEGIN(bugprone-unchecked-optional-access): checked in the same expression
    return all->options().skipsEqual && found != folder.there.cend() && local && found->isFile()
           && found->times && found->size == static_cast<quint64>(local->st_size)
           && static_cast<time_t>(found->times->modified) == local->st_mtim.tv_sec;
    // NOLINTEND(bugprone-unchecked-optional-access)
}

Task<Done> sendFile(SendPointer all, LeavingPointer folder, QByteArray name, quint64 size)
{
    const QByteArray path = joined(folder->path, name);
    const ChannelPointer channel = all->channel();
    const int weight = all->begin(size, channel);
    const UploadJob job{.folder = folder->local,
                        .name = name,
                        .target = joined(folder->remote, name),
                        .conflict = all->options().conflict,
                        .isDurable = all->options().isDurable,
                        .isNew = !folder->there.contains(name),
                        .meter = all->meter()};
    if (job.isNew && size <= channel->features().largestWrite) {
        const auto result = co_await uploadSmall(all->work(), channel, job);
        all->note(path, result);
    } else {
        const auto result = co_await upload(all->work(), channel, job);
        all->note(path, result);
    }
    all->end(weight, channel);
    co_return Done();
}

Task<Done> sendLink(SendPointer all, LeavingPointer folder, QByteArray name)
{
    const QByteArray path = joined(folder->path, name);
    const QByteArray remote = joined(folder->remote, name);
    const auto target = folder->local->readLink(name);
    if (!target) {
        all->fail(path, target.error());
        co_return Done();
    }
    if (!staysInside(*target, folder->depth)) {
        all->skip(path, TreeWork::leadsOutside(path));
        co_return Done();
    }
    const ChannelPointer channel = all->channel();
    const int weight = all->begin(0, channel);
    const auto found = folder->there.constFind(name);
    if (found != folder->there.cend() && found->isLink()
        && all->options().conflict == Conflict::Overwrite) {
        const auto removed = co_await Operations::remove(
            all->work(), channel, PacketType::Remove, remote);
        static_cast<void>(removed); // making it anew tells a failure
    }
    const auto made = co_await Operations::makeLink(all->work(), channel, *target, remote);
    if (made) {
        ++all->report().links;
    } else {
        all->fail(path, made.error());
    }
    all->end(weight, channel);
    co_return Done();
}

/** Makes the folder on the server; what is in it, if it was there. */
Task<Result<Done>> enterFolder(SendPointer all, ChannelPointer channel, LeavingPointer folder)
{
    const auto own = folder->parent ? folder->parent->status(lastName(folder->path)) : std::nullopt;
    const quint32 mode = own ? (static_cast<quint32>(own->st_mode) & 0777U) | 0700U : 0755U;
    const auto made = co_await Operations::makeFolder(all->work(), channel, folder->remote, mode);
    folder->isNew = made.has_value();
    if (folder->isNew) {
        co_return Done();
    }
    const auto reader = co_await FolderReader::open(all->work(), channel, folder->remote);
    if (!reader) {
        co_return failure(isPlainFailure(made.error()) ? reader.error() : made.error());
    }
    while (true) {
        const auto entries = co_await (*reader)->next();
        if (!entries) {
            co_return failure(entries.error());
        }
        if (!*entries) {
            co_return Done();
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        for (const Entry &entry : **entries) {
            if (!all->countEntry(folder->path)) {
                co_return Done();
            }
            folder->there.insert(entry.name, entry.attributes);
        }
    }
}

Task<Done> sendEntry(SendPointer all, LeavingPointer folder, QByteArray name)
{
    const QByteArray path = joined(folder->path, name);
    const auto status = folder->local->status(name);
    if (!status) {
        co_return Done(); // gone meanwhile
    }
    const auto size = static_cast<quint64>(status->st_size);
    if (S_ISDIR(status->st_mode)) {
        if (folder->depth + 1 >= all->options().maximumDepth) {
            all->skip(path, TreeWork::tooDeep(path));
            co_return Done();
        }
        all->waiting.push_back(
            std::make_shared<LeavingFolder>(LeavingFolder{.remote = joined(folder->remote, name),
                                                          .path = path,
                                                          .parent = folder->local,
                                                          .depth = folder->depth + 1}));
        all->changed().notify();
    } else if (S_ISLNK(status->st_mode)) {
        while (!all->hasRoomFor(0) && !all->isOver()) {
            co_await all->changed().wait();
        }
        if (!all->isOver()) {
            static_cast<void>(sendLink(all, folder, name));
        }
    } else if (!S_ISREG(status->st_mode)) {
        all->skip(path, TreeWork::ofUnknownKind(path));
    } else if (isThereAlready(all, *folder, name)) {
        ++all->report().skippedEqual;
    } else {
        while (!all->hasRoomFor(size) && !all->isOver()) {
            co_await all->changed().wait();
        }
        if (!all->isOver()) {
            static_cast<void>(sendFile(all, folder, name, size));
        }
    }
    co_return Done();
}

Task<Result<Done>> sendFolder(SendPointer all, LeavingPointer folder)
{
    if (folder->parent) {
        auto local = folder->parent->subfolder(lastName(folder->path), false);
        if (!local) {
            co_return failure(local.error());
        }
        folder->local = std::move(*local);
    }
    const auto entered = co_await enterFolder(all, all->channel(), folder);
    if (!entered) {
        co_return failure(entered.error());
    }
    const auto names = folder->local->names();
    if (!names) {
        co_return failure(names.error());
    }
    for (const QByteArray &name : *names) {
        if (all->isOver() || !all->countEntry(folder->path)) {
            break;
        }
        co_await sendEntry(all, folder, name);
    }
    ++all->report().folders;
    co_return Done();
}

Task<Done> visit(SendPointer all, LeavingPointer folder)
{
    const ChannelPointer channel = all->channel();
    const auto sent = co_await sendFolder(all, folder);
    if (!sent) {
        all->fail(folder->path, sent.error());
    }
    --all->reading;
    all->end(all->begin(0, channel), channel);
    co_return Done();
}

} // namespace

Task<Result<TreeReport>> uploadTree(WorkPointer work,
                                    LocalFolder::Pointer source,
                                    QByteArray target,
                                    TreeOptions options)
{
    const auto all = std::make_shared<Leaving>(work, options);
    const auto opened = co_await all->openChannels(all);
    if (!opened) {
        co_return failure(opened.error());
    }
    all->waiting.push_back(std::make_shared<LeavingFolder>(
        LeavingFolder{.remote = target, .path = {}, .local = source}));
    while (true) {
        while (!all->waiting.empty() && all->reading < foldersUnderWay && !all->isOver()) {
            auto next = std::move(all->waiting.back());
            all->waiting.pop_back();
            ++all->reading;
            static_cast<void>(visit(all, std::move(next)));
        }
        if (all->reading == 0 && all->isIdle() && (all->waiting.empty() || all->isOver())) {
            break;
        }
        co_await all->changed().wait();
    }
    all->meter()->finish();
    auto result = all->result();
    if (result && result->folders == 0 && result->failedCount == 1
        && result->failed.constFirst().path.isEmpty()) {
        co_return failure(result->failed.constFirst().error);
    }
    co_return result;
}

} // namespace Atelier::Sftp
