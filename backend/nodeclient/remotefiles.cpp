// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/remotefiles.h"

#include "backend/core/async.h"
#include "backend/nodeclient/chosenwatch.h"
#include "backend/nodeclient/faulterror.h"

#include <QPromise>

#include <mutex>
#include <stop_token>
#include <utility>

namespace Atelier::NodeClient {

namespace {

/** A future that ends once, by its work or by a stop. */
template<typename T>
class Ending final
{
public:
    explicit Ending(const std::stop_token &stop)
        : m_callback(stop, std::function<void()>([this] {
                         end(failure({.code = Error::Code::Cancelled, .message = {}}));
                     }))
    {
    }

    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise.future(); }
    [[nodiscard]] bool hasEnded()
    {
        const std::lock_guard lock(m_mutex);
        return m_hasEnded;
    }

    void end(const Result<T> &result)
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_hasEnded, true)) {
            m_promise.start();
            m_promise.addResult(result);
            m_promise.finish();
        }
    }

    void begin()
    {
        const std::lock_guard lock(m_mutex);
        if (!m_hasEnded) {
            m_promise.start();
        }
    }

private:
    QPromise<Result<T>> m_promise;
    std::mutex m_mutex;
    bool m_hasEnded = false;
    std::stop_callback<std::function<void()>> m_callback; // last: uses all of the above
};

} // namespace

RemoteFiles::RemoteFiles(Ssh::Connection *connection, QObject *parent)
    : FileAccess(parent)
    , m_client(connection)
    , m_plain(connection)
{
    // A connection that was made anew may lead to a mended node.
    connect(connection, &Ssh::Connection::stateChanged, this, [this](Ssh::SessionState state) {
        if (state == Ssh::SessionState::Ready) {
            m_reason.reset();
        }
    });
}

RemoteFiles::~RemoteFiles() = default;

void RemoteFiles::choose(AccessHandler handler)
{
    if (m_reason) {
        handler(&m_plain);
        return;
    }
    whenDone(
        m_client.prepare(), this, [this, handler = std::move(handler)](const Result<void> &ready) {
            if (ready) {
                handler(&m_client);
            } else if (!cannotRun(ready.error())) {
                handler(failure(ready.error()));
            } else {
                const bool isNew = !m_reason;
                m_reason = ready.error();
                if (isNew) {
                    Q_EMIT fellBack(*m_reason);
                }
                handler(&m_plain);
            }
        });
}

template<typename T>
QFuture<Result<T>> RemoteFiles::with(const std::stop_token &stop,
                                     std::function<QFuture<Result<T>>(FileAccess &)> call)
{
    const auto ending = std::make_shared<Ending<T>>(stop);
    ending->begin();
    choose([this, ending, call = std::move(call)](const Result<FileAccess *> &access) {
        if (!access) {
            ending->end(failure(access.error()));
        } else if (!ending->hasEnded()) {
            whenDone(
                call(**access), this, [ending](const Result<T> &result) { ending->end(result); });
        }
    });
    return ending->future();
}

QFuture<Result<EntriesResult>> RemoteFiles::list(const RemotePath &folder,
                                                 const ListOptions &options,
                                                 BatchHandler onBatch)
{
    return with<EntriesResult>(options.stop, [=, onBatch = std::move(onBatch)](FileAccess &access) {
        return access.list(folder, options, onBatch);
    });
}

QFuture<Result<FileEntry>> RemoteFiles::stat(const RemotePath &path)
{
    return with<FileEntry>({}, [=](FileAccess &access) { return access.stat(path); });
}

QFuture<Result<QList<FileDigest>>> RemoteFiles::digest(const RemotePath &folder,
                                                       const QList<QByteArray> &paths,
                                                       std::stop_token stop)
{
    return with<QList<FileDigest>>(
        stop, [=](FileAccess &access) { return access.digest(folder, paths, stop); });
}

std::unique_ptr<FileWatch> RemoteFiles::watch(const RemotePath &folder, bool isRecursive)
{
    auto watch = std::make_unique<ChosenWatch>();
    choose(
        [folder, isRecursive, watch = QPointer(watch.get())](const Result<FileAccess *> &access) {
            if (watch && access) {
                watch->use((*access)->watch(folder, isRecursive));
            } else if (watch) {
                Q_EMIT watch->failed(access.error());
            }
        });
    return watch;
}

QFuture<Result<EntriesResult>> RemoteFiles::download(const RemotePath &source,
                                                     const QString &localFolder,
                                                     const TransferOptions &options)
{
    return with<EntriesResult>(options.stop, [=](FileAccess &access) {
        return access.download(source, localFolder, options);
    });
}

QFuture<Result<EntriesResult>> RemoteFiles::upload(const QString &localFolder,
                                                   const RemotePath &target,
                                                   const TransferOptions &options)
{
    return with<EntriesResult>(options.stop, [=](FileAccess &access) {
        return access.upload(localFolder, target, options);
    });
}

} // namespace Atelier::NodeClient
