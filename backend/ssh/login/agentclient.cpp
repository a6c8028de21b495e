// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/agentclient.h"

#include "backend/ssh/login/wire.h"

#include <QCoreApplication>
#include <QFile>

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace Atelier::Ssh {

namespace {

// draft-ietf-sshm-ssh-agent, section 6.1
constexpr char requestIdentities = 11;
constexpr char identitiesAnswer = 12;
constexpr char signRequest = 13;
constexpr char signResponse = 14;
constexpr quint32 flagRsaSha256 = 2;
constexpr quint32 flagRsaSha512 = 4;

constexpr std::chrono::milliseconds listTime{3'000};
/** Its owner may have to confirm or touch something. */
constexpr std::chrono::milliseconds signTime{60'000};
/** OpenSSH's own limit (AGENT_MAX_LEN). */
constexpr quint32 longestAnswer = 256U * 1024;
constexpr quint32 mostKeys = 2048;

quint32 flagsFor(const QByteArray &method)
{
    if (method == "rsa-sha2-512") {
        return flagRsaSha512;
    }
    return method == "rsa-sha2-256" ? flagRsaSha256 : 0;
}

Error agentError(const QString &path, const QString &message, const QString &detail = {})
{
    return {.code = Error::Code::Unavailable, .message = message, .detail = detail, .target = path};
}

} // namespace

AgentClient::AgentClient(LoginContext &context, QString path)
    : m_context(context)
    , m_path(std::move(path))
{
}

Error AgentClient::unreachable(int number) const
{
    return agentError(
        m_path,
        QCoreApplication::translate("Ssh::AgentClient", "The SSH agent at %1 can't be reached: %2.")
            .arg(m_path, qt_error_string(number)));
}

Error AgentClient::silent() const
{
    return agentError(
        m_path,
        QCoreApplication::translate("Ssh::AgentClient", "The SSH agent at %1 gives no answer.")
            .arg(m_path));
}

Error AgentClient::garbled() const
{
    return agentError(
        m_path,
        QCoreApplication::translate("Ssh::AgentClient", "What listens at %1 is no SSH agent.")
            .arg(m_path));
}

Result<void> AgentClient::connectSocket()
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray path = QFile::encodeName(m_path);
    if (path.size() >= static_cast<qsizetype>(sizeof address.sun_path)) {
        return failure(unreachable(ENAMETOOLONG));
    }
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    m_socket = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto *name = reinterpret_cast<const sockaddr *>(
        &address); // NOLINT: the sockets API's cast
    if (!m_socket.isValid() || ::connect(m_socket.get(), name, sizeof address) != 0) {
        const int number = errno;
        m_socket.reset();
        // A full queue: the agent doesn't accept.
        return failure(number == EAGAIN ? silent() : unreachable(number));
    }
    return {};
}

Result<void> AgentClient::wait(short events, TimePoint deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    switch (m_context.waitFor(m_socket.get(), events, left)) {
    case LoginContext::Wait::Ready:
        return {};
    case LoginContext::Wait::Stopped:
        return failure(cancelledError());
    case LoginContext::Wait::Expired:
        break;
    }
    return failure(silent());
}

Result<void> AgentClient::send(const QByteArray &bytes, TimePoint deadline)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(m_socket.get(),
                                     bytes.constData() + sent,
                                     static_cast<std::size_t>(bytes.size() - sent),
                                     MSG_NOSIGNAL);
        if (count >= 0) {
            sent += count;
        } else if (errno != EAGAIN && errno != EINTR) {
            return failure(unreachable(errno));
        } else if (auto ready = wait(POLLOUT, deadline); !ready) {
            return ready;
        }
    }
    return {};
}

Result<QByteArray> AgentClient::receive(qsizetype size, TimePoint deadline)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < size) {
        const ssize_t count = ::recv(
            m_socket.get(), bytes.data() + filled, static_cast<std::size_t>(size - filled), 0);
        if (count > 0) {
            filled += count;
        } else if (count == 0) {
            return failure(garbled());
        } else if (errno != EAGAIN && errno != EINTR) {
            return failure(unreachable(errno));
        } else if (auto ready = wait(POLLIN, deadline); !ready) {
            return failure(ready.error());
        }
    }
    return bytes;
}

Result<QByteArray> AgentClient::ask(const QByteArray &request, std::chrono::milliseconds limit)
{
    const TimePoint deadline = Clock::now() + limit;
    if (!m_socket.isValid()) {
        if (auto connected = connectSocket(); !connected) {
            return failure(connected.error());
        }
    }
    auto answer = send(wireText(request), deadline)
                      .and_then([&] { return receive(4, deadline); })
                      .and_then([&](const QByteArray &header) -> Result<QByteArray> {
                          const auto length = qFromBigEndian<quint32>(header.constData());
                          if (length == 0 || length > longestAnswer) {
                              return failure(garbled());
                          }
                          return receive(length, deadline);
                      });
    if (!answer) {
        m_socket.reset(); // a late answer must not be taken for that to another question
    }
    return answer;
}

Result<QList<AgentKey>> AgentClient::keys()
{
    const auto answer = ask(QByteArray(1, requestIdentities), listTime);
    if (!answer) {
        return failure(answer.error());
    }
    WireReader reader(QByteArrayView(*answer).sliced(1));
    const auto count = reader.number();
    if (answer->at(0) != identitiesAnswer || !count || *count > mostKeys) {
        return failure(garbled());
    }
    QList<AgentKey> keys;
    for (quint32 index = 0; index < *count; ++index) {
        auto blob = reader.text();
        const auto comment = reader.text();
        if (!blob || !comment) {
            return failure(garbled());
        }
        keys += AgentKey{.blob = std::move(*blob), .comment = QString::fromUtf8(*comment)};
    }
    return keys;
}

Result<QByteArray> AgentClient::sign(const QByteArray &blob,
                                     const QByteArray &data,
                                     const QByteArray &method)
{
    const QByteArray request = QByteArray(1, signRequest) + wireText(blob) + wireText(data)
                               + wireNumber(flagsFor(method));
    const auto answer = ask(request, signTime);
    if (!answer) {
        return failure(answer.error());
    }
    if (answer->at(0) != signResponse) {
        return failure(agentError(
            m_path,
            QCoreApplication::translate("Ssh::AgentClient", "The SSH agent at %1 refused to sign.")
                .arg(m_path)));
    }
    const QByteArray signature =
        WireReader(QByteArrayView(*answer).sliced(1)).text().value_or(QByteArray());
    WireReader inner(signature);
    const auto used = inner.text();
    auto raw = inner.text();
    if (!used || !raw) {
        return failure(garbled());
    }
    if (*used != method) {
        return failure(
            agentError(m_path,
                       QCoreApplication::translate(
                           "Ssh::AgentClient", "The SSH agent at %1 signs with %2 instead of %3.")
                           .arg(m_path, QString::fromLatin1(*used), QString::fromLatin1(method))));
    }
    return std::move(*raw);
}

} // namespace Atelier::Ssh
