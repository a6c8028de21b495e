// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/ssh/sockets.h"

#include <QFile>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace Atelier::Test {

namespace {

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template<typename Address>
sockaddr *generic(Address &address)
{
    return reinterpret_cast<sockaddr *>(&address); // NOLINT: the sockets API's cast
}

void check(bool good)
{
    if (!good) {
        qFatal("A test server could not be set up: %s", qPrintable(qt_error_string(errno)));
    }
}

} // namespace

UniqueFd connectTo(quint16 port, int receiveBuffer)
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (receiveBuffer > 0) {
        check(
            ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer)
            == 0);
    }
    sockaddr_in address = loopback(port);
    if (::connect(socket.get(), generic(address), sizeof address) != 0) {
        socket.reset();
    }
    return socket;
}

bool sendAll(int socket, const QByteArray &data)
{
    for (qsizetype sent = 0; sent < data.size();) {
        const ssize_t count = ::send(socket,
                                     data.constData() + sent,
                                     static_cast<std::size_t>(data.size() - sent),
                                     MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        sent += count > 0 ? count : 0;
    }
    return true;
}

QByteArray receiveAll(int socket, bool *wasReset)
{
    QByteArray data;
    std::array<char, 65536> chunk{};
    while (true) {
        const ssize_t count = ::recv(socket, chunk.data(), chunk.size(), 0);
        if (count > 0) {
            data.append(chunk.data(), count);
        } else if (count == 0 || errno != EINTR) {
            if (wasReset != nullptr) {
                *wasReset = count < 0;
            }
            return data;
        }
    }
}

SocketServer::SocketServer(const QString &path, Serve serve)
    : m_listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    check(static_cast<std::size_t>(name.size()) < sizeof address.sun_path);
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    check(::bind(m_listener.get(), generic(address), sizeof address) == 0
          && ::listen(m_listener.get(), 128) == 0);
    m_thread = std::thread([this, serve = std::move(serve)] { run(serve); });
}

SocketServer::SocketServer(Serve serve)
    : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    check(::bind(m_listener.get(), generic(address), length) == 0
          && ::listen(m_listener.get(), 128) == 0
          && ::getsockname(m_listener.get(), generic(address), &length) == 0);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this, serve = std::move(serve)] { run(serve); });
}

SocketServer::~SocketServer()
{
    // Wakes the threads out of accept and recv.
    ::shutdown(m_listener.get(), SHUT_RDWR);
    m_thread.join();
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto &socket : m_sockets) {
            ::shutdown(socket->get(), SHUT_RDWR);
        }
    }
    for (std::thread &worker : m_workers) {
        worker.join();
    }
}

void SocketServer::run(const Serve &serve)
{
    while (true) {
        auto socket = std::make_shared<UniqueFd>(
            ::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!socket->isValid()) {
            return;
        }
        ++m_accepted;
        {
            const std::scoped_lock lock(m_mutex);
            m_sockets.push_back(socket);
        }
        m_workers.emplace_back([this, socket, serve] {
            serve(socket->get());
            const std::scoped_lock lock(m_mutex);
            std::erase(m_sockets, socket);
            socket->reset();
        });
    }
}

void SocketServer::echo(int socket)
{
    std::array<char, 65536> chunk{};
    while (true) {
        const ssize_t count = ::recv(socket, chunk.data(), chunk.size(), 0);
        if (count <= 0 || !sendAll(socket, QByteArray(chunk.data(), count))) {
            return;
        }
    }
}

} // namespace Atelier::Test
