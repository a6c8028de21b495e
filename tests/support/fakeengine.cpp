// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeengine.h"

namespace Atelier::Test {

using namespace Qt::StringLiterals;

FakeEngine::FakeEngine() = default;

template<typename T>
QFuture<Result<T>> FakeEngine::answer(const QString &call,
                                      const std::function<Result<T>()> &success)
{
    calls.append(call);
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const auto finish = [this, promise, success] {
        const auto failed = std::exchange(fault, {});
        promise->addResult(failed ? Result<T>(failure(*failed)) : success());
        promise->finish();
    };
    if (held) {
        m_waiting.emplace_back(finish);
    } else {
        finish();
    }
    return promise->future();
}

void FakeEngine::release()
{
    const auto first = m_waiting.front();
    m_waiting.erase(m_waiting.begin());
    first();
}

qsizetype FakeEngine::waiting() const
{
    return std::ssize(m_waiting);
}

Engine::RunningNode FakeEngine::nodeFor(const QString &id)
{
    return {.id = id,
            .access = {.address = u"127.0.0.1"_s,
                       .port = 40022,
                       .user = u"ada"_s,
                       .hostKeys = {{.type = u"ssh-ed25519"_s, .blob = "key"}}},
            .details = {.isolated = true, .userHome = u"/home/ada"_s}};
}

Arm::VmSizeList FakeEngine::sizes() const
{
    return {.sizes = Arm::localSizes(2, 8, 0),
            .capacity = {.cores = 2, .freeCores = 2, .memoryGiB = 8, .freeMemoryGiB = 8}};
}

QFuture<Result<QList<Engine::RunningNode>>> FakeEngine::adopt(const QStringList &known)
{
    adopted = known;
    for (const Engine::NodeEnd &end : std::as_const(endsWhileAdopting)) {
        Q_EMIT ended(end);
    }
    return QtFuture::makeReadyValueFuture(Result<QList<Engine::RunningNode>>(surviving));
}

QFuture<Result<Engine::RunningNode>> FakeEngine::start(const Engine::NodeSpec &spec)
{
    lastSpec = spec;
    m_names.insert(spec.id, spec.name);
    keys.insert(spec.id, spec.authorizedKeys);
    return answer<Engine::RunningNode>(u"start "_s + spec.name, [id = spec.id] {
        return Result<Engine::RunningNode>(nodeFor(id));
    });
}

QFuture<Result<void>> FakeEngine::stop(const QString &id)
{
    return answer<void>(u"stop "_s + m_names.value(id, id), [] { return Result<void>(); });
}

QFuture<Result<void>> FakeEngine::remove(const QString &id)
{
    return answer<void>(u"remove "_s + m_names.value(id, id), [] { return Result<void>(); });
}

Result<void> FakeEngine::setAuthorizedKeys(const QString &id, const QStringList &lines)
{
    keys.insert(id, lines);
    return {};
}

QFuture<Result<Arm::HomeSummary>> FakeEngine::homeSummary(const QString & /*id*/)
{
    return QtFuture::makeReadyValueFuture(Result<Arm::HomeSummary>(
        Arm::HomeSummary{.files = 2, .bytes = 10, .newestPath = u"a.txt"_s}));
}

QString FakeEngine::creationLogPath(const QString &id) const
{
    return logs.filePath(id);
}

} // namespace Atelier::Test
