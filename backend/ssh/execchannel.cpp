// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/execchannel.h"

#include "backend/ssh/errors.h"
#include "backend/ssh/reply.h"

#include <QCoreApplication>

#include <array>
#include <cstring>

namespace Atelier::Ssh {

namespace {

constexpr int standardOutput = 0;
constexpr int chunksPerTurn = 8;

} // namespace

ExecChannel::ExecChannel(const QString &command,
                         std::chrono::milliseconds timeout,
                         std::stop_token stop,
                         std::function<void()> wake,
                         std::unique_ptr<ExecSink> sink)
    : ChannelTask(ChannelSpec::session(), deadlineIn(timeout))
    , m_command(command.toUtf8())
    , m_timeout(timeout)
    , m_stop(std::move(stop))
    , m_sink(std::move(sink))
    , m_wake(std::move(wake))
    , m_onStop(m_stop, m_wake)
{
}

void ExecChannel::write(const QByteArray &data)
{
    {
        const QMutexLocker locker(&m_mutex);
        if (!m_noMoreInput) {
            m_newInput += data;
        }
    }
    m_wake();
}

void ExecChannel::closeInput()
{
    {
        const QMutexLocker locker(&m_mutex);
        m_noMoreInput = true;
    }
    m_wake();
}

void ExecChannel::takeInput()
{
    bool abandoned = false;
    {
        const QMutexLocker locker(&m_mutex);
        m_input += std::exchange(m_newInput, {});
        m_inputClosed = m_noMoreInput;
        abandoned = std::exchange(m_abandoned, false);
    }
    if (abandoned) {
        end("HUP");
    }
}

void ExecChannel::watch(PollSet &) {}

bool ExecChannel::prepare(const PollSet &)
{
    takeInput();
    if (m_sink && m_stop.stop_requested()) {
        m_sink->failed(cancelledError());
        end("TERM");
        return true;
    }
    return false;
}

void ExecChannel::abandon()
{
    {
        const QMutexLocker locker(&m_mutex);
        m_abandoned = true;
    }
    m_wake();
}

void ExecChannel::end(const char *signal)
{
    m_sink.reset();
    m_signal = signal;
    setDeadline(never);
    // What the server has been asked to start is waited for, so that the signal reaches it.
    if (phase() != Phase::Open) {
        finish();
    }
}

void ExecChannel::fail(const Error &error)
{
    if (m_sink) {
        m_sink->failed(error);
        m_sink.reset();
    }
    finish();
}

void ExecChannel::cancel()
{
    if (m_sink) {
        m_sink->failed(cancelledError());
    }
    end("HUP");
}

void ExecChannel::expired()
{
    m_sink->failed({.code = Error::Code::TimedOut,
                    .message = QCoreApplication::translate("Ssh::ExecChannel",
                                                           "The command did not end within %1 s.")
                                   .arg(static_cast<double>(m_timeout.count()) / 1000.0),
                    .detail = QString::fromUtf8(m_command)});
    end("TERM");
}

bool ExecChannel::work(Transport &transport)
{
    if (!m_running && !m_requested && m_signal != nullptr) {
        finish(); // given up before it was asked for: it must not run
        return true;
    }
    if (!m_running) {
        return start(transport);
    }
    if (m_signal != nullptr) {
        // Servers that know no signals close the channel all the same.
        const int code = libssh2_channel_signal_ex(channel(), m_signal, std::strlen(m_signal));
        if (code == LIBSSH2_ERROR_EAGAIN) {
            return false;
        }
        finish();
        return true;
    }
    bool moved = sendInput(transport);
    moved = readStream(transport, standardOutput) || moved;
    if (phase() == Phase::Open && m_signal == nullptr) {
        moved = readStream(transport, SSH_EXTENDED_DATA_STDERR) || moved;
    }
    if (phase() == Phase::Open && m_signal == nullptr) {
        moved = readEnd(transport) || moved;
    }
    return moved;
}

bool ExecChannel::start(Transport &transport)
{
    if (!transport.beginRequest(this)) {
        return false;
    }
    m_requested = true;
    const int code = libssh2_channel_process_startup(
        channel(), "exec", 4, m_command.constData(), static_cast<unsigned int>(m_command.size()));
    if (code == LIBSSH2_ERROR_EAGAIN) {
        return false;
    }
    transport.endRequest(this);
    if (transport.failOn(code)) {
        return false;
    }
    if (code != 0) {
        fail({.code = Error::Code::ChannelRefused,
              .message = QCoreApplication::translate("Ssh::ExecChannel",
                                                     "The server refused to run the command."),
              .detail = lastDetail(transport.session(), code)});
        return true;
    }
    m_running = true;
    if (m_sink) {
        m_sink->started();
    }
    return true;
}

bool ExecChannel::sendInput(Transport &transport)
{
    bool moved = false;
    while (!m_input.isEmpty() && transport.canSend()) {
        const auto count = libssh2_channel_write(
            channel(), m_input.constData(), static_cast<std::size_t>(m_input.size()));
        if (count == 0 || count == LIBSSH2_ERROR_EAGAIN
            || transport.failOn(static_cast<int>(count))) {
            return moved;
        }
        if (count < 0) {
            // The command has closed its input; what it says and how it ends is still of interest.
            m_input.clear();
            return true;
        }
        m_input.remove(0, count);
        passed(static_cast<std::size_t>(count));
        moved = true;
    }
    if (m_input.isEmpty() && m_inputClosed && !m_endSent) {
        const int code = libssh2_channel_send_eof(channel());
        m_endSent = code != LIBSSH2_ERROR_EAGAIN;
        transport.failOn(code);
    }
    return moved;
}

bool ExecChannel::readStream(Transport &transport, int stream)
{
    std::array<char, 32768> chunk{};
    bool moved = false;
    for (int turn = 0; turn < chunksPerTurn && m_sink->hasRoom(); ++turn) {
        const auto count = libssh2_channel_read_ex(channel(), stream, chunk.data(), chunk.size());
        if (count <= 0) {
            transport.failOn(static_cast<int>(count));
            break;
        }
        moved = true;
        passed(static_cast<std::size_t>(count));
        const QByteArray data(chunk.data(), count);
        if (!(stream == standardOutput ? m_sink->output(data) : m_sink->errorOutput(data))) {
            end("TERM");
            break;
        }
    }
    return moved;
}

bool ExecChannel::readEnd(Transport &transport)
{
    if (transport.fault() || libssh2_channel_eof(channel()) == 0
        || libssh2_channel_wait_closed(channel()) == LIBSSH2_ERROR_EAGAIN || transport.fault()) {
        return false;
    }
    char *name = nullptr;
    QString signal;
    if (libssh2_channel_get_exit_signal(
            channel(), &name, nullptr, nullptr, nullptr, nullptr, nullptr)
            == 0
        && name != nullptr) {
        signal = QString::fromUtf8(name);
        libssh2_free(transport.session(), name);
    }
    m_sink->finished(libssh2_channel_get_exit_status(channel()), signal);
    m_sink.reset();
    finish();
    return true;
}

} // namespace Atelier::Ssh
