// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshprocess.h"

#include "backend/ssh/openssh/opensshlink.h"

#include <QCoreApplication>
#include <QPointer>

#include <fcntl.h>
#include <sys/socket.h>

#include <array>

namespace Atelier::Ssh {

namespace {

/** What one turn of the event loop reads at most, so that others have theirs. */
constexpr std::size_t readingSize = std::size_t{256} * 1024;

/** Two joined sockets: this program's, which never blocks, and the other side's. */
std::pair<UniqueFd, UniqueFd> joinedSockets()
{
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return {};
    }
    std::pair<UniqueFd, UniqueFd> pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
    if (::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) { // NOLINT: the system's function
        return {};
    }
    return pair;
}

/** What is there; empty at the end too. @p hasEnded tells. */
QByteArray readAvailable(int socket, bool &hasEnded)
{
    QByteArray data(static_cast<qsizetype>(readingSize), Qt::Uninitialized);
    const ssize_t count = ::recv(socket, data.data(), readingSize, MSG_DONTWAIT);
    hasEnded = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
    data.resize(std::max<ssize_t>(count, 0));
    return data;
}

} // namespace

OpenSshProcess::OpenSshProcess(OpenSshLink &link, const QString &command)
{
    connect(&link, &OpenSshLink::lost, this, [this](const Error &error) {
        if (m_session) {
            m_session->lose(error);
        }
    });
    // Whoever has made this object connects its signals first.
    QMetaObject::invokeMethod(
        this,
        [this, command, guard = QPointer<OpenSshLink>(&link)] {
            if (!guard) {
                fail(cancelledError());
                return;
            }
            guard->whenReady(this, [this, command](const Result<OpenSshMaster *> &master) {
                if (master) {
                    begin(**master, command);
                } else {
                    fail(master.error());
                }
            });
        },
        Qt::QueuedConnection);
    connect(&link, &QObject::destroyed, this, [this] { fail(cancelledError()); });
}

OpenSshProcess::~OpenSshProcess() = default;

void OpenSshProcess::begin(OpenSshMaster &master, const QString &command)
{
    auto [input, theirInput] = joinedSockets();
    auto [output, theirOutput] = joinedSockets();
    auto [errors, theirErrors] = joinedSockets();
    if (!theirInput.isValid() || !theirOutput.isValid() || !theirErrors.isValid()) {
        fail({.code = Error::Code::Exhausted,
              .message = QCoreApplication::translate("Ssh::OpenSshProcess",
                                                     "A command can't be started: %1.")
                             .arg(qt_error_string())});
        return;
    }
    m_input = std::move(input);
    m_output = std::move(output);
    m_errors = std::move(errors);
    m_session = std::make_unique<OpenSshSession>(
        master,
        StreamTarget::command(command),
        std::array<int, 3>{theirInput.get(), theirOutput.get(), theirErrors.get()});
    connect(m_session.get(), &OpenSshSession::opened, this, &RemoteProcess::started);
    connect(m_session.get(), &OpenSshSession::failed, this, &OpenSshProcess::fail);
    connect(m_session.get(),
            &OpenSshSession::ended,
            this,
            [this](int exitStatus, const QString &signal) {
                const QPointer<OpenSshProcess> guard(this);
                drain();
                if (guard && !m_isDone) {
                    m_isDone = true;
                    Q_EMIT finished(exitStatus, signal);
                }
            });
    m_writable = std::make_unique<QSocketNotifier>(m_input.get(), QSocketNotifier::Write);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &OpenSshProcess::sendInput);
    m_readable = std::make_unique<QSocketNotifier>(m_output.get(), QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &OpenSshProcess::readOutput);
    m_errorsReadable = std::make_unique<QSocketNotifier>(m_errors.get(), QSocketNotifier::Read);
    connect(m_errorsReadable.get(), &QSocketNotifier::activated, this, &OpenSshProcess::readErrors);
}

void OpenSshProcess::write(const QByteArray &data)
{
    if (!m_inputEnds && !m_isDone) {
        m_toSend += data;
        sendInput();
    }
}

void OpenSshProcess::closeInput()
{
    m_inputEnds = true;
    sendInput();
}

void OpenSshProcess::sendInput()
{
    if (!m_input.isValid()) {
        return;
    }
    while (!m_toSend.isEmpty()) {
        const ssize_t count = ::send(m_input.get(),
                                     m_toSend.constData(),
                                     static_cast<std::size_t>(m_toSend.size()),
                                     MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno != EAGAIN && errno != EINTR) {
            m_toSend.clear(); // the command takes no more; how it ends is still of interest
            break;
        }
        if (count <= 0) {
            break;
        }
        m_toSend.remove(0, count);
    }
    m_writable->setEnabled(!m_toSend.isEmpty());
    if (m_toSend.isEmpty() && m_inputEnds) {
        m_writable.reset();
        m_input.reset();
    }
}

void OpenSshProcess::readOutput()
{
    bool hasEnded = false;
    const QByteArray data = readAvailable(m_output.get(), hasEnded);
    m_readable->setEnabled(!hasEnded);
    if (!data.isEmpty()) {
        Q_EMIT readyOutput(data);
    }
}

void OpenSshProcess::readErrors()
{
    bool hasEnded = false;
    const QByteArray data = readAvailable(m_errors.get(), hasEnded);
    m_errorsReadable->setEnabled(!hasEnded);
    if (!data.isEmpty()) {
        Q_EMIT readyError(data);
    }
}

void OpenSshProcess::drain()
{
    const QPointer<OpenSshProcess> guard(this); // a receiver may end it
    for (const bool isOutput : {true, false}) {
        const auto hasMore = [&] {
            char first = 0;
            return guard && (isOutput ? m_readable : m_errorsReadable)->isEnabled()
                   && ::recv((isOutput ? m_output : m_errors).get(),
                             &first,
                             1,
                             MSG_PEEK | MSG_DONTWAIT)
                          > 0;
        };
        while (hasMore()) {
            isOutput ? readOutput() : readErrors();
        }
    }
}

void OpenSshProcess::fail(const Error &error)
{
    if (!m_isDone) {
        m_isDone = true;
        Q_EMIT failed(error);
    }
}

} // namespace Atelier::Ssh
