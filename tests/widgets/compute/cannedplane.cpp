// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/compute/cannedplane.h"

#include "backend/arm/errorenvelope.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace Atelier {

using namespace Qt::StringLiterals;

CannedPlane::CannedPlane(const QList<Arm::ComputeInstance> &instances)
{
    server.listen();
    server.answerStream(paths.changes().toUtf8());
    QJsonArray values;
    for (const Arm::ComputeInstance &instance : instances) {
        values.append(Arm::toJson(instance));
    }
    server.answerJson(
        "GET", paths.computes().toUtf8(), {{u"value"_s, values}, {u"sequence"_s, m_sequence}});
    answerSizes({.sizes = Arm::localSizes(8, 32, 0),
                 .capacity = {.cores = 8, .freeCores = 6, .memoryGiB = 32, .freeMemoryGiB = 20}});
}

bool CannedPlane::follow()
{
    client.follow({.url = QUrl(u"http://127.0.0.1:"_s + QString::number(server.port())),
                   .token = u"s3cret"_s,
                   .protocol = 1});
    return QTest::qWaitFor([this] {
        return client.isLoaded() && client.link() == Client::ControlPlane::Link::Online
               && server.openStreams() > 0;
    });
}

void CannedPlane::change(const Arm::ComputeInstance &instance)
{
    const Arm::Change change{.sequence = ++m_sequence, .name = instance.name, .instance = instance};
    server.push(QJsonDocument(Arm::toJson(change)).toJson(QJsonDocument::Compact) + '\n');
}

void CannedPlane::removed(const QString &name)
{
    const Arm::Change change{.sequence = ++m_sequence, .name = name, .instance = std::nullopt};
    server.push(QJsonDocument(Arm::toJson(change)).toJson(QJsonDocument::Compact) + '\n');
}

void CannedPlane::acceptAction(const QString &name, const QString &verb)
{
    server.answer(
        "POST", paths.action(name, verb).toUtf8(), [](const WireRequest &, QTcpSocket *socket) {
            WireServer::send(socket, "202 Accepted", {});
        });
}

void CannedPlane::refuse(const QByteArray &verb,
                         const QString &path,
                         int status,
                         const QString &sentence,
                         const QString &target)
{
    const QByteArray body = QJsonDocument(Arm::toEnvelope({.code = Arm::codeForHttpStatus(status),
                                                           .message = sentence,
                                                           .target = target,
                                                           .serviceCode = u"UserError"_s}))
                                .toJson();
    server.answer(verb, path.toUtf8(), [status, body](const WireRequest &, QTcpSocket *socket) {
        WireServer::send(socket, QByteArray::number(status) + " Refused", body);
    });
}

void CannedPlane::answerSummary(const QString &name, const Arm::HomeSummary &summary)
{
    server.answerJson("GET", paths.homeSummary(name).toUtf8(), Arm::toJson(summary));
}

void CannedPlane::answerSizes(const Arm::VmSizeList &sizes)
{
    server.answerJson("GET", paths.vmSizes().toUtf8(), Arm::toJson(sizes));
}

void CannedPlane::acceptPut(const QString &name)
{
    // The client may look first whether the name is taken.
    refuse("GET", paths.compute(name), 404, u"There is no such instance."_s);
    server.answer(
        "PUT",
        paths.compute(name).toUtf8(),
        [name](const WireRequest &request, QTcpSocket *socket) {
            auto made = Arm::computeInstanceFrom(QJsonDocument::fromJson(request.body).object());
            made->name = name;
            made->state = Arm::InstanceState::Creating;
            WireServer::send(socket, "201 Created", QJsonDocument(Arm::toJson(*made)).toJson());
        });
}

int CannedPlane::requests(const QString &path, const QByteArray &verb)
{
    int count = 0;
    for (const WireRequest &request : server.requestsFor(path.toUtf8())) {
        count += request.verb == verb ? 1 : 0;
    }
    return count;
}

QJsonObject CannedPlane::lastBody(const QString &path, const QByteArray &verb)
{
    QJsonObject last;
    for (const WireRequest &request : server.requestsFor(path.toUtf8())) {
        if (request.verb == verb) {
            last = QJsonDocument::fromJson(request.body).object();
        }
    }
    return last;
}

Arm::ComputeInstance CannedPlane::instance(const QString &name, Arm::InstanceState state)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return {.name = name,
            .location = u"local"_s,
            .vmSize = u"Local_C4_M8"_s,
            .state = state,
            .createdOn = now.addDays(-1),
            .createdBy = u"ada"_s,
            .address = u"127.0.0.1"_s,
            .local = {.stateSince = now.addSecs(-7200), .userHome = u"/home/ada"_s}};
}

} // namespace Atelier
