// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/changes?since=N: the change stream.
#include "backend/server/changestream.h"

#include "backend/server/handlers.h"
#include "backend/server/services.h"

#include <QCoreApplication>

namespace Atelier::Server {

using namespace Qt::StringLiterals;

ChangeStream::ChangeStream(ReplyPtr reply,
                           const ChangeLog *changes,
                           const QList<Store::ChangeRow> &backlog)
    : m_reply(std::move(reply))
{
    connect(m_reply.get(), &Reply::closed, this, &QObject::deleteLater);
    connect(changes, &ChangeLog::published, this, [this](const Store::ChangeRow &change) {
        write(lineOf(change));
    });
    m_reply->begin("application/x-ndjson");
    QByteArray lines;
    for (const Store::ChangeRow &change : backlog) {
        lines += lineOf(change);
    }
    write(lines);
}

void ChangeStream::write(const QByteArray &lines)
{
    if (!m_reply->write(lines)) {
        deleteLater();
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
