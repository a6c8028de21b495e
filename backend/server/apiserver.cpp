// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/apiserver.h"

#include "backend/server/guards.h"
#include "backend/server/requestids.h"
#include "backend/server/routes.h"

#include <QCoreApplication>

#include <utility>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

void refuse(const Refusal &refusal, const ReplyPtr &reply)
{
    reply->fail(refusal.error, refusal.status, refusal.headers);
}

Refusal noSuchPath(const Request &request)
{
    return {
        .error = {.code = Error::Code::NotFound,
                  .message = QCoreApplication::translate("ApiServer", "There is nothing at “%1”.")
                                 .arg(QString::fromLatin1(request.path)),
                  .serviceCode = u"InvalidResourceType"_s}};
}

Refusal wrongVerb(const Request &request, const WrongVerb &wrong)
{
    return {
        .error = {.code = Error::Code::InvalidArgument,
                  .message = QCoreApplication::translate("ApiServer", "“%1” is not possible here.")
                                 .arg(QString::fromLatin1(request.verb)),
                  .serviceCode = u"HttpMethodNotAllowed"_s},
        .status = 405,
        .headers = {{"Allow", wrong.allowed.join(", ")}}};
}

} // namespace

ApiServer::ApiServer(Services services, QObject *parent)
    : QObject(parent)
    , m_services(std::move(services))
    , m_streams(std::make_unique<Streams>())
{
    m_services.streams = m_streams.get();
}

ApiServer::~ApiServer()
{
    m_streams.reset();
}

Result<quint16> ApiServer::listen(quint16 port)
{
    auto listener = std::make_unique<Listener>();
    if (!listener->listen(QHostAddress::LocalHost, port)) {
        return failure({
            .code = Error::Code::PortTaken,
            .message = tr("Port %1 is taken by another program.").arg(port),
            .detail = listener->errorString(),
        });
    }
    m_port = listener->serverPort();
    m_border = std::make_unique<HttpBorder>(
        listener.get(),
        [this](Request request, const ReplyPtr &reply) { dispatch(&request, reply); });
    if (!m_border->bind(listener.get())) {
        return failure(
            {.code = Error::Code::Internal, .message = tr("The server can't be started.")});
    }
    static_cast<void>(listener.release()); // the border owns it from here
    return m_port;
}

const Streams &ApiServer::streams() const
{
    return *m_streams;
}

void ApiServer::dispatch(Request *request, const ReplyPtr &reply) const
{
    reply->setStandingHeaders(requestIds(*request));
    if (const auto refusal = hostRefusal(*request, m_port)) {
        refuse(*refusal, reply);
        return;
    }
    request->base = u"http://"_s
                    + QString::fromLatin1(request->headers.value("host").toByteArray());
    const auto found = findRoute(request->verb, request->path);
    const auto *match = std::get_if<Match>(&found);
    const bool open = match != nullptr && match->route->kind == Route::Kind::Open;
    if (!open) {
        // Asked before anything else is told, even whether a path exists.
        if (const auto refusal = tokenRefusal(*request, m_services.tokenHashes)) {
            refuse(*refusal, reply);
            return;
        }
    }
    if (const auto *wrong = std::get_if<WrongVerb>(&found)) {
        refuse(wrongVerb(*request, *wrong), reply);
        return;
    }
    if (!match) {
        refuse(noSuchPath(*request), reply);
        return;
    }
    request->parameters = match->parameters;
    auto refusal = open ? std::nullopt : apiVersionRefusal(*request);
    refusal = refusal ? refusal : workspaceRefusal(*request);
    refusal = refusal ? refusal : bodyRefusal(request);
    if (refusal) {
        refuse(*refusal, reply);
        return;
    }
    match->route->handler(m_services, *request, reply);
}

} // namespace Atelier::Server
