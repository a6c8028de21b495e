// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/probes.h"

#include "backend/ssh/deadline.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QtEndian>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace Atelier::Ssh {

namespace {

constexpr std::chrono::milliseconds probePatience{10'000};
constexpr int echoes = 5;
constexpr qsizetype mostChatter = qsizetype{1024} * 1024;

/** Control characters, so that the command line that a shell may repeat is not taken for it. */
const QByteArray &marker()
{
    static const QByteArray text("\001atelier\002");
    return text;
}

Error silent()
{
    return {.code = Error::Code::TimedOut,
            .message = QCoreApplication::translate(
                "Ssh::Check", "The server ran a command but gave no answer within 10 s.")};
}

Error mute()
{
    return {.code = Error::Code::CommandFailed,
            .message = QCoreApplication::translate(
                "Ssh::Check", "The server ended the command before it gave its answer.")};
}

bool sendBytes(int socket, const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(socket,
                                     bytes.constData() + sent,
                                     static_cast<std::size_t>(bytes.size() - sent),
                                     MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        sent += count;
    }
    return true;
}

/** What has come next; an error at the end and after @p deadline. */
Result<QByteArray> receiveSome(int socket, TimePoint deadline)
{
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline
                                                                                - Clock::now());
        struct pollfd entry{.fd = socket, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::max<qint64>(0, left.count())));
        if (ready == 0) {
            return failure(silent());
        }
        std::array<char, 16 * 1024> part{};
        const ssize_t count = ready > 0 ? ::recv(socket, part.data(), part.size(), MSG_DONTWAIT)
                                        : -1;
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (count <= 0) {
            return failure(mute());
        }
        return QByteArray(part.data(), count);
    }
}

} // namespace

QString probeCommand()
{
    return QStringLiteral("printf '\\001atelier\\002'; exec cat");
}

Result<ShellProbe> probeShell(const std::shared_ptr<UniqueFd> &descriptor)
{
    const TimePoint deadline = deadlineIn(probePatience);
    ShellProbe probe;
    QByteArray received;
    while (!received.contains(marker())) {
        const auto more = receiveSome(descriptor->get(), deadline);
        if (!more) {
            return failure(more.error());
        }
        received += *more;
        if (received.size() > mostChatter) {
            return failure(mute());
        }
    }
    probe.chatter = received.indexOf(marker());
    probe.roundTrip = std::chrono::microseconds::max();
    for (int index = 0; index < echoes; ++index) {
        const TimePoint started = Clock::now();
        if (!sendBytes(descriptor->get(), "x")) {
            return failure(mute());
        }
        const auto echo = receiveSome(descriptor->get(), deadline);
        if (!echo) {
            return failure(echo.error());
        }
        probe.roundTrip = std::min(
            probe.roundTrip,
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started));
    }
    return probe;
}

Result<int> probeSftp(const std::shared_ptr<UniqueFd> &descriptor)
{
    constexpr qsizetype answerSize = 9; // length, SSH_FXP_VERSION, version
    const TimePoint deadline = deadlineIn(probePatience);
    if (!sendBytes(descriptor->get(), QByteArray("\0\0\0\5\1\0\0\0\3", answerSize))) {
        return failure(mute());
    }
    QByteArray received;
    while (received.size() < answerSize) {
        const auto more = receiveSome(descriptor->get(), deadline);
        if (!more) {
            return failure(more.error());
        }
        received += *more;
    }
    if (received[4] != '\2' || qFromBigEndian<quint32>(received.constData()) > 256 * 1024) {
        return failure({.code = Error::Code::Protocol,
                        .message = QCoreApplication::translate(
                            "Ssh::Check",
                            "Something else than SFTP answers, perhaps a login shell that prints "
                            "text."),
                        .detail = QString::fromLatin1(received.left(64).toPercentEncoding(" "))});
    }
    return static_cast<int>(qFromBigEndian<quint32>(received.constData() + 5));
}

} // namespace Atelier::Ssh
