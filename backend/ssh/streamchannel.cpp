// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/streamchannel.h"

#include "backend/ssh/errors.h"

#include <QCoreApplication>

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace Atelier::Ssh {

namespace {

constexpr std::size_t streamBufferSize = std::size_t{64} * 1024;
constexpr std::size_t bulkStreamBufferSize = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds openingTime{20'000};
constexpr qsizetype keptErrorOutput = 16 * 1024;

Error noSocketPair(int number)
{
    return {.code = Error::Code::Exhausted,
            .message = QCoreApplication::translate("Ssh::StreamChannel",
                                                   "A stream to the server can't be made: %1.")
                           .arg(qt_error_string(number))};
}

} // namespace

std::shared_ptr<StreamChannel> StreamChannel::create(const StreamTarget &target,
                                                     Reply<Stream> reply)
{
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        reply.give(failure(noSocketPair(errno)));
        return nullptr;
    }
    UniqueFd ours(ends[0]);
    UniqueFd theirs(ends[1]);
    if (::fcntl(ours.get(), F_SETFL, O_NONBLOCK) != 0) { // NOLINT: the system's function
        reply.give(failure(noSocketPair(errno)));
        return nullptr;
    }
    return std::shared_ptr<StreamChannel>(
        new StreamChannel(std::move(ours), std::move(theirs), target, std::move(reply)));
}

StreamChannel::StreamChannel(UniqueFd ours,
                             UniqueFd theirs,
                             StreamTarget target,
                             Reply<Stream> reply)
    : ChannelPump(std::move(ours),
                  ChannelSpec::to(target),
                  deadlineIn(openingTime),
                  target.isBulk ? bulkStreamBufferSize : streamBufferSize)
    , m_target(std::move(target))
    , m_theirs(std::make_shared<UniqueFd>(std::move(theirs)))
    , m_reply(std::move(reply))
{
}

bool StreamChannel::isProgram() const
{
    return m_target.kind == StreamTarget::Kind::Command
           || m_target.kind == StreamTarget::Kind::Subsystem;
}

bool StreamChannel::isStarted(Transport &transport)
{
    if (isProgram() && !requestProgram(transport)) {
        return false;
    }
    m_reply.give(Stream{.descriptor = std::exchange(m_theirs, nullptr), .end = m_end.future()});
    return true;
}

bool StreamChannel::requestProgram(Transport &transport)
{
    if (!transport.beginRequest(this)) {
        return false;
    }
    const QByteArray request = m_target.kind == StreamTarget::Kind::Command ? "exec" : "subsystem";
    const QByteArray name = m_target.name.toUtf8();
    const int code = libssh2_channel_process_startup(channel(),
                                                     request.constData(),
                                                     static_cast<unsigned int>(request.size()),
                                                     name.constData(),
                                                     static_cast<unsigned int>(name.size()));
    if (code == LIBSSH2_ERROR_EAGAIN) {
        return false;
    }
    transport.endRequest(this);
    if (code != 0 && !transport.failOn(code)) {
        fail(refusal(lastDetail(transport.session(), code)));
    }
    return code == 0;
}

Error StreamChannel::refusal(const QString &detail) const
{
    return {.code = Error::Code::ChannelRefused,
            .message = (m_target.kind == StreamTarget::Kind::Subsystem
                            ? QCoreApplication::translate("Ssh::StreamChannel",
                                                          "The server does not offer \"%1\".")
                                  .arg(m_target.name)
                            : QCoreApplication::translate(
                                  "Ssh::StreamChannel", "The server refused to run the command.")),
            .detail = detail,
            .target = m_target.name};
}

bool StreamChannel::readAside(Transport &transport)
{
    if (!isProgram() || phase() != Phase::Open) {
        return false;
    }
    std::array<char, 4096> chunk{};
    const auto count = libssh2_channel_read_ex(
        channel(), SSH_EXTENDED_DATA_STDERR, chunk.data(), chunk.size());
    if (count <= 0) {
        transport.failOn(static_cast<int>(count));
        return false;
    }
    const auto room = keptErrorOutput - m_errorOutput.size();
    m_errorOutput.append(chunk.data(), std::min<qsizetype>(count, room));
    return true;
}

void StreamChannel::ended(Transport &transport)
{
    StreamEnd end{.errorOutput = m_errorOutput};
    if (isProgram()) {
        end.exitStatus = libssh2_channel_get_exit_status(channel());
        char *name = nullptr;
        if (libssh2_channel_get_exit_signal(
                channel(), &name, nullptr, nullptr, nullptr, nullptr, nullptr)
                == 0
            && name != nullptr) {
            end.signal = QString::fromUtf8(name);
            libssh2_free(transport.session(), name);
        }
    }
    m_end.give(end);
}

void StreamChannel::breakingOff()
{
    if (m_target.kind == StreamTarget::Kind::Command) {
        // Servers that know no signals close the channel all the same.
        static_cast<void>(libssh2_channel_signal_ex(channel(), "HUP", 3));
    }
}

void StreamChannel::fail(const Error &error)
{
    m_reply.give(failure(error));
    m_end.give(failure(error));
    reset();
}

void StreamChannel::expired()
{
    if (hasStarted()) {
        ChannelPump::expired();
        return;
    }
    fail({.code = Error::Code::TimedOut,
          .message = QCoreApplication::translate("Ssh::StreamChannel",
                                                 "The server did not open the stream in time."),
          .target = m_target.name});
}

void StreamChannel::cancel()
{
    fail(cancelledError());
}

} // namespace Atelier::Ssh
