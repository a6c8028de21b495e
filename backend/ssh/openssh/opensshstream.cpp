// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshstream.h"

#include "backend/ssh/openssh/opensshchild.h"
#include "backend/ssh/openssh/openssherrors.h"
#include "backend/ssh/openssh/opensshlink.h"

#include <QCoreApplication>

#include <sys/prctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>

namespace Atelier::Ssh {

namespace {

constexpr qsizetype keptErrors = 16 * 1024;
/** ssh(1) ends with it for a fault of its own, and when a command ends with it. */
constexpr int ambiguousStatus = 255;

bool isProgram(const StreamTarget &target)
{
    return target.kind == StreamTarget::Kind::Command
           || target.kind == StreamTarget::Kind::Subsystem;
}

} // namespace

void OpenSshStream::openShared(OpenSshLink &link, const StreamTarget &target, Reply<Stream> reply)
{
    auto *stream = new OpenSshStream(link, target, std::move(reply));
    link.whenReady(stream, [stream](const Result<OpenSshMaster *> &master) {
        if (master) {
            stream->beginShared(**master);
        } else {
            stream->fail(master.error());
        }
    });
}

void OpenSshStream::openSingle(OpenSshLink &link, const StreamTarget &target, Reply<Stream> reply)
{
    auto *stream = new OpenSshStream(link, target, std::move(reply));
    // Who is not let in by the shared connection isn't let in here either.
    link.whenReady(stream, [stream](const Result<OpenSshMaster *> &master) {
        if (master) {
            stream->beginSingle(**master);
        } else {
            stream->fail(master.error());
        }
    });
}

OpenSshStream::OpenSshStream(OpenSshLink &link, StreamTarget target, Reply<Stream> reply)
    : QObject(&link)
    , m_link(link)
    , m_target(std::move(target))
    , m_reply(std::move(reply))
{
    m_deadline.setSingleShot(true);
    m_deadline.start(link.options().openingTime);
    connect(&m_deadline, &QTimer::timeout, this, [this] { fail(openSshLateError(m_target.name)); });
    connect(&link, &OpenSshLink::lost, this, [this](const Error &error) {
        if (m_session) {
            m_session->lose(error);
        } else if (m_process && error.code == Error::Code::Cancelled) {
            fail(error); // the whole connection was closed
        }
    });
}

OpenSshStream::~OpenSshStream()
{
    endOpenSshChild(std::move(m_process));
}

bool OpenSshStream::makeSockets()
{
    std::array<int, 2> data{-1, -1};
    std::array<int, 2> errors{-1, -1};
    const bool areMade = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, data.data()) == 0
                         && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, errors.data())
                                == 0;
    m_ours = std::make_shared<UniqueFd>(data[0]);
    m_theirs = UniqueFd(data[1]);
    m_errors = UniqueFd(errors[0]);
    m_theirErrors = UniqueFd(errors[1]);
    if (!areMade) {
        fail({.code = Error::Code::Exhausted,
              .message = QCoreApplication::translate("Ssh::OpenSshStream",
                                                     "A stream to the server can't be made: %1.")
                             .arg(qt_error_string())});
        return false;
    }
    m_errorsReadable = std::make_unique<QSocketNotifier>(m_errors.get(), QSocketNotifier::Read);
    connect(m_errorsReadable.get(), &QSocketNotifier::activated, this, &OpenSshStream::readErrors);
    return true;
}

void OpenSshStream::beginShared(OpenSshMaster &master)
{
    if (!makeSockets()) {
        return;
    }
    m_session = std::make_unique<OpenSshSession>(
        master, m_target, std::array<int, 3>{m_theirs.get(), m_theirs.get(), m_theirErrors.get()});
    // The master has its own; as long as we had ours, nobody would see an end.
    m_theirs.reset();
    m_theirErrors.reset();
    connect(m_session.get(), &OpenSshSession::opened, this, &OpenSshStream::opened);
    connect(m_session.get(), &OpenSshSession::failed, this, &OpenSshStream::fail);
    connect(m_session.get(), &OpenSshSession::ended, this, &OpenSshStream::ended);
}

void OpenSshStream::beginSingle(const OpenSshMaster &master)
{
    const OpenSshCommandLine &line = master.line();
    m_log = std::make_unique<OpenSshLog>(m_link.newPath());
    if (!m_log->isOpen()) {
        fail(openSshMissingError(line.program(), qt_error_string()));
        return;
    }
    if (!makeSockets()) {
        return;
    }
    connect(m_log.get(), &OpenSshLog::line, this, &OpenSshStream::readLine);
    m_process = makeOpenSshChild();
    m_process->setProcessChannelMode(QProcess::ForwardedChannels);
    m_process->setInputChannelMode(QProcess::ForwardedInputChannel);
    m_process->setChildProcessModifier(
        [data = m_theirs.get(), errors = m_theirErrors.get(), process = m_process.get()] {
            ::prctl(PR_SET_PDEATHSIG, SIGTERM);
            if (::dup2(data, STDIN_FILENO) < 0 || ::dup2(data, STDOUT_FILENO) < 0
                || ::dup2(errors, STDERR_FILENO) < 0) {
                process->failChildProcessModifier("dup2", errno);
            }
        });
    connect(m_process.get(), &QProcess::finished, this, &OpenSshStream::singleEnded);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            fail(openSshMissingError(m_link.options().program, m_process->errorString()));
        }
    });
    m_process->start(line.program(), line.single(m_target, m_log->path()));
    m_theirs.reset();
    m_theirErrors.reset();
}

void OpenSshStream::readLine(const QByteArray &line)
{
    const bool isStarted = isProgram(m_target)
                               ? line.startsWith("debug2: type 99 ")
                               : line.startsWith("debug2: channel 0: open confirm ");
    if (isStarted) {
        opened();
    } else if (line.startsWith("debug1: client_input_channel_req: channel 0 rtype exit-status")) {
        m_hasStatus = true;
    } else if (line.startsWith("debug1: client_input_channel_req: channel 0 rtype exit-signal")) {
        m_wasKilled = true;
    }
}

void OpenSshStream::singleEnded(int exitCode)
{
    m_log->drain();
    if (m_wasKilled) {
        ended(0, QStringLiteral("UNKNOWN"));
    } else if (m_hasStatus || (m_isOpen && exitCode != ambiguousStatus)) {
        ended(exitCode, {});
    } else if (m_isOpen || isProgram(m_target)) {
        fail(openSshError(m_link.destination(), m_log->said(), m_isOpen));
    } else {
        fail({.code = Error::Code::ForwardingRefused,
              .message = QCoreApplication::translate("Ssh::OpenSshStream",
                                                     "Nothing answers at %1 on the server.")
                             .arg(m_target.name),
              .detail = m_log->said().simplified(),
              .target = m_target.name});
    }
}

void OpenSshStream::readErrors()
{
    QByteArray chunk(keptErrors, Qt::Uninitialized);
    const ssize_t count = ::recv(
        m_errors.get(), chunk.data(), static_cast<std::size_t>(chunk.size()), MSG_DONTWAIT);
    m_errorsReadable->setEnabled(count > 0 || (count < 0 && errno == EAGAIN));
    const qsizetype room = keptErrors - m_errorOutput.size();
    m_errorOutput.append(chunk.constData(), std::clamp<qsizetype>(count, 0, room));
}

void OpenSshStream::opened()
{
    if (!m_isOpen) {
        m_isOpen = true;
        m_deadline.stop();
        m_reply.give(Stream{.descriptor = std::exchange(m_ours, nullptr), .end = m_end.future()});
    }
}

void OpenSshStream::ended(int exitStatus, const QString &signal)
{
    opened(); // what has ended did run, also where the log has not told of its beginning
    while (m_errorsReadable->isEnabled()) {
        const qsizetype before = m_errorOutput.size();
        readErrors();
        if (m_errorOutput.size() == before) {
            break;
        }
    }
    m_end.give(StreamEnd{.exitStatus = exitStatus, .signal = signal, .errorOutput = m_errorOutput});
    deleteLater();
}

void OpenSshStream::fail(const Error &error)
{
    m_deadline.stop();
    if (m_session) {
        m_session->disconnect(this);
    }
    endOpenSshChild(std::move(m_process)); // who has failed moves nothing any more
    m_reply.give(failure(error));
    m_end.give(failure(error));
    deleteLater();
}

} // namespace Atelier::Ssh
