// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rawclient.h"

#include <QJsonDocument>
#include <QTest>

namespace Atelier::Test {

namespace {

using namespace Qt::StringLiterals;

constexpr int longestWait = 15'000;

} // namespace

QJsonObject RawAnswer::error() const
{
    return QJsonDocument::fromJson(body).object().value("error"_L1).toObject();
}

RawClient::RawClient(quint16 port)
{
    m_socket.connectToHost(u"127.0.0.1"_s, port);
    if (!QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; },
                         longestWait)) {
        qWarning("No connection: %s", qPrintable(m_socket.errorString()));
    }
}

void RawClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
}

void RawClient::stall(qint64 bytes)
{
    m_socket.setReadBufferSize(bytes);
}

RawAnswer RawClient::answer()
{
    std::optional<RawAnswer> found;
    const bool came = QTest::qWaitFor(
        [this, &found] {
            found = taken();
            return found || (!isOpen() && m_socket.bytesAvailable() == 0);
        },
        longestWait);
    return came && found ? *found : RawAnswer{};
}

const QByteArray &RawClient::received()
{
    m_received += m_socket.readAll();
    return m_received;
}

bool RawClient::closes()
{
    return QTest::qWaitFor([this] { return !isOpen(); }, longestWait);
}

bool RawClient::isOpen() const
{
    return m_socket.state() == QAbstractSocket::ConnectedState;
}

std::optional<RawAnswer> RawClient::taken()
{
    const qsizetype end = received().indexOf("\r\n\r\n");
    if (end < 0) {
        return {};
    }
    RawAnswer answer;
    const QList<QByteArray> lines = m_received.left(end).split('\n');
    answer.status = lines.first().mid(9, 3).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype size = answer.headers.value("content-length", "0").toLongLong();
    if (m_received.size() < end + 4 + size) {
        return {};
    }
    answer.body = m_received.mid(end + 4, size);
    m_received.remove(0, end + 4 + size);
    return answer;
}

RawAnswer answerTo(quint16 port, const QByteArray &bytes)
{
    RawClient client(port);
    client.send(bytes);
    return client.answer();
}

} // namespace Atelier::Test
