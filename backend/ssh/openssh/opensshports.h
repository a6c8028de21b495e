// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/ssh/openssh/muxclient.h"
#include "backend/ssh/openssh/opensshmaster.h"
#include "backend/ssh/reply.h"
#include "backend/ssh/stream.h"

#include <QHash>
#include <QObject>
#include <QScopedPointer>
#include <QString>
#include <QTimer>

#include <deque>
#include <map>
#include <memory>

namespace Atelier::Ssh {

/**
 * Streams to ports and sockets of the node: the shared connection listens for each target on a UNIX
 * socket in the private folder, and a stream is a connection to that one. So each way ends by
 * itself, as it does in a tunnel.
 */
class OpenSshPorts final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshPorts)

public:
    /** Who waits for a stream, and until when. */
    struct Waiting
    {
        Reply<Stream> reply = {};
        QScopedPointer<QTimer, QScopedPointerDeleteLater> deadline; ///< ends in its own signal too
        bool isAnswered = false;

        void give(Result<Stream> result)
        {
            isAnswered = true;
            deadline.reset();
            reply.give(std::move(result));
        }
    };

    OpenSshPorts(OpenSshMaster &master, QString folder);
    ~OpenSshPorts() override;

    /** @p reply may be given an error meanwhile, by whom it takes too long. */
    void open(const StreamTarget &target, std::shared_ptr<Waiting> reply);
    /** The connection has gone: everything ends with @p error. */
    void lose(const Error &error);

private:
    struct Request
    {
        StreamTarget target;
        std::shared_ptr<Waiting> reply;
        UniqueFd socket = {};
    };
    struct Forward
    {
        QString path;
        bool isOpen = false;
    };

    void advance();
    void listen(const QString &key, const StreamTarget &target);
    void connectFirst(const QString &path);
    void failFirst(const Error &error);
    void note(quint32 channel, OpenSshMaster::Event event, const QString &text);
    void opened(quint32 channel);
    static Error refusal(const StreamTarget &target, const QString &detail);

    OpenSshMaster &m_master;
    QString m_folder;
    int m_files = 0;
    QHash<QString, Forward> m_forwards;
    std::unique_ptr<MuxClient> m_talk;
    bool m_isConnecting = false; ///< the first in line has connected and not got its channel yet
    std::deque<Request> m_line;
    std::map<quint32, Request> m_opening;          ///< by their channels
    std::map<quint32, Reply<StreamEnd>> m_streams; ///< by their channels
};

} // namespace Atelier::Ssh
