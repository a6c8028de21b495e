// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QMutex>
#include <QObject>

#include <utility>

namespace Atelier::Ssh {

/** Lets the session's thread post to an object of another thread that may be gone by then. */
class Mailbox final
{
public:
    explicit Mailbox(QObject *receiver)
        : m_receiver(receiver)
    {
    }

    /** From the receiver's thread, before it is destroyed: nothing is posted any more. */
    void close()
    {
        const QMutexLocker locker(&m_mutex);
        m_receiver = nullptr;
    }

    template<typename Function>
    void post(Function function)
    {
        const QMutexLocker locker(&m_mutex);
        if (m_receiver != nullptr) {
            QMetaObject::invokeMethod(m_receiver, std::move(function), Qt::QueuedConnection);
        }
    }

private:
    QMutex m_mutex;
    QObject *m_receiver;
};

} // namespace Atelier::Ssh
