// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/labadjustment.h"

#include "backend/core/async.h"
#include "backend/notebook/labsettings.h"
#include "backend/notebook/serverrequest.h"
#include "backend/ssh/connection.h"

#include <QPointer>

namespace Atelier::Notebook {

namespace {

using Change = std::function<std::optional<QByteArray>(const QByteArray &)>;

/** Reads a setting, and writes it when @p change wants it different. */
void adjust(const QPointer<Ssh::Connection> &session,
            const ServerInfo &server,
            const QByteArray &path,
            const Change &change,
            QObject *context,
            const std::function<void()> &then)
{
    if (!session) {
        then();
        return;
    }
    whenDone(request(session, server, {.path = path}),
             context,
             [session, server, path, change, context, then](const Result<HttpResponse> &response) {
                 const std::optional<QByteArray> body = response ? change(response->body)
                                                                 : std::nullopt;
                 if (!body || !session) {
                     then();
                     return;
                 }
                 whenDone(request(session, server, {.method = "PUT", .path = path, .json = *body}),
                          context,
                          [then](const Result<HttpResponse> &) { then(); });
             });
}

} // namespace

void adjustLab(Ssh::Connection *session,
               const ServerInfo &server,
               bool dark,
               QObject *context,
               std::function<void()> then)
{
    const QPointer<Ssh::Connection> kept(session);
    const Change theme = [dark](const QByteArray &answer) {
        return LabSettings::themeChange(answer, dark);
    };
    adjust(kept,
           server,
           LabSettings::themesPath,
           theme,
           context,
           [kept, server, context, then = std::move(then)] {
               adjust(kept, server, LabSettings::newsPath, &LabSettings::newsChange, context, then);
           });
}

} // namespace Atelier::Notebook
