// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"
#include "backend/engine/local/memorywatch.h"
#include "backend/engine/local/nodesurvey.h"
#include "backend/engine/local/resolvconf.h"
#include "backend/engine/local/runfolder.h"

#include <QThreadPool>

#include <memory>
#include <unordered_map>

namespace Atelier::Engine {

class ShimProcess;

/** What a test or an unusual computer sets; the defaults serve everybody else. */
struct LocalEngineOptions
{
    bool sandbox = true; ///< false, or $ATELIER_NO_SANDBOX: nodes are never isolated
    QString resolvConf = QStringLiteral("/etc/resolv.conf");
    QString python = QStringLiteral("python3");
    QString workspace = {}; ///< empty: Paths::workspaceFolder()
    Boot boot = {};         ///< without id: the one that the computer is in
};

/**
 * Nodes on this computer: each a sandbox with its own home and SSH server, kept by a small
 * process of its own (atelier-shim) that outlives this program. Lives in the thread that made
 * it; what takes time is done in a pool of its own.
 *
 * Its functions stand in four sources: localadopting, localstarting and localending, and here
 * what needs no order.
 *
 * Everything of a node is in DATA/nodes/<id>; nothing there depends on where DATA lies.
 *
 * adopt() emits ended() for each known node that left a record and runs no more, before its
 * future is done. That may repeat what was said before a crash: the receiver ignores it for a
 * node that it knows as stopped.
 */
class LocalEngine final : public ComputeEngine
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalEngine)

public:
    explicit LocalEngine(const QString &dataFolder, QObject *parent = nullptr);
    LocalEngine(const QString &dataFolder,
                const LocalEngineOptions &options,
                QObject *parent = nullptr);
    ~LocalEngine() override;

    [[nodiscard]] Arm::VmSizeList sizes() const override;
    [[nodiscard]] QFuture<Result<QList<RunningNode>>> adopt(const QStringList &known) override;
    [[nodiscard]] QFuture<Result<RunningNode>> start(const NodeSpec &spec) override;
    [[nodiscard]] QFuture<Result<void>> stop(const QString &id) override;
    [[nodiscard]] QFuture<Result<void>> remove(const QString &id) override;
    [[nodiscard]] Result<void> setAuthorizedKeys(const QString &id,
                                                 const QStringList &keys) override;
    [[nodiscard]] QFuture<Result<Arm::HomeSummary>> homeSummary(const QString &id) override;
    [[nodiscard]] QString creationLogPath(const QString &id) const override;

private:
    struct Node;

    void testSandbox();
    void build(const NodeSpec &spec, const Result<void> &sandbox);
    void spawn(const QString &id);
    void watch(const QString &id, std::unique_ptr<ShimProcess> process);
    void onRunning(const QString &id);
    void onEnded(const QString &id);
    void settle(const QString &id, const std::shared_ptr<Node> &node);
    void failStart(const QString &id, const Error &error);
    [[nodiscard]] std::optional<RunningNode> adoptOne(const SurveyedNode &found);
    void refreshResolvConf(const QByteArray &content);
    [[nodiscard]] NodeFolder folder(const QString &id) const;

    QString m_dataFolder;
    LocalEngineOptions m_options;
    Boot m_boot;
    NodePrograms m_programs;
    ResolvConf m_resolvConf;
    MemoryWatch m_memoryWatch;
    QFuture<Result<void>> m_sandbox; ///< whether sandboxes work here
    std::unordered_map<QString, std::shared_ptr<Node>> m_nodes;
    QThreadPool m_pool; ///< last, so that its threads end before what they use
};

} // namespace Atelier::Engine
