// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/exchange.h"

#include "backend/core/async.h"
#include "backend/ssh/connection.h"
#include "backend/ssh/reply.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace Atelier::Ssh {

namespace {

/** An answer is a document, not a stream. */
constexpr qsizetype maximumAnswer = qsizetype{64} * 1024 * 1024;

/** One exchange on its way; destroys itself when it is answered. */
class Exchange final : public QObject
{
public:
    Exchange(Connection *connection,
             QString socketPath,
             QByteArray request,
             Reply<QByteArray> reply)
        : QObject(connection)
        , m_socketPath(std::move(socketPath))
        , m_request(std::move(request))
        , m_reply(std::move(reply))
    {
    }

    void begin(Connection *connection, std::chrono::milliseconds timeout)
    {
        QTimer::singleShot(timeout, this, [this] { expire(); });
        whenDone(connection->stream(StreamTarget::socket(m_socketPath)),
                 this,
                 [this](const Result<Stream> &stream) {
                     if (stream) {
                         opened(*stream);
                     } else {
                         end(failure(stream.error()));
                     }
                 });
    }

private:
    void opened(const Stream &stream)
    {
        m_stream = stream;
        const int descriptor = stream.descriptor->get();
        m_readable = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
        m_writable = new QSocketNotifier(descriptor, QSocketNotifier::Write, this);
        connect(m_readable, &QSocketNotifier::activated, this, [this] { receive(); });
        connect(m_writable, &QSocketNotifier::activated, this, [this] { send(); });
    }

    void send()
    {
        // No end of file after the request: servers take that for a client that has gone.
        const ssize_t count = ::send(m_stream.descriptor->get(),
                                     m_request.constData() + m_sent,
                                     static_cast<std::size_t>(m_request.size() - m_sent),
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
        const bool isBroken = count < 0 && errno != EAGAIN && errno != EINTR;
        m_sent += count > 0 ? count : 0;
        if (isBroken || m_sent == m_request.size()) {
            m_writable->setEnabled(false); // what went wrong, the end of the answer says
        }
    }

    void receive()
    {
        std::array<char, 65536> chunk{};
        const ssize_t count = ::recv(
            m_stream.descriptor->get(), chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (count > 0) {
            m_answer.append(chunk.data(), count);
            if (m_answer.size() > maximumAnswer) {
                end(failure({.code = Error::Code::Exhausted,
                             .message = QCoreApplication::translate(
                                            "Ssh::Exchange", "The answer of %1 is too large.")
                                            .arg(m_socketPath),
                             .target = m_socketPath}));
            }
            return;
        }
        // A link that broke says so before the end can be seen here.
        const auto &ending = m_stream.end;
        if (ending.resultCount() > 0 && !ending.result()) {
            end(failure(ending.result().error()));
        } else {
            end(std::move(m_answer));
        }
    }

    void expire()
    {
        end(failure({.code = Error::Code::TimedOut,
                     .message = QCoreApplication::translate(
                                    "Ssh::Exchange", "%1 on the server did not answer in time.")
                                    .arg(m_socketPath),
                     .target = m_socketPath}));
    }

    void end(Result<QByteArray> result)
    {
        for (QSocketNotifier *notifier : {m_readable, m_writable}) {
            if (notifier != nullptr) {
                notifier->setEnabled(false); // before the descriptor goes
            }
        }
        m_stream = {};
        m_reply.give(std::move(result));
        deleteLater();
    }

    QString m_socketPath;
    QByteArray m_request;
    qsizetype m_sent = 0;
    QByteArray m_answer;
    Reply<QByteArray> m_reply;
    Stream m_stream;
    QSocketNotifier *m_readable = nullptr; // children
    QSocketNotifier *m_writable = nullptr;
};

} // namespace

QFuture<Result<QByteArray>> exchange(Connection *connection,
                                     const QString &socketPath,
                                     const QByteArray &request,
                                     std::chrono::milliseconds timeout)
{
    Reply<QByteArray> reply;
    auto future = reply.future();
    auto *work = new Exchange(connection, socketPath, request, std::move(reply));
    work->begin(connection, timeout);
    return future;
}

} // namespace Atelier::Ssh
