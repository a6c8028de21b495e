// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QList>
#include <QObject>
#include <QString>

#include <chrono>
#include <memory>
#include <stop_token>

namespace Atelier::Ssh {

/** A host key as an OpenSSH public key line holds it. */
struct HostKey
{
    QString type = {};
    QByteArray blob = {};
    [[nodiscard]] QString fingerprint() const; ///< "SHA256:…" as ssh-keygen -l prints it
    bool operator==(const HostKey &) const = default;
};

/** Whom to connect to, who must answer, and as whom to log in. */
struct Destination
{
    QString host = {}; ///< name or numeric address
    quint16 port = 22;
    QString user = {};
    QString privateKeyFile = {}; ///< OpenSSH or PEM; mode must be 0600 or stricter
    QList<HostKey> hostKeys =
        {}; ///< accepted keys; anything else is refused before any credential is sent
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds keepAlive{15'000};
};

struct ExecOptions
{
    QByteArray input = {};                     ///< sent to stdin, then EOF
    std::chrono::milliseconds timeout{60'000}; ///< 0: none
    qsizetype maximumOutput = qsizetype{16} * 1024
                              * 1024; ///< bytes of each stream; more is an error
    std::stop_token stop = {};
};

struct ExecResult
{
    QByteArray out = {};
    QByteArray err = {};
    int exitStatus = 0;
    QString signal = {}; ///< "TERM" when the command died of a signal, else empty
};

class Tunnel;
class RemoteProcess;

enum class SessionState {
    Disconnected,
    Connecting,
    Handshaking,
    Authenticating,
    Ready,
    Lost,
    Failed
};

/**
 * One SSH connection with a thread of its own (one socket, one LIBSSH2_SESSION).
 *
 * This object lives in the caller's thread and its methods return at once. With
 * reconnecting on, a lost connection is tried again with back-off (0.25 s doubling to 15 s) until
 * it is closed; a refused host key or key file ends in Failed at once, because trying again would
 * change nothing.
 */
class Session final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    explicit Session(Destination destination, QObject *parent = nullptr);
    /** Closes, ends the thread, and finishes open futures with Error::Code::Cancelled. */
    ~Session() override;

    [[nodiscard]] SessionState state() const;
    [[nodiscard]] const Error &lastError() const;

    void setReconnecting(bool on);
    /** Connects, verifies, logs in. Again after Lost or Failed: tries at once. */
    QFuture<Result<void>> open();
    void close();
    /** Where the node went: used from the next connection on. */
    void setDestination(const Destination &destination);

    /** Runs @p command in the login shell and collects its output. */
    [[nodiscard]] QFuture<Result<ExecResult>> exec(const QString &command,
                                                   const ExecOptions &options = {});
    /** Starts @p command with streams; the process belongs to the caller and may outlive nothing of
     * the session. */
    [[nodiscard]] std::unique_ptr<RemoteProcess> start(const QString &command);

    /** One HTTP-like exchange over direct-streamlocal: sends @p request, returns everything until
     * EOF. */
    [[nodiscard]] QFuture<Result<QByteArray>> exchange(
        const QString &socketPath,
        const QByteArray &request,
        std::chrono::milliseconds timeout = std::chrono::seconds(10));

    /** A listener on 127.0.0.1 whose connections end at a UNIX socket of the node. It survives
     *  reconnects with the same port. The tunnel belongs to the caller. */
    [[nodiscard]] std::unique_ptr<Tunnel> tunnelToSocket(const QString &socketPath);
    /** The same to a TCP port as the node sees it. */
    [[nodiscard]] std::unique_ptr<Tunnel> tunnelToPort(const QString &host, quint16 port);

Q_SIGNALS:
    void stateChanged(Atelier::Ssh::SessionState state);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Ssh
