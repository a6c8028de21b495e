// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QObject>
#include <QString>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Notebook {

/**
 * Whether an instance is up, and bringing it up: the first step to its notebook. Follows the
 * instance's state in the control plane until it runs, needs a person's word, or can't.
 */
class InstanceGate final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceGate)

public:
    InstanceGate(Client::ControlPlane *controlPlane, QString instance, QObject *parent = nullptr);

    void check();
    /** Stops looking. An instance that is being started goes on starting. */
    void cancel();
    /** Starts the stopped instance, then goes on as check(). */
    void start();

Q_SIGNALS:
    void passed();
    /** The instance is stopped; a person may start it. */
    void stopped();
    /** It changes by itself: @p state is the word of the state, e.g. "Starting". */
    void waiting(const QString &state);
    void failed(const Atelier::Error &error);

private:
    void look();

    Client::ControlPlane *m_controlPlane;
    QString m_instance;
    bool m_active = false;
    bool m_starting = false;
};

} // namespace Atelier::Notebook
