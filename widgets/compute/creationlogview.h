// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QStringDecoder>

#include <memory>

namespace Atelier::Client {
class ControlPlane;
class CreationLog;
} // namespace Atelier::Client

namespace Atelier::Compute {

/** The creation log of one instance as it grows, in the fixed-width font; follows unless scrolled
 * up. */
class CreationLogView final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CreationLogView)

public:
    explicit CreationLogView(Client::ControlPlane *controlPlane, QWidget *parent = nullptr);
    ~CreationLogView() override;

    /** Shows the log of @p name from its beginning; an empty name shows nothing. @p identity tells
     * one instance of a name from the next. */
    void follow(const QString &name, const QString &identity);
    void stop();

    [[nodiscard]] QSize sizeHint() const override;

private:
    void append(const QByteArray &bytes);
    void appendText(QString text);
    /** Shows what comes, unless the log was scrolled back. */
    void keepAtEnd();

    Client::ControlPlane *m_controlPlane = nullptr;
    QString m_key;
    QStringDecoder m_decoder;
    bool m_pendingBreak = false;
    bool m_atEnd = true;
    std::unique_ptr<Client::CreationLog> m_log;
};

} // namespace Atelier::Compute
