// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/streams.h"

namespace Atelier::Server {

void Streams::add(QObject *stream)
{
    stream->setParent(this);
    ++m_count;
    Q_EMIT countChanged();
    connect(stream, &QObject::destroyed, this, [this] {
        --m_count;
        Q_EMIT countChanged();
    });
}

int Streams::count() const
{
    return m_count;
}

} // namespace Atelier::Server
