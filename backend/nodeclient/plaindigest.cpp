// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/plaindigest.h"

#include "backend/core/async.h"
#include "backend/nodeclient/plainfiles.h"

#include <algorithm>
#include <utility>

namespace Atelier::NodeClient {

namespace {

constexpr qsizetype digestSize = 64;
/** xargs ends with 127 when the program is missing, the login shell with the same when xargs is. */
constexpr int missingStatus = 127;

constexpr QLatin1StringView quickCommand("exec xargs -0 -r sha256sum -z --");
/** For a sha256sum without -z, as busybox's: a process for each file, which is not named, so that
 * no name can be taken for a digest. The lines are in the order of the files. */
constexpr QLatin1StringView patientCommand(
    "exec xargs -0 -r sh -c '"
    "for f; do s=$(sha256sum < \"$f\") && echo \"$s\" || echo none; done' sh");

bool isDigest(QByteArrayView text)
{
    return text.size() == digestSize && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

} // namespace

PlainDigest::PlainDigest(Ssh::Connection *connection,
                         RemotePath folder,
                         QList<QByteArray> paths,
                         QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_folder(std::move(folder))
    , m_paths(std::move(paths))
{
    m_promise.start();
}

PlainDigest::~PlainDigest()
{
    if (!m_isDone) {
        m_promise.addResult(failure({.code = Error::Code::Cancelled, .message = {}}));
        m_promise.finish();
    }
}

QFuture<Result<QList<FileDigest>>> PlainDigest::start(const std::stop_token &stop)
{
    for (const QByteArray &path : std::as_const(m_paths)) {
        const auto name = serverName(path);
        if (!name) {
            finish(failure(name.error()));
            return m_promise.future();
        }
        m_names += *name + '\0';
    }
    run(quickCommand, stop, [this, stop](const Ssh::ExecResult &answer) {
        if (answer.exitStatus == 0 || answer.exitStatus == missingStatus || !answer.out.isEmpty()) {
            finish(digestsIn(answer));
            return;
        }
        run(patientCommand, stop, [this](const Ssh::ExecResult &lines) {
            finish(digestsInOrder(lines));
        });
    });
    return m_promise.future();
}

void PlainDigest::run(QLatin1StringView command, const std::stop_token &stop, Answered answered)
{
    if (!m_connection) {
        finish(failure({.code = Error::Code::Cancelled, .message = {}}));
        return;
    }
    whenDone(m_connection->exec(command, {.input = m_names, .timeout = {}, .stop = stop}),
             this,
             [this, answered = std::move(answered)](const Result<Ssh::ExecResult> &answer) {
                 if (answer) {
                     answered(*answer);
                 } else {
                     finish(failure(answer.error()));
                 }
             });
}

Result<QByteArray> PlainDigest::serverName(const QByteArray &path) const
{
    return serverPath({.root = m_folder.root,
                       .path = m_folder.path.isEmpty() ? path : m_folder.path + '/' + path});
}

Result<QList<FileDigest>> PlainDigest::digestsIn(const Ssh::ExecResult &answer) const
{
    if (answer.exitStatus == missingStatus) {
        return failure({.code = Error::Code::Unavailable,
                        .message = tr("The node has no program that computes digests (sha256sum)."),
                        .detail = QString::fromUtf8(answer.err)});
    }
    // "DIGEST  NAME", NAME as it was given.
    QHash<QByteArray, QByteArray> found;
    const QList<QByteArray> lines = answer.out.split('\0');
    for (const QByteArray &line : lines) {
        if (line.size() > digestSize + 2 && isDigest(QByteArrayView(line).first(digestSize))) {
            found.insert(line.mid(digestSize + 2), line.first(digestSize));
        }
    }
    QList<FileDigest> digests;
    for (const QByteArray &path : m_paths) {
        const QByteArray name = serverName(path).value_or(QByteArray());
        const auto digest = found.constFind(name);
        digests.append(digestOf(path, digest != found.constEnd() ? *digest : QByteArray(), answer));
    }
    return digests;
}

Result<QList<FileDigest>> PlainDigest::digestsInOrder(const Ssh::ExecResult &answer) const
{
    // "DIGEST  -", or "none".
    const QList<QByteArray> lines = answer.out.split('\n');
    QList<FileDigest> digests;
    for (const QByteArray &path : m_paths) {
        digests.append(digestOf(path, lines.value(digests.size()).left(digestSize), answer));
    }
    return digests;
}

FileDigest PlainDigest::digestOf(const QByteArray &path,
                                 const QByteArray &digest,
                                 const Ssh::ExecResult &answer)
{
    if (isDigest(digest)) {
        return {.path = path, .digest = digest};
    }
    return {
        .path = path,
        .digest = failure({.code = Error::Code::NotFound,
                           .message = tr("“%1” could not be read.").arg(QString::fromUtf8(path)),
                           .detail = QString::fromUtf8(answer.err.left(2000)),
                           .target = QString::fromUtf8(path)})};
}

void PlainDigest::finish(const Result<QList<FileDigest>> &result)
{
    m_isDone = true;
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace Atelier::NodeClient
