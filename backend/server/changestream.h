// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/changelog.h"
#include "backend/server/exchange.h"

#include <QObject>

namespace Atelier::Server {

/** One client that follows the changes: each as a line, as soon as it is committed. */
class ChangeStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeStream)

public:
    /** Begins with the changes of @p backlog. */
    ChangeStream(ReplyPtr reply, const ChangeLog *changes, QList<Store::ChangeRow> backlog);

private:
    void follow(const Store::ChangeRow &change);
    void writeBacklog();

    ReplyPtr m_reply;
    QList<Store::ChangeRow> m_backlog; ///< what the reader has not been given yet
};

} // namespace Atelier::Server
