// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/extensions.h"
#include "backend/core/result.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

class QNetworkReply;

namespace Atelier::Client {

class Requests;

/**
 * The change stream of one control plane: one JSON object a line, without end. Says when it is
 * open, what changed, and how it ended; when to open it again is the owner's decision.
 */
class ChangeStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeStream)

public:
    explicit ChangeStream(Requests *requests, QObject *parent = nullptr);
    ~ChangeStream() override;

    /** Opens after change number @p since; a negative number asks for new changes only. */
    void open(qint64 since);
    /** Closes without a signal. */
    void close();
    [[nodiscard]] bool isOpen() const;

Q_SIGNALS:
    void opened();
    void changed(const Atelier::Arm::Change &change);
    /** The server no longer knows the number: list again. */
    void tooOld();
    void ended(const Atelier::Error &error);

private:
    void readHeaders();
    void readLines();
    void finish();
    void give(const QByteArray &line);

    Requests *m_requests;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_pending; // the beginning of a line whose end has not come
    QTimer m_patience;    // for the headers only; an open stream may be silent for days
    bool m_open = false;
};

} // namespace Atelier::Client
