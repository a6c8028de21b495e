// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace Atelier::Server {

/** Counts the streams that clients have open; each is a child of this. */
class Streams final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Streams)

public:
    using QObject::QObject;

    void add(QObject *stream);
    [[nodiscard]] int count() const;

Q_SIGNALS:
    void countChanged();

private:
    int m_count = 0;
};

} // namespace Atelier::Server
