// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/singleinstance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QStandardPaths>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace Atelier::Studio {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 5s;
constexpr auto pause = 50ms;
constexpr auto reply = "raised\n";
/** An activation token is a few dozen characters; more is not from a start of ours. */
constexpr qint64 longestRequest = 1024;

QString socketPathFor(const QString &configFolder)
{
    const QByteArray digest =
        QCryptographicHash::hash(configFolder.toUtf8(), QCryptographicHash::Sha256).toHex();
    QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (folder.isEmpty()) {
        folder = configFolder;
    }
    return folder + QStringLiteral("/atelier-") + QString::fromLatin1(digest.first(16))
           + QStringLiteral(".sock");
}

} // namespace

SingleInstance::SingleInstance(const QString &configFolder, QObject *parent)
    : QObject(parent)
    , m_lockFile(configFolder + QStringLiteral("/studio.lock"))
{
    QDir().mkpath(configFolder);
    // The same folder by another name is the same folder.
    m_socketPath = socketPathFor(QDir(configFolder).canonicalPath());
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

SingleInstance::~SingleInstance()
{
    m_server.close();
    if (m_lock >= 0) {
        ::close(m_lock);
    }
}

Result<bool> SingleInstance::claim()
{
    const QByteArray file = QFile::encodeName(m_lockFile);
    m_lock = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock < 0) {
        return failure({.code = Error::Code::PermissionDenied,
                        .message = tr("The settings folder can't be written: %1").arg(m_lockFile),
                        .detail = QString::fromLocal8Bit(std::strerror(errno))});
    }
    if (::flock(m_lock, LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    if (errno == EWOULDBLOCK) {
        return false;
    }
    // A folder on a file system without locks: better two windows than none.
    return true;
}

Result<void> SingleInstance::listen()
{
    QLocalServer::removeServer(m_socketPath);
    if (!m_server.listen(m_socketPath)) {
        return failure({.code = Error::Code::Unavailable,
                        .message = tr("A second start of Atelier won't find this window."),
                        .detail = m_server.errorString()});
    }
    return {};
}

Result<void> SingleInstance::raiseFirst() const
{
    // There is no window and no event loop yet, so waiting blocks nobody. The first may hold the
    // lock and not listen yet.
    const QDeadlineTimer deadline(patience);
    QString detail;
    do {
        QLocalSocket socket;
        socket.connectToServer(m_socketPath);
        if (socket.waitForConnected(static_cast<int>(deadline.remainingTime()))) {
            socket.write(qgetenv("XDG_ACTIVATION_TOKEN") + '\n');
            if (socket.waitForReadyRead(static_cast<int>(deadline.remainingTime()))
                && socket.readAll() == reply) {
                return {};
            }
        }
        detail = socket.errorString();
        std::this_thread::sleep_for(pause);
    } while (!deadline.hasExpired());
    return failure({.code = Error::Code::TimedOut,
                    .message = tr("Atelier is open already, but its window does not answer."),
                    .detail = detail});
}

void SingleInstance::answer()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        socket->setReadBufferSize(longestRequest);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->canReadLine()) {
                const QByteArray token = socket->readLine().trimmed();
                socket->write(reply);
                socket->disconnectFromServer();
                Q_EMIT raiseRequested(token);
            } else if (socket->bytesAvailable() >= longestRequest) {
                socket->abort();
            }
        });
    }
}

} // namespace Atelier::Studio
