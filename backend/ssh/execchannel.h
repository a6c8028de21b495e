// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/channeltask.h"

#include <QByteArray>
#include <QMutex>

#include <functional>
#include <memory>
#include <stop_token>

namespace Atelier::Ssh {

/** Who takes the output of a command; called in the session's thread. */
class ExecSink
{
public:
    ExecSink() = default;
    ExecSink(const ExecSink &) = delete;
    ExecSink &operator=(const ExecSink &) = delete;
    virtual ~ExecSink() = default;

    virtual void started() = 0;
    /** False: the command is ended, and the sink has said why itself. */
    [[nodiscard]] virtual bool output(const QByteArray &data) = 0;
    [[nodiscard]] virtual bool errorOutput(const QByteArray &data) = 0;
    /** False holds the command's output back until the loop is woken. */
    [[nodiscard]] virtual bool hasRoom() const = 0;
    virtual void finished(int exitStatus, const QString &signal) = 0;
    virtual void failed(const Error &error) = 0;
};

/** One command on the node with its three streams. Its input may come from any thread, wherever the
 * channel is. */
class ExecChannel final : public ChannelTask
{
public:
    /** @p wake wakes the loop from any thread: when @p stop is requested, when there is input. */
    ExecChannel(const QString &command,
                std::chrono::milliseconds timeout,
                std::stop_token stop,
                std::function<void()> wake,
                std::unique_ptr<ExecSink> sink);

    void write(const QByteArray &data);
    void closeInput();
    /** Nobody waits for the command any more: it gets a hang-up and the channel is closed. */
    void abandon();

    void watch(PollSet &poll) override;
    void cancel() override;

protected:
    bool prepare(const PollSet &poll) override;
    bool work(Transport &transport) override;
    void fail(const Error &error) override;
    void expired() override;

private:
    void takeInput();
    bool start(Transport &transport);
    bool sendInput(Transport &transport);
    bool readStream(Transport &transport, int stream);
    bool readEnd(Transport &transport);
    void end(const char *signal);

    QByteArray m_command;
    std::chrono::milliseconds m_timeout;
    std::stop_token m_stop;
    std::unique_ptr<ExecSink> m_sink; ///< null once it has been told the end
    std::function<void()> m_wake;
    QMutex m_mutex; ///< of the next three
    QByteArray m_newInput;
    bool m_noMoreInput = false;
    bool m_abandoned = false;
    QByteArray m_input;
    bool m_inputClosed = false;
    bool m_endSent = false;
    bool m_requested = false; ///< the server has been asked to start it
    bool m_running = false;
    const char *m_signal = nullptr; ///< what the command gets as soon as it runs
    std::stop_callback<std::function<void()>> m_onStop;
};

} // namespace Atelier::Ssh
