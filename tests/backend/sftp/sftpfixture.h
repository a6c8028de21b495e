// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/sftpclient.h"
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/testsshd.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Atelier::Test {

/** A real sshd, a connection to it and a client over that; folders on both sides. */
class SftpFixture final
{
    Q_DISABLE_COPY_MOVE(SftpFixture)

public:
    /** @p subsystem: the line behind "Subsystem sftp", empty for OpenSSH's own. */
    explicit SftpFixture(const QString &subsystem = {}, const QStringList &more = {});
    ~SftpFixture();

    /** Makes a new connection and client. */
    void connect(std::chrono::milliseconds patience = std::chrono::seconds(20));
    /** From the next connect() on through a proxy at @p port; 0: directly. */
    void setProxy(quint16 port) { m_proxy = port; }

    [[nodiscard]] TestSshd &sshd() { return m_sshd; }
    [[nodiscard]] Ssh::Session &session() { return *m_session; }
    [[nodiscard]] Sftp::SftpClient &client() { return *m_client; }
    /** For hostile.py: how it misbehaves. */
    void setMode(const QByteArray &mode) { write(m_sshd.path(QStringLiteral("mode")), mode); }

    /** A path of this computer; "server" and "here" exist as folders. */
    [[nodiscard]] QString here(const QString &name) const
    {
        return m_folder.filePath(QLatin1String("here/") + name);
    }
    [[nodiscard]] QString server(const QString &name) const
    {
        return m_folder.filePath(QLatin1String("server/") + name);
    }
    [[nodiscard]] QByteArray remote(const QString &name) const
    {
        return QFile::encodeName(server(name));
    }

    static void write(const QString &path, const QByteArray &data);
    [[nodiscard]] static QByteArray read(const QString &path);
    /** Bytes that repeat nowhere. */
    [[nodiscard]] static QByteArray noise(qsizetype size, quint32 seed = 1);
    /** Everything below @p folder, hidden too, sorted. */
    [[nodiscard]] static QStringList tree(const QString &folder);
    /** A server made of one of the scripts beside this file. */
    [[nodiscard]] static QString script(const QString &name);

private:
    QTemporaryDir m_folder;
    quint16 m_proxy = 0;
    TestSshd m_sshd;
    std::unique_ptr<Ssh::Session> m_session;
    std::unique_ptr<Sftp::SftpClient> m_client;
};

} // namespace Atelier::Test
