// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/endpointfile.h"

#include "backend/server/protocol.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QUrl>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype tokenDigits = 64;

bool writeAll(int file, const QByteArray &text)
{
    qsizetype written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(
            file, text.constData() + written, static_cast<size_t>(text.size() - written));
        if (count < 0 && errno != EINTR) {
            return false;
        }
        written += std::max<ssize_t>(count, 0);
    }
    return ::fsync(file) == 0;
}

/** The file is its owner's alone from the moment it exists: one that is made for all and closed to
 * others afterwards, as QSaveFile does it, may have been opened by them in between. On failure,
 * errno tells why. */
bool writePrivately(const QString &path, const QByteArray &text)
{
    const QByteArray name = QFile::encodeName(path);
    const QByteArray temporary = name + ".new";
    ::unlink(temporary.constData()); // of one that was killed here
    const int file = ::open(
        temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    const bool written = writeAll(file, text);
    const int fault = errno;
    ::close(file);
    if (written && ::rename(temporary.constData(), name.constData()) == 0) {
        return true;
    }
    const int reason = written ? errno : fault;
    ::unlink(temporary.constData());
    errno = reason;
    return false;
}

} // namespace

EndpointFile::EndpointFile(const QString &folder)
    : m_path(folder + u"/endpoint.json"_s)
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly)) {
        return;
    }
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    const QByteArray token = json.value("token"_L1).toString().toLatin1();
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther
                        | QFileDevice::WriteOther;
    const bool ownerOnly = (file.permissions() & others) == 0;
    if (token.size() == tokenDigits && ownerOnly) {
        m_formerToken = token;
        m_formerPort = static_cast<quint16>(QUrl(json.value("url"_L1).toString()).port(0));
    }
}

QByteArray EndpointFile::formerToken() const
{
    return m_formerToken;
}

quint16 EndpointFile::formerPort() const
{
    return m_formerPort;
}

Result<void> EndpointFile::write(quint16 port, const QByteArray &token) const
{
    const QJsonObject json{
        {u"url"_s, u"http://127.0.0.1:%1"_s.arg(port)},
        {u"token"_s, QString::fromLatin1(token)},
        {u"protocol"_s, Server::protocolVersion},
        {u"pid"_s, QCoreApplication::applicationPid()},
        {u"version"_s, QCoreApplication::applicationVersion()},
    };
    if (!writePrivately(m_path, QJsonDocument(json).toJson())) {
        return failure({
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Daemon", "“%1” can't be written: %2.")
                           .arg(m_path, qt_error_string(errno)),
        });
    }
    return {};
}

void EndpointFile::remove() const
{
    QFile::remove(m_path);
}

QByteArray newToken()
{
    std::array<quint32, tokenDigits / 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    QByteArray bytes;
    for (const quint32 word : words) {
        bytes += QByteArray::number(word, 16).rightJustified(8, '0');
    }
    return bytes;
}

} // namespace Atelier::Daemon
