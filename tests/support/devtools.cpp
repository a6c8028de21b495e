// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/devtools.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QUrl>

namespace Atelier::Test {

namespace {

constexpr int answerMilliseconds = 20'000;
constexpr int lookMilliseconds = 50;

} // namespace

DevTools::DevTools(quint16 port, QObject *parent)
    : QObject(parent)
    , m_port(port)
{
}

DevTools::~DevTools() = default;

bool DevTools::attach(const QString &part)
{
    const QString url = socketUrl(part);
    if (url.isEmpty()) {
        return false;
    }
    m_socket.open(QUrl(url));
    return QTest::qWaitFor([this] { return m_socket.isValid(); }, answerMilliseconds);
}

QString DevTools::socketUrl(const QString &part) const
{
    QNetworkAccessManager network;
    const QUrl list(QStringLiteral("http://127.0.0.1:%1/json").arg(m_port));
    const std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(list)));
    if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, answerMilliseconds)) {
        return {};
    }
    const QJsonArray pages = QJsonDocument::fromJson(reply->readAll()).array();
    for (const auto &page : pages) {
        if (page[QStringLiteral("url")].toString().contains(part)) {
            return page[QStringLiteral("webSocketDebuggerUrl")].toString();
        }
    }
    return {};
}

std::optional<QJsonValue> DevTools::evaluate(const QString &expression)
{
    const int id = ++m_lastId;
    std::optional<QJsonObject> answer;
    const auto connection = connect(
        &m_socket, &QWebSocket::textMessageReceived, this, [id, &answer](const QString &text) {
            const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
            if (message[QStringLiteral("id")].toInt() == id) {
                answer = message[QStringLiteral("result")].toObject();
            }
        });
    const QJsonObject call{{QStringLiteral("id"), id},
                           {QStringLiteral("method"), QStringLiteral("Runtime.evaluate")},
                           {QStringLiteral("params"),
                            QJsonObject{{QStringLiteral("expression"), expression},
                                        {QStringLiteral("returnByValue"), true},
                                        {QStringLiteral("awaitPromise"), true}}}};
    m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(call).toJson()));
    const bool isAnswered = QTest::qWaitFor([&answer] { return answer.has_value(); },
                                            answerMilliseconds);
    disconnect(connection);
    if (!isAnswered || answer->contains(QStringLiteral("exceptionDetails"))) {
        return std::nullopt;
    }
    return (*answer)[QStringLiteral("result")][QStringLiteral("value")];
}

bool DevTools::becomesTrue(const QString &expression, int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    while (!clock.hasExpired(milliseconds)) {
        const std::optional<QJsonValue> value = evaluate(expression);
        if (value && value->toBool()) {
            return true;
        }
        QTest::qWait(lookMilliseconds);
    }
    return false;
}

} // namespace Atelier::Test
