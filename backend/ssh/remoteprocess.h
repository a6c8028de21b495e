// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

namespace Atelier::Ssh {

/** A running command with its streams; made by Session, lives in the caller's thread. Destroying it
 * closes the channel; a command that still runs gets a hang-up (HUP), which nohup and setsid keep
 * away. */
class RemoteProcess : public QObject
{
    Q_OBJECT

public:
    virtual void write(const QByteArray &data) = 0;
    virtual void closeInput() = 0;

Q_SIGNALS:
    void started();
    void readyOutput(const QByteArray &data);
    void readyError(const QByteArray &data);
    /** After the last output. @p signal is empty unless the command died of one. */
    void finished(int exitStatus, const QString &signal);
    void failed(const Atelier::Error &error);
};

} // namespace Atelier::Ssh
