// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/changes?since=N: the change stream.
#include "backend/server/changestream.h"

#include "backend/server/handlers.h"
#include "backend/server/services.h"
#include "backend/store/database.h"

#include <QCoreApplication>

namespace Atelier::Server {

using namespace Qt::StringLiterals;

namespace {

/** A backlog is written in pieces of this size, as the reader takes them: all of it at once may be
 * more than a reader may have pending. */
constexpr qint64 pieceOfBacklog = 256 * 1024;

} // namespace

ChangeStream::ChangeStream(ReplyPtr reply,
                           const ChangeLog *changes,
                           QList<Store::ChangeRow> backlog)
    : m_reply(std::move(reply))
    , m_backlog(std::move(backlog))
{
    connect(m_reply.get(), &Reply::closed, this, &QObject::deleteLater);
    connect(m_reply.get(), &Reply::drained, this, &ChangeStream::writeBacklog);
    connect(changes, &ChangeLog::published, this, &ChangeStream::follow);
    m_reply->begin("application/x-ndjson");
    writeBacklog();
}

void ChangeStream::follow(const Store::ChangeRow &change)
{
    if (!m_backlog.isEmpty()) {
        m_backlog.append(change);
    } else if (!m_reply->write(lineOf(change))) {
        deleteLater();
    }
    if (m_backlog.size() > 2 * Store::retainedChanges) {
        deleteLater(); // a reader that never gets to the end: it resumes where it was cut
    }
}

void ChangeStream::writeBacklog()
{
    while (!m_backlog.isEmpty() && m_reply->pending() < pieceOfBacklog) {
        if (!m_reply->write(lineOf(m_backlog.takeFirst()))) {
            deleteLater();
            return;
        }
    }
}

void followChanges(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const ChangeLog *changes = services.registry->changes();
    QList<Store::ChangeRow> backlog;
    if (request.query.hasQueryItem(u"since"_s)) {
        bool valid = false;
        const qint64 since = request.query.queryItemValue(u"since"_s).toLongLong(&valid);
        if (!valid || since < 0) {
            reply->fail(
                {.code = Error::Code::InvalidArgument,
                 .message = QCoreApplication::translate(
                     "ChangeStream", "The query parameter “since” must be the number of a change."),
                 .target = u"since"_s});
            return;
        }
        const auto later = changes->since(since);
        if (!later) {
            reply->fail(
                {.code = Error::Code::NotFound,
                 .message = QCoreApplication::translate(
                                "ChangeStream",
                                "The changes since number %1 are no longer known: list again.")
                                .arg(since),
                 .target = u"since"_s,
                 .serviceCode = u"SequenceTooOld"_s},
                410);
            return;
        }
        backlog = *later;
    }
    services.streams->add(new ChangeStream(reply, changes, backlog));
}

} // namespace Atelier::Server
