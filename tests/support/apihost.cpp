// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apihost.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

#include <chrono>

namespace Atelier::Test {

namespace {

using namespace Qt::StringLiterals;

const QByteArray apiToken(64, 'c');
constexpr std::chrono::seconds longestStep{20};

} // namespace

ApiHost::ApiHost()
{
    open();
}

ApiHost::~ApiHost() = default;

void ApiHost::open()
{
    auto store = Store::StateStore::open(file(u"atelier.sqlite"_s));
    if (!store) {
        qFatal("%s", qPrintable(store.error().message));
    }
    m_store = *std::move(store);
    m_registry = std::make_unique<Server::InstanceRegistry>(
        m_store.get(), &m_engine, m_folder.path());
    m_server = std::make_unique<Server::ApiServer>(Server::Services{
        .registry = m_registry.get(),
        .engine = &m_engine,
        .tokenHashes = {QCryptographicHash::hash(apiToken, QCryptographicHash::Sha256)}});
    const auto port = m_server->listen(0);
    if (!port) {
        qFatal("%s", qPrintable(port.error().message));
    }
    m_port = *port;
}

bool ApiHost::restart()
{
    m_server.reset();
    m_registry.reset();
    m_store.reset();
    open();
    const auto adopted = m_registry->adopt();
    return QTest::qWaitFor([&adopted] { return adopted.isFinished(); }, longestStep);
}

QString ApiHost::base() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

QByteArray ApiHost::request(const QByteArray &verb,
                            const QString &path,
                            const QByteArray &body,
                            const QByteArray &headers) const
{
    QByteArray target = path.toLatin1();
    if (!target.toLower().contains("api-version")) {
        target += (target.contains('?') ? "&" : "?") + QByteArray("api-version=2025-06-01");
    }
    QByteArray bytes = verb + ' ' + target
                       + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port)
                       + "\r\nAuthorization: Bearer " + apiToken + "\r\n" + headers;
    if (!body.isEmpty()) {
        bytes += "Content-Type: application/json\r\n";
    }
    return bytes + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

RawAnswer ApiHost::call(const QByteArray &verb,
                        const QString &path,
                        const QByteArray &body,
                        const QByteArray &headers) const
{
    return answerTo(m_port, request(verb, path, body, headers));
}

QJsonObject ApiHost::resource(const QString &name) const
{
    return jsonOf(call("GET", m_paths.compute(name)));
}

bool ApiHost::reaches(const QString &name, const QString &state) const
{
    return QTest::qWaitFor(
        [&] {
            return resource(name)["properties"_L1]["properties"_L1]["state"_L1].toString() == state;
        },
        longestStep);
}

bool ApiHost::createRunning(const QString &name, const QByteArray &body) const
{
    return call("PUT", m_paths.compute(name), body).status == 201 && reaches(name, u"Running"_s);
}

bool ApiHost::bringTo(const QString &name, const QString &action, const QString &state) const
{
    return call("POST", m_paths.action(name, action)).status == 202 && reaches(name, state);
}

bool ApiHost::remove(const QString &name) const
{
    const QString path = m_paths.compute(name);
    return call("DELETE", path + u"?underlyingResourceAction=Delete"_s).status == 202
           && QTest::qWaitFor([&] { return call("GET", path).status == 404; }, longestStep);
}

QJsonObject jsonOf(const RawAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).object();
}

QString codeOf(const RawAnswer &answer)
{
    return answer.error()["code"_L1].toString();
}

QString targetOf(const RawAnswer &answer)
{
    return answer.error()["target"_L1].toString();
}

QByteArray instanceBody(const QByteArray &own, const QByteArray &top)
{
    return R"({"location":"local",)" + top
           + R"("properties":{"computeType":"ComputeInstance","properties":{)" + own + "}}}";
}

} // namespace Atelier::Test
