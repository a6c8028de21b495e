// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/notebook/serverscripts.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace Atelier::Ssh {
class Connection;
struct ExecResult;
} // namespace Atelier::Ssh

namespace Atelier::Notebook {

/** What a page needs: where JupyterLab answers on this computer, and the cookies that let it in. */
struct LabAccess
{
    QUrl url = {};                  ///< http://127.0.0.1:PORT/
    QList<QByteArray> cookies = {}; ///< values of Set-Cookie
};

/**
 * Takes a running node to a JupyterLab that answers on a local port: connects, finds the server or
 * starts it, waits for it, tunnels and signs in, one function a step, in this order.
 *
 * Lives in the GUI thread. The tunnel lives as long as this object and keeps its port when open()
 * is called again. The server belongs to the node and outlives this object.
 */
class JupyterServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JupyterServer)

public:
    enum class Step { Connect, Find, Start, Wait, Tunnel, SignIn, Appearance };
    Q_ENUM(Step)

    /** Gives a session in state Ready; it must stay alive while this object uses it. */
    using SessionSource = std::function<QFuture<Result<Ssh::Connection *>>()>;

    explicit JupyterServer(SessionSource source, QObject *parent = nullptr);
    ~JupyterServer() override;

    /** Runs all steps; ends with ready() or failed(). A call while it works is ignored. */
    void open(bool dark);
    /** Ends the steps with failed(Cancelled). What has been started on the node goes on. */
    void cancel();
    [[nodiscard]] bool isWorking() const;
    /** Whether the last open() started the server, or found it running. */
    [[nodiscard]] bool wasStarted() const;
    /** The session of the last successful Connect; null before. */
    [[nodiscard]] Ssh::Connection *session() const;

    /** Fresh cookies for a second browser. */
    [[nodiscard]] QFuture<Result<LabAccess>> signIn();
    /** Ends the server and its kernels. */
    [[nodiscard]] QFuture<Result<void>> shutDown();

Q_SIGNALS:
    void stepStarted(Atelier::Notebook::JupyterServer::Step step);
    void stepFinished(Atelier::Notebook::JupyterServer::Step step, qint64 milliseconds);
    void ready(const Atelier::Notebook::LabAccess &access);
    /** @p log: the last lines of the server's own log, when it has one. */
    void failed(const Atelier::Error &error, const QString &log);
    /** After ready(): the server ended though nobody asked it to here, and the connection stands.
     */
    void ended(const Atelier::Error &error, const QString &log);

private:
    void connectToNode();
    void find();
    void start();
    void wait();
    void confirm();
    void tunnel();
    void enter();
    void adjust();

    void begin(Step step);
    void finishStep();
    void finish();
    void reportEnd(const QString &log);
    void fail(const Error &error);
    void failWithLog(const Error &error);
    /** Runs a script; @p next gets its result unless the steps were cancelled meanwhile. */
    void run(const QByteArray &script,
             std::chrono::milliseconds timeout,
             std::function<void(const Result<Ssh::ExecResult> &)> next);
    /** Takes up what find, start and wait print; false when it reported a failure. */
    bool takeUp(const QByteArray &output);
    [[nodiscard]] QByteArray host() const;
    /** True when a late answer belongs to steps that were cancelled. */
    [[nodiscard]] bool isStale(quint64 generation) const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Atelier::Notebook
