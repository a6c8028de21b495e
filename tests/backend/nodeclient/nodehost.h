// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/client.h"
#include "backend/ssh/session.h"
#include "tests/support/testsshd.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

namespace Atelier::Test {

/** A real SSH server with a temporary home folder, a session on it, and a client on that. */
class NodeHost final
{
    Q_DISABLE_COPY_MOVE(NodeHost)

public:
    explicit NodeHost(const QStringList &sshdConfig = {});
    ~NodeHost();

    /** False: see error(). */
    [[nodiscard]] bool start();
    [[nodiscard]] QString error() const { return m_error; }

    [[nodiscard]] TestSshd &sshd() { return m_sshd; }
    [[nodiscard]] Ssh::Session &session() { return *m_session; }
    [[nodiscard]] NodeClient::Client &client() { return *m_client; }
    void dropClient() { m_client.reset(); }
    void makeClient() { m_client = std::make_unique<NodeClient::Client>(m_session.get()); }

    /** A path in the home folder. */
    [[nodiscard]] QString path(const QString &name) const { return m_sshd.path(name); }
    /** A remote path below the home folder @p root. */
    [[nodiscard]] static NodeClient::RemotePath remote(const QByteArray &root,
                                                       const QByteArray &path = {})
    {
        return {.root = root, .path = path};
    }
    /** The copies of atelier-node in the home folder. */
    [[nodiscard]] QStringList copies() const;
    /** Ids of the atelier-node processes that this server has started. */
    [[nodiscard]] QList<qint64> nodeProcesses() const;

private:
    TestSshd m_sshd;
    QString m_error;
    std::unique_ptr<Ssh::Session> m_session;
    std::unique_ptr<NodeClient::Client> m_client; // last: uses the session
};

/** Makes the folders that it needs; false when it can't be written. */
[[nodiscard]] bool writeFile(const QString &path, const QByteArray &content);
[[nodiscard]] QByteArray contentOf(const QString &path);

} // namespace Atelier::Test
