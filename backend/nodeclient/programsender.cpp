// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/programsender.h"

#include <QCoreApplication>
#include <QFile>
#include <QtConcurrentRun>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace Atelier::NodeClient {

namespace {

constexpr int sendPatience = 60'000;
constexpr qint64 mostWords = qint64{1024} * 1024; ///< of a login shell

Error notSent(const QString &detail)
{
    return {.code = Error::Code::TimedOut,
            .message = QCoreApplication::translate(
                "NodeClient", "The program for the node could not be sent to it."),
            .detail = detail};
}

/** One step of writing and reading; false: the end. */
Result<bool> move(int socket, QByteArrayView *left, qint64 *words)
{
    pollfd watched{.fd = socket,
                   .events = static_cast<short>(left->isEmpty() ? POLLIN : POLLIN | POLLOUT),
                   .revents = 0};
    const int ready = ::poll(&watched, 1, sendPatience);
    if (ready == 0 || (ready < 0 && errno != EINTR)) {
        return failure(notSent(QStringLiteral("poll gave %1").arg(ready)));
    }
    if ((watched.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
        std::array<char, 16384> block{};
        const ssize_t count = ::recv(socket, block.data(), block.size(), MSG_DONTWAIT);
        *words += std::max<ssize_t>(count, 0);
        if (*words > mostWords) {
            return failure(notSent(QStringLiteral("the login shell does not stop writing")));
        }
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
            return false;
        }
    }
    if ((watched.revents & POLLOUT) != 0) {
        const ssize_t count = ::send(socket,
                                     left->data(),
                                     static_cast<std::size_t>(left->size()),
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) {
            *left = left->sliced(count);
        }
        if (left->isEmpty() && ::shutdown(socket, SHUT_WR) != 0) {
            return false;
        }
    }
    return true;
}

Result<void> send(const Ssh::Stream &stream, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(notSent(file.errorString()));
    }
    const QByteArray content = file.readAll();
    QByteArrayView left(content);
    qint64 words = 0;
    while (true) {
        const auto moved = move(stream.descriptor->get(), &left, &words);
        if (!moved) {
            return failure(moved.error());
        }
        if (!*moved) {
            return {}; // whether all arrived is told by the command's status
        }
    }
}

} // namespace

QFuture<Result<void>> sendProgram(const Ssh::Stream &stream, const QString &path)
{
    return QtConcurrent::run([stream, path] { return send(stream, path); });
}

} // namespace Atelier::NodeClient
