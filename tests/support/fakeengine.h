// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/computeengine.h"

#include <QHash>
#include <QPromise>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <vector>

namespace Atelier::Test {

/**
 * An engine without processes, for faults and timing that the real one can't be made to show: each
 * call is noted, and answered at once, or when release() says so.
 */
class FakeEngine final : public Engine::ComputeEngine
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeEngine)

public:
    FakeEngine();

    /** "start ada", "stop ada", "remove ada", in the order of the calls. */
    QStringList calls = {};
    /** Calls wait for release() instead of being answered at once. */
    bool held = false;
    /** What the next start, stop or remove fails with. */
    std::optional<Error> fault = {};
    QList<Engine::RunningNode> surviving = {};
    QList<Engine::NodeEnd> endsWhileAdopting = {};
    QHash<QString, QStringList> keys = {};
    Engine::NodeSpec lastSpec = {};
    QStringList adopted = {};
    QTemporaryDir logs;

    /** Answers the oldest call that waits. */
    void release();
    [[nodiscard]] qsizetype waiting() const;
    [[nodiscard]] static Engine::RunningNode nodeFor(const QString &id);

    [[nodiscard]] Arm::VmSizeList sizes() const override;
    [[nodiscard]] QFuture<Result<QList<Engine::RunningNode>>> adopt(
        const QStringList &known) override;
    [[nodiscard]] QFuture<Result<Engine::RunningNode>> start(const Engine::NodeSpec &spec) override;
    [[nodiscard]] QFuture<Result<void>> stop(const QString &id) override;
    [[nodiscard]] QFuture<Result<void>> remove(const QString &id) override;
    [[nodiscard]] Result<void> setAuthorizedKeys(const QString &id,
                                                 const QStringList &lines) override;
    [[nodiscard]] QFuture<Result<Arm::HomeSummary>> homeSummary(const QString &id) override;
    [[nodiscard]] QString creationLogPath(const QString &id) const override;

private:
    template<typename T>
    QFuture<Result<T>> answer(const QString &call, const std::function<Result<T>()> &success);

    QHash<QString, QString> m_names; ///< by id
    std::vector<std::function<void()>> m_waiting;
};

} // namespace Atelier::Test
