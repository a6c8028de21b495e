// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/connectioncheck.h"

#include "backend/core/async.h"
#include "backend/ssh/hostkeys.h"
#include "backend/ssh/session.h"

#include <QMutex>

#include <sys/socket.h>

#include <ranges>

namespace Atelier::Ssh {

namespace {

QString placeOf(const Destination &destination)
{
    const bool isLong = destination.host.contains(u':');
    return (isLong ? u'[' + destination.host + u']' : destination.host) + u':'
           + QString::number(destination.port);
}

} // namespace

/** Brings what the session's threads tell into the check's thread, for one run. */
class ConnectionCheck::Observer final : public ConnectObserver
{
public:
    explicit Observer(ConnectionCheck *check)
        : m_check(check)
    {
    }

    void reached(Step step, const Destination &destination, const QString &what) override
    {
        const QMutexLocker lock(&m_mutex);
        if (m_check != nullptr) {
            QMetaObject::invokeMethod(
                m_check,
                [check = m_check, observer = this, step, place = placeOf(destination), what] {
                    if (check->m_observer.get() == observer) {
                        check->reached(step, place, what);
                    }
                },
                Qt::QueuedConnection);
        }
    }

    void forget()
    {
        const QMutexLocker lock(&m_mutex);
        m_check = nullptr;
    }

private:
    QMutex m_mutex;
    ConnectionCheck *m_check;
};

ConnectionCheck::ConnectionCheck(SshConfig *config, std::shared_ptr<Asker> asker, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_asker(std::move(asker))
{
}

ConnectionCheck::~ConnectionCheck()
{
    m_isRunning = false;
    m_stop.request_stop();
    if (m_observer) {
        m_observer->forget();
    }
    if (m_probed) {
        ::shutdown(m_probed->get(), SHUT_RDWR);
    }
}

void ConnectionCheck::start(const QString &name)
{
    if (m_isRunning) {
        return;
    }
    m_isRunning = true;
    m_destination.reset();
    m_presented = {};
    m_askedAt = -1;
    m_spent = 0;
    m_stop = {};
    m_clock.start();
    Q_EMIT began(tr("Reading the SSH configuration…"));
    whenDone(m_config->resolve(name, m_stop.get_token()),
             this,
             [this, stop = m_stop](const Result<Destination> &destination) {
                 if (!stop.stop_requested()) {
                     resolved(destination);
                 }
             });
}

void ConnectionCheck::cancel()
{
    if (m_isRunning) {
        finish(Error{.code = Error::Code::Cancelled, .message = tr("The check was cancelled.")});
    }
}

void ConnectionCheck::setAsking(bool isAsking)
{
    if (isAsking) {
        m_askedAt = m_clock.elapsed();
    } else if (m_askedAt >= 0) {
        m_spent += std::exchange(m_askedAt, -1);
        m_clock.start();
    }
}

void ConnectionCheck::resolved(const Result<Destination> &destination)
{
    if (!destination) {
        finish(destination.error());
        return;
    }
    m_destination = *destination;
    QString text =
        tr("Configuration read: %1 as %2.").arg(placeOf(*destination), destination->user);
    for (const Destination &jump : std::views::reverse(destination->jumps)) {
        text += u' ' + tr("Through %1.").arg(placeOf(jump));
    }
    note(CheckStep::Kind::Configuration, text);
    connectTo(*destination);
}

void ConnectionCheck::connectTo(Destination destination)
{
    m_observer = std::make_shared<Observer>(this);
    destination.asker = m_asker;
    destination.observer = m_observer;
    for (Destination &jump : destination.jumps) {
        jump.observer = m_observer;
    }
    m_session = std::make_unique<Session>(destination);
    Q_EMIT began(tr("Connecting to %1…").arg(placeOf(destination)));
    whenDone(m_session->open(), this, [this, stop = m_stop](const Result<void> &opened) {
        if (!stop.stop_requested()) {
            loggedIn(opened);
        }
    });
}

void ConnectionCheck::reached(ConnectObserver::Step step, const QString &place, const QString &what)
{
    switch (step) {
    case ConnectObserver::Step::NameFound:
        note(CheckStep::Kind::Name, tr("Name found: %1 is %2.").arg(place, what));
        Q_EMIT began(tr("Connecting to %1…").arg(place));
        break;
    case ConnectObserver::Step::Connected:
        note(CheckStep::Kind::Connection, tr("Connected to %1.").arg(place));
        Q_EMIT began(tr("Verifying the host key of %1…").arg(place));
        break;
    case ConnectObserver::Step::HostPresented:
        m_presented = hostKeyFromBlob(QByteArray::fromBase64(what.section(u' ', 1).toLatin1()));
        break;
    case ConnectObserver::Step::HostVerified:
        note(CheckStep::Kind::HostKey, tr("Host key of %1 verified: %2.").arg(place, what));
        Q_EMIT began(tr("Logging in to %1…").arg(place));
        break;
    case ConnectObserver::Step::LoggedIn:
        note(CheckStep::Kind::Login, tr("Logged in to %1 by %2.").arg(place, what));
        break;
    }
}

void ConnectionCheck::loggedIn(const Result<void> &opened)
{
    if (!opened) {
        finish(opened.error());
        return;
    }
    probeTheShell();
}

void ConnectionCheck::note(CheckStep::Kind kind, const QString &text, bool isGood)
{
    Q_EMIT noted({.kind = kind, .isGood = isGood, .text = text, .span = lap()});
}

std::chrono::milliseconds ConnectionCheck::lap()
{
    const qint64 span = m_askedAt >= 0 ? std::exchange(m_askedAt, 0) : m_clock.elapsed();
    m_clock.start();
    return std::chrono::milliseconds(std::exchange(m_spent, 0) + span);
}

void ConnectionCheck::finish(const std::optional<Error> &error)
{
    m_isRunning = false;
    m_stop.request_stop();
    if (m_observer) {
        m_observer->forget();
        m_observer.reset();
    }
    if (m_probed) {
        ::shutdown(m_probed->get(), SHUT_RDWR);
        m_probed.reset();
    }
    m_session.reset();
    Q_EMIT finished(error);
}

} // namespace Atelier::Ssh
