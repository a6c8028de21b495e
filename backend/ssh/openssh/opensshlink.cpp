// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshlink.h"

#include "backend/ssh/errors.h"
#include "backend/ssh/openssh/openssherrors.h"

#include <QCoreApplication>
#include <QDir>
#include <QPointer>

#include <fcntl.h>

namespace Atelier::Ssh {

namespace {

/** What ssh(1) itself takes to say that its time to connect is over. */
constexpr std::chrono::milliseconds grace{1'500};

/** After the network or the computer has come back: how long a connection may take to show that it
 * lives; see SessionThread. */
constexpr std::chrono::milliseconds signOfLifeTime{1'500};
/** No server has a subsystem of this name, and each says so. */
constexpr auto probeSubsystem = "keepalive@atelier";

Error noConnection()
{
    return {.code = Error::Code::Unavailable,
            .message = QCoreApplication::translate("Ssh::OpenSshLink",
                                                   "There is no connection to the server.")};
}

/** Faults that another attempt would only repeat. */
bool isLasting(Error::Code code)
{
    switch (code) {
    case Error::Code::InvalidArgument:
    case Error::Code::HostKeyUnknown:
    case Error::Code::HostKeyChanged:
    case Error::Code::KeyUnreadable:
    case Error::Code::AuthenticationRefused:
    case Error::Code::NotFound:
        return true;
    default:
        return false;
    }
}

} // namespace

OpenSshLink::OpenSshLink(Destination destination, OpenSshOptions options)
    : m_destination(std::move(destination))
    , m_options(std::move(options))
    , m_folder(QDir::tempPath() + QLatin1String("/atelier-ssh-XXXXXX"))
    , m_lastError(noConnection())
{
    m_retry.setSingleShot(true);
    m_deadline.setSingleShot(true);
    m_signOfLife.setSingleShot(true);
    connect(
        &m_signOfLife, &QTimer::timeout, this, [this] { masterEnded(silentError(m_destination)); });
    connect(&m_retry, &QTimer::timeout, this, &OpenSshLink::begin);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        masterEnded(timeoutError(m_destination, SessionState::Authenticating));
    });
}

OpenSshLink::~OpenSshLink()
{
    m_retry.stop();
    drop(cancelledError());
    answer(failure(cancelledError()));
}

QString OpenSshLink::newPath()
{
    return m_folder.filePath(QString::number(++m_files));
}

void OpenSshLink::open(Reply<void> reply)
{
    if (m_state == SessionState::Ready) {
        reply.give({});
        return;
    }
    m_opens.push_back(std::move(reply));
    if (!m_master) {
        m_backoff.reset();
        begin();
    }
}

void OpenSshLink::begin()
{
    m_retry.stop();
    auto line = OpenSshCommandLine::make(m_destination, m_options, m_folder.path());
    if (!line) {
        masterEnded(line.error());
        return;
    }
    m_master = std::make_unique<OpenSshMaster>(
        std::move(*line), m_folder.path(), QString::number(++m_files));
    m_ports = std::make_unique<OpenSshPorts>(*m_master, m_folder.path());
    connect(m_master.get(), &OpenSshMaster::ready, this, &OpenSshLink::masterReady);
    connect(m_master.get(), &OpenSshMaster::ended, this, [this] {
        const bool wasReady = m_state == SessionState::Ready;
        masterEnded(openSshError(m_destination, m_master->said(), wasReady));
    });
    connect(
        m_master.get(),
        &OpenSshMaster::missing,
        this,
        [this](const QString &detail) {
            masterEnded(openSshMissingError(m_options.program, detail));
        },
        Qt::QueuedConnection);
    m_deadline.start(m_destination.connectTimeout + grace);
    setState(SessionState::Connecting);
    m_master->start();
}

void OpenSshLink::masterReady()
{
    m_deadline.stop();
    m_backoff.reset();
    m_wasReady = true;
    m_lastError = {};
    setState(SessionState::Ready);
    answer({});
    for (const auto &ready : std::exchange(m_waiting, {})) {
        ready(m_master.get());
    }
}

void OpenSshLink::masterEnded(const Error &error)
{
    m_lastError = error;
    const bool wasWorking = m_state == SessionState::Ready;
    const bool isOver = isLasting(error.code);
    if (m_reconnecting && !isOver) {
        m_retry.start(m_backoff.next());
    }
    drop(error);
    const bool mayReturn = m_retry.isActive() || (m_wasReady && !isOver);
    setState(wasWorking || mayReturn ? SessionState::Lost : SessionState::Failed);
    answer(failure(error));
}

void OpenSshLink::drop(const Error &error)
{
    m_deadline.stop();
    m_signOfLife.stop();
    endProbe();
    if (m_ports) {
        m_ports->lose(error);
        m_ports.reset();
    }
    if (m_master) {
        // It may be the sender of what led here.
        disconnect(m_master.get(), nullptr, this, nullptr);
        m_master->end(); // at once: there may be no event loop any more
        m_master.release()->deleteLater();
        Q_EMIT lost(error);
    }
    if (!m_retry.isActive()) {
        for (const auto &ready : std::exchange(m_waiting, {})) {
            ready(failure(error));
        }
    }
}

void OpenSshLink::close()
{
    m_retry.stop();
    m_wasReady = false;
    drop(cancelledError());
    m_lastError = noConnection();
    setState(SessionState::Disconnected);
    answer(failure(cancelledError()));
}

void OpenSshLink::setReconnecting(bool on)
{
    m_reconnecting = on;
    if (!on) {
        m_retry.stop();
    } else if (m_state == SessionState::Lost && !m_master) {
        m_retry.start(m_backoff.next());
    }
}

void OpenSshLink::checkLink()
{
    m_backoff.reset();
    if (m_retry.isActive()) {
        begin();
        return;
    }
    const UniqueFd nothing(
        ::open("/dev/null", O_RDWR | O_CLOEXEC)); // NOLINT: the system's function
    if (m_state != SessionState::Ready || m_signOfLife.isActive() || !nothing.isValid()) {
        return;
    }
    m_probe = std::make_unique<OpenSshSession>(
        *m_master,
        StreamTarget::subsystem(QLatin1String(probeSubsystem)),
        std::array<int, 3>{nothing.get(), nothing.get(), nothing.get()});
    // Whatever the answer says, it has come.
    const auto answered = [this] {
        m_signOfLife.stop();
        endProbe();
    };
    connect(m_probe.get(), &OpenSshSession::failed, this, answered);
    connect(m_probe.get(), &OpenSshSession::opened, this, answered);
    m_signOfLife.start(signOfLifeTime);
}

void OpenSshLink::endProbe()
{
    if (m_probe) {
        m_probe->disconnect(this);
        m_probe.release()->deleteLater(); // it may be the sender of what led here
    }
}

void OpenSshLink::whenReady(QObject *context, Ready ready)
{
    if (m_state == SessionState::Ready) {
        ready(m_master.get());
    } else if (m_master || m_retry.isActive()) {
        m_waiting.emplace_back([guard = QPointer<QObject>(context),
                                ready = std::move(ready)](const Result<OpenSshMaster *> &master) {
            if (guard) {
                ready(master);
            }
        });
    } else {
        ready(failure(m_lastError));
    }
}

void OpenSshLink::openPort(const StreamTarget &target, Reply<Stream> reply)
{
    auto shared = std::make_shared<OpenSshPorts::Waiting>();
    shared->reply = std::move(reply);
    shared->deadline.reset(new QTimer);
    shared->deadline->setSingleShot(true);
    const auto expire = [name = target.name, late = std::weak_ptr(shared)] {
        if (const auto waiting = late.lock()) {
            waiting->give(failure(openSshLateError(name)));
        }
    };
    connect(shared->deadline.get(), &QTimer::timeout, this, expire);
    shared->deadline->start(m_options.openingTime);
    whenReady(this, [this, target, shared](const Result<OpenSshMaster *> &master) {
        if (master) {
            m_ports->open(target, shared);
        } else {
            shared->give(failure(master.error()));
        }
    });
}

void OpenSshLink::setState(SessionState state)
{
    if (state != m_state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
}

void OpenSshLink::answer(const Result<void> &result)
{
    for (auto &reply : std::exchange(m_opens, {})) {
        reply.give(result);
    }
}

} // namespace Atelier::Ssh
