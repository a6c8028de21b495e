// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/session.h"

#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace Atelier::Test {

/**
 * A private OpenSSH server on a free loopback port, run as the current user with generated keys.
 * Everything it needs is in a temporary folder. Lives in the test's thread; ends with this object.
 */
class TestSshd final
{
    Q_DISABLE_COPY_MOVE(TestSshd)

public:
    /** @p extraConfig are more lines for sshd_config; they come first, and there the first one
     *  counts. Commands find the temporary folder as $HOME. */
    explicit TestSshd(QStringList extraConfig = {});
    ~TestSshd();

    /** More variables for sshd itself ("NAME=VALUE"), from the next start on. */
    void setEnvironment(const QStringList &variables) { m_environment = variables; }
    /**
     * From the next start on, lets PAM decide on passwords and questions of users, by the lines of
     * @p stack (pam.conf(5), without the service); for configurations with "UsePAM yes". Works
     * without privileges by pam_wrapper.
     */
    void usePam(const QStringList &stack);
    /** Listens; on the same port as before when it did once. False: see error(). */
    [[nodiscard]] bool start();
    /** Ends the listener and every connection at once. */
    void stop();
    [[nodiscard]] bool restart();
    /** Kills the processes of all connections; the listener goes on. */
    void killConnections();
    /** Stops the listener and all connections (SIGSTOP): ports are open and nobody answers. */
    void pause();
    void resume();
    [[nodiscard]] QString error() const { return m_error; }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString user() const { return m_user; }
    /** A private key (ED25519) that may log in. */
    [[nodiscard]] QString keyFile() const { return path(QStringLiteral("client")); }
    [[nodiscard]] Ssh::HostKey hostKey() const;
    /** How to reach and verify this server. */
    [[nodiscard]] Ssh::Destination destination() const;
    /** A path in the temporary folder; short enough for sockets. */
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /** What sshd wrote to its log (level DEBUG1). */
    [[nodiscard]] QString log() const;

    /** Makes a key pair with ssh-keygen; the private key's path. @p arguments: "-t rsa -b 4096" and
     * so on. */
    [[nodiscard]] QString makeKey(const QString &name, const QStringList &arguments);
    /** Lets the owner of @p privateKeyFile in. */
    void authorize(const QString &privateKeyFile);
    /** Takes a new host key from the next start on. */
    void replaceHostKey();

private:
    bool tryStart(quint16 port);
    void writeConfig(quint16 port);
    [[nodiscard]] QList<qint64> descendants(bool onlyServers) const;
    static void signalAll(const QList<qint64> &processes, int signal);

    QTemporaryDir m_folder;
    QStringList m_extraConfig;
    QStringList m_environment;
    QString m_user;
    QString m_error;
    quint16 m_port = 0;
    std::unique_ptr<QProcess> m_process;
};

} // namespace Atelier::Test
