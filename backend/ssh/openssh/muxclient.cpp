// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/muxclient.h"

#include "backend/ssh/login/wire.h"

#include <QFile>

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

namespace Atelier::Ssh {

namespace {

// PROTOCOL.mux, section 8.
constexpr quint32 hello = 0x00000001;
constexpr quint32 newSession = 0x10000002;
constexpr quint32 openForwarding = 0x10000006;
constexpr quint32 ok = 0x80000001;
constexpr quint32 permissionDenied = 0x80000002;
constexpr quint32 failed = 0x80000003;
constexpr quint32 exitMessage = 0x80000004;
constexpr quint32 sessionIsOpen = 0x80000006;
constexpr quint32 version = 4;
constexpr quint32 localForwarding = 1;
/** In place of a port: the name is a socket's path. */
constexpr quint32 streamlocal = 0xfffffffe;
constexpr quint32 noEscape = 0xffffffff;
constexpr quint32 request = 1;
constexpr qsizetype longestMessage = 256 * 1024;

} // namespace

MuxClient::MuxClient(const QString &controlSocket, QObject *parent)
    : QObject(parent)
    , m_socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(controlSocket);
    m_isGood = static_cast<std::size_t>(name.size()) < sizeof address.sun_path;
    if (m_isGood) {
        std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
        const auto *any = reinterpret_cast<const sockaddr *>(
            &address); // NOLINT: the sockets API's cast
        m_isGood = ::connect(m_socket.get(), any, sizeof address) == 0;
    }
    if (!m_isGood) {
        fail();
        return;
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &MuxClient::receive);
    send(wireNumber(hello) + wireNumber(version));
}

MuxClient::~MuxClient() = default;

void MuxClient::openSession(const QByteArray &command,
                            bool isSubsystem,
                            const std::array<int, 3> &streams)
{
    const QByteArray no = wireNumber(0);
    send(wireNumber(newSession) + wireNumber(request) + wireText({}) + no + no + no
         + wireNumber(isSubsystem ? 1 : 0) + wireNumber(noEscape) + wireText({})
         + wireText(command));
    for (const int stream : streams) {
        sendDescriptor(stream);
    }
}

void MuxClient::openForward(const QString &path, const QString &host, quint16 port)
{
    send(wireNumber(openForwarding) + wireNumber(request) + wireNumber(localForwarding)
         + wireText(QFile::encodeName(path)) + wireNumber(streamlocal) + wireText(host.toUtf8())
         + wireNumber(port == 0 ? streamlocal : port));
}

void MuxClient::send(const QByteArray &message)
{
    const QByteArray framed = wireText(message);
    // A control socket that doesn't take one message at once belongs to a process that hangs.
    if (m_isGood
        && ::send(m_socket.get(),
                  framed.constData(),
                  static_cast<std::size_t>(framed.size()),
                  MSG_NOSIGNAL)
               != framed.size()) {
        fail();
    }
}

void MuxClient::sendDescriptor(int descriptor)
{
    if (!m_isGood) {
        return;
    }
    char nothing = 0;
    iovec data{.iov_base = &nothing, .iov_len = 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    if (::sendmsg(m_socket.get(), &message, MSG_NOSIGNAL) != 1) {
        fail();
    }
}

void MuxClient::fail()
{
    m_isGood = false;
    // Whoever has made this object connects its signals first.
    QMetaObject::invokeMethod(this, &MuxClient::closed, Qt::QueuedConnection);
}

void MuxClient::receive()
{
    std::array<char, 4096> chunk{};
    const ssize_t count = ::recv(m_socket.get(), chunk.data(), chunk.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    m_received.append(chunk.data(), std::max<ssize_t>(count, 0));
    while (m_received.size() >= 4) {
        const qsizetype length = qFromBigEndian<quint32>(m_received.constData());
        if (length > longestMessage || m_received.size() < 4 + length) {
            break;
        }
        const QByteArray message = m_received.mid(4, length);
        m_received.remove(0, 4 + length);
        handle(message);
    }
    if (count <= 0) {
        m_notifier->setEnabled(false);
        fail();
    }
}

void MuxClient::handle(const QByteArray &message)
{
    WireReader reader(message);
    const auto type = reader.number();
    const auto which = reader.number();
    if (!type || !which) {
        return;
    }
    switch (*type) {
    case ok:
        Q_EMIT forwardOpened();
        break;
    case permissionDenied:
    case failed:
        Q_EMIT refused(QString::fromUtf8(reader.text().value_or(QByteArray())));
        break;
    case sessionIsOpen:
        Q_EMIT sessionOpened(reader.number().value_or(0));
        break;
    case exitMessage:
        Q_EMIT exited(static_cast<int>(reader.number().value_or(0)));
        break;
    default:
        break; // the other side's hello, and what does not concern this request
    }
}

} // namespace Atelier::Ssh
