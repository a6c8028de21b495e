// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/endpointfile.h"

#include "backend/server/protocol.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QUrl>

#include <array>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype tokenDigits = 64;

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
    const bool ownerOnly = (file.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
                           == 0;
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
    QSaveFile file(m_path);
    const bool written = file.open(QIODevice::WriteOnly)
                         && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
                         && file.write(QJsonDocument(json).toJson()) > 0 && file.commit();
    if (!written) {
        return failure({
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Daemon", "“%1” can't be written: %2.")
                           .arg(m_path, file.errorString()),
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
