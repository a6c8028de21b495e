// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/changelog.h"
#include "backend/server/exchange.h"

#include <QFile>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace Atelier::Server {

/** One client that follows a creation log: what is there, then what is added, until the set-up has
 * ended. */
class CreationLogStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CreationLogStream)

public:
    /** Follows @p path, which need not exist yet, while the instance @p name may still be set up.
     */
    CreationLogStream(ReplyPtr reply, const ChangeLog *changes, const QString &path, QString name);

private:
    void advance();
    void watch();
    [[nodiscard]] bool mayGrow() const;
    void finish();

    ReplyPtr m_reply;
    const ChangeLog *m_changes;
    QString m_name;
    QFile m_file;
    QByteArray m_lastLine; ///< the unfinished one, or the last that was finished
    bool m_done = false;
    QFileSystemWatcher m_watcher;
    QTimer m_missing; ///< ticks only until the file exists
};

} // namespace Atelier::Server
