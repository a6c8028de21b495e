// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshports.h"

#include <QCoreApplication>
#include <QFile>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

namespace Atelier::Ssh {

namespace {

QString nameOf(const StreamTarget &target)
{
    return target.kind == StreamTarget::Kind::Port
               ? QString(target.name + QLatin1Char(':') + QString::number(target.port))
               : target.name;
}

/** A blocking connection to the UNIX socket @p path; invalid when there is nobody. */
UniqueFd connectToSocket(const QString &path)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (static_cast<std::size_t>(name.size()) >= sizeof address.sun_path) {
        return {};
    }
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    const auto *any = reinterpret_cast<const sockaddr *>(
        &address); // NOLINT: the sockets API's cast
    if (::connect(socket.get(), any, sizeof address) != 0
        || ::fcntl(socket.get(), F_SETFL, 0) != 0) { // NOLINT: the system's function
        return {};
    }
    return socket;
}

} // namespace

OpenSshPorts::OpenSshPorts(OpenSshMaster &master, QString folder)
    : m_master(master)
    , m_folder(std::move(folder))
{
    connect(&m_master, &OpenSshMaster::channelEvent, this, &OpenSshPorts::note);
}

OpenSshPorts::~OpenSshPorts()
{
    lose(cancelledError());
}

void OpenSshPorts::open(const StreamTarget &target, std::shared_ptr<Waiting> reply)
{
    m_line.push_back({.target = target, .reply = std::move(reply)});
    advance();
}

void OpenSshPorts::advance()
{
    if (m_isConnecting || m_talk) {
        return;
    }
    while (!m_line.empty() && m_line.front().reply->isAnswered) {
        m_line.pop_front(); // it took too long
    }
    if (m_line.empty()) {
        return;
    }
    const StreamTarget &target = m_line.front().target;
    const QString key = nameOf(target);
    const auto forward = m_forwards.constFind(key);
    if (forward != m_forwards.constEnd()) {
        connectFirst(forward->path);
    } else {
        listen(key, target);
    }
}

void OpenSshPorts::listen(const QString &key, const StreamTarget &target)
{
    const QString path = m_master.controlSocket() + u'p' + QString::number(++m_files);
    m_talk = std::make_unique<MuxClient>(m_master.controlSocket());
    const auto done = [this](const std::function<void()> &next) {
        MuxClient *talk = m_talk.release(); // the sender
        talk->disconnect(this);
        talk->deleteLater();
        next();
    };
    connect(m_talk.get(), &MuxClient::forwardOpened, this, [this, done, key, path] {
        done([&] {
            m_forwards.insert(key, {.path = path, .isOpen = true});
            advance();
        });
    });
    connect(m_talk.get(), &MuxClient::refused, this, [this, done](const QString &reason) {
        done([&] { failFirst(refusal(m_line.front().target, reason)); });
    });
    // Without a word: the shared connection is ending, or takes nobody any more.
    connect(m_talk.get(), &MuxClient::closed, this, [this, done] {
        done([&] {
            failFirst({.code = Error::Code::ConnectionLost,
                       .message = QCoreApplication::translate(
                           "Ssh::OpenSshLink", "There is no connection to the server.")});
        });
    });
    m_talk->openForward(
        path, target.name, target.kind == StreamTarget::Kind::Port ? target.port : quint16{0});
}

void OpenSshPorts::connectFirst(const QString &path)
{
    m_line.front().socket = connectToSocket(path);
    if (!m_line.front().socket.isValid()) {
        failFirst(refusal(m_line.front().target, qt_error_string(errno)));
        return;
    }
    m_isConnecting = true;
}

void OpenSshPorts::failFirst(const Error &error)
{
    const Request request = std::move(m_line.front());
    m_line.pop_front();
    request.reply->give(failure(error));
    advance();
}

void OpenSshPorts::note(quint32 channel, OpenSshMaster::Event event, const QString &text)
{
    switch (event) {
    case OpenSshMaster::Event::PortBegun:
        if (m_isConnecting) {
            m_isConnecting = false;
            m_opening.insert_or_assign(channel, std::move(m_line.front()));
            m_line.pop_front();
            advance();
        }
        break;
    case OpenSshMaster::Event::Opened:
        opened(channel);
        break;
    case OpenSshMaster::Event::Refused:
        if (auto refused = m_opening.extract(channel)) {
            refused.mapped().reply->give(failure(refusal(refused.mapped().target, text)));
        }
        break;
    case OpenSshMaster::Event::Closed:
        m_opening.erase(channel);
        if (auto stream = m_streams.extract(channel)) {
            stream.mapped().give(StreamEnd{});
        }
        break;
    default:
        break;
    }
}

void OpenSshPorts::opened(quint32 channel)
{
    auto found = m_opening.extract(channel);
    if (!found) {
        return;
    }
    Reply<StreamEnd> end;
    Request &request = found.mapped();
    request.reply->give(Stream{.descriptor = std::make_shared<UniqueFd>(std::move(request.socket)),
                               .end = end.future()});
    m_streams.insert_or_assign(channel, std::move(end));
}

void OpenSshPorts::lose(const Error &error)
{
    m_talk.reset();
    m_isConnecting = false;
    for (const Request &request : std::exchange(m_line, {})) {
        request.reply->give(failure(error));
    }
    for (auto &[channel, request] : std::exchange(m_opening, {})) {
        request.reply->give(failure(error));
    }
    for (auto &[channel, end] : std::exchange(m_streams, {})) {
        end.give(failure(error));
    }
}

Error OpenSshPorts::refusal(const StreamTarget &target, const QString &detail)
{
    const bool isForbidden = detail.contains(QLatin1String("prohibited"));
    return {
        .code = Error::Code::ForwardingRefused,
        .message = (isForbidden
                        ? QCoreApplication::translate(
                              "Ssh::OpenSshPorts", "The server does not allow connections to %1.")
                        : QCoreApplication::translate("Ssh::OpenSshPorts",
                                                      "Nothing answers at %1 on the server."))
                       .arg(nameOf(target)),
        .detail = detail,
        .target = nameOf(target)};
}

} // namespace Atelier::Ssh
