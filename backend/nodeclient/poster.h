// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <mutex>
#include <utility>

namespace Atelier::NodeClient {

/** Calls functions in an object's thread, from any thread, until the object has gone: it closes the
 *  poster in its destructor. */
class Poster final
{
public:
    explicit Poster(QObject *context)
        : m_context(context)
    {
    }

    /** Dropped when the object has gone. */
    void post(std::function<void()> function)
    {
        const std::lock_guard lock(m_mutex);
        if (m_context != nullptr) {
            QMetaObject::invokeMethod(m_context, std::move(function), Qt::QueuedConnection);
        }
    }

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_context = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_context;
};

} // namespace Atelier::NodeClient
