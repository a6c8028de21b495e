// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QObject>
#include <QString>
#include <QWebSocket>

#include <optional>

namespace Atelier::Test {

/**
 * Looks into a page of a running web engine through Chromium's DevTools protocol, so that a test
 * sees the DOM of the real program without linking the engine itself.
 */
class DevTools final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DevTools)

public:
    /** @p port: what QTWEBENGINE_REMOTE_DEBUGGING names. */
    explicit DevTools(quint16 port, QObject *parent = nullptr);
    ~DevTools() override;

    /** Attaches to the page whose address contains @p part; false when there is none by now. */
    [[nodiscard]] bool attach(const QString &part);
    /** The value of a JavaScript expression; a promise is awaited. Nothing: it threw or took 20 s.
     */
    [[nodiscard]] std::optional<QJsonValue> evaluate(const QString &expression);
    /** evaluate() until it is true, at most @p milliseconds. */
    [[nodiscard]] bool becomesTrue(const QString &expression, int milliseconds);

private:
    [[nodiscard]] QString socketUrl(const QString &part) const;

    quint16 m_port = 0;
    QWebSocket m_socket;
    int m_lastId = 0;
};

} // namespace Atelier::Test
