// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/connection.h"

#include "backend/client/launcher.h"
#include "backend/core/async.h"
#include "backend/core/paths.h"
#include "widgets/common/inlinemessage.h"

#include <QCoreApplication>

#include <algorithm>

namespace Atelier::Window {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds firstPause = 1s;
constexpr std::chrono::milliseconds longestPause = 30s;

} // namespace

Connection::Connection(Client::ControlPlane *controlPlane, Service service, QObject *parent)
    : QObject(parent)
    , m_controlPlane(controlPlane)
    , m_service(std::move(service))
    , m_pause(firstPause)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Connection::ensure);
    connect(controlPlane, &Client::ControlPlane::linkChanged, this, &Connection::linkChanged);
}

Connection::~Connection() = default;

void Connection::begin()
{
    m_pause = firstPause;
    if (m_state == State::Failed) {
        setState(State::Starting);
    }
    ensure();
}

QString Connection::remedy() const
{
    return isReplaceable() ? tr("Restart") : tr("Try again");
}

void Connection::applyRemedy()
{
    if (!isReplaceable()) {
        begin();
        return;
    }
    m_retry.stop();
    m_pause = firstPause;
    setState(State::Starting);
    ask(m_service.replace);
}

bool Connection::isReplaceable() const
{
    return m_state == State::Failed && m_error.target == Client::replaceable;
}

Connection::State Connection::state() const
{
    return m_state;
}

Error Connection::error() const
{
    return m_error;
}

QDateTime Connection::lastSeen() const
{
    return m_controlPlane->lastSeen();
}

QString Connection::technicalDetails() const
{
    QStringList lines{QStringLiteral("Atelier ") + QCoreApplication::applicationVersion(),
                      QStringLiteral("data folder: ") + Paths::dataFolder(),
                      QStringLiteral("control plane: %1, protocol %2, process %3")
                          .arg(m_endpoint.url.toString())
                          .arg(m_endpoint.protocol)
                          .arg(m_endpoint.pid),
                      QStringLiteral("last seen: ") + lastSeen().toString(Qt::ISODate)};
    if (m_state == State::Failed || m_state == State::Unreachable) {
        lines.append(Ui::technicalDetails(m_error));
    }
    return lines.join(u'\n');
}

void Connection::ensure()
{
    m_retry.stop();
    ask(m_service.ensure);
}

void Connection::ask(const Ensure &service)
{
    if (m_isEnsuring) {
        return;
    }
    m_isEnsuring = true;
    whenDone(service(), this, [this](const Result<Client::Endpoint> &endpoint) {
        m_isEnsuring = false;
        ensured(endpoint);
    });
}

void Connection::ensured(const Result<Client::Endpoint> &endpoint)
{
    if (endpoint) {
        const bool isSame = endpoint->url == m_endpoint.url && endpoint->token == m_endpoint.token;
        m_endpoint = *endpoint;
        // One that is still the same is tried again by the client itself.
        if (!isSame || m_controlPlane->link() == Client::ControlPlane::Link::Idle) {
            m_controlPlane->follow(m_endpoint);
        } else if (m_controlPlane->link() != Client::ControlPlane::Link::Online) {
            m_controlPlane->refresh();
        }
        return;
    }
    m_error = endpoint.error();
    const bool wasOnline = lastSeen().isValid();
    setState(State::Failed);
    if (wasOnline) {
        m_retry.start(m_pause);
        m_pause = std::min(m_pause * 2, longestPause);
    }
}

void Connection::linkChanged(Client::ControlPlane::Link link)
{
    switch (link) {
    case Client::ControlPlane::Link::Online:
        m_retry.stop();
        m_pause = firstPause;
        setState(State::Online);
        break;
    case Client::ControlPlane::Link::Unreachable:
        m_error = m_controlPlane->linkError();
        setState(State::Unreachable);
        // It may have died: the launcher finds that out, and starts another.
        m_retry.start(m_pause);
        m_pause = std::min(m_pause * 2, longestPause);
        break;
    case Client::ControlPlane::Link::Idle:
    case Client::ControlPlane::Link::Connecting:
        break;
    }
}

void Connection::setState(State state)
{
    if (m_state == state && state != State::Failed) {
        return;
    }
    m_state = state;
    Q_EMIT changed();
}

} // namespace Atelier::Window
