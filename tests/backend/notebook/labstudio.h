// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/async.h"
#include "backend/notebook/jupyterserver.h"
#include "backend/ssh/session.h"
#include "tests/backend/notebook/testnode.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTest>

namespace Atelier::Test {

inline constexpr std::chrono::seconds patience{40};

template<typename T>
Result<T> awaited(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patience)
        || future.resultCount() == 0) {
        return failure({.code = Error::Code::TimedOut, .message = QStringLiteral("no result")});
    }
    return future.result();
}

/** A studio as far as the server is concerned: a session, and the steps. */
struct LabStudio
{
    explicit LabStudio(const TestNode &node)
        : session(node.destination())
        , server([this] { return opened(); })
        , ready(&server, &Notebook::JupyterServer::ready)
        , failed(&server, &Notebook::JupyterServer::failed)
        , ended(&server, &Notebook::JupyterServer::ended)
        , steps(&server, &Notebook::JupyterServer::stepStarted)
    {
    }

    QFuture<Result<Ssh::Connection *>> opened()
    {
        auto promise = std::make_shared<QPromise<Result<Ssh::Connection *>>>();
        promise->start();
        whenDone(session.open(), &session, [this, promise](const Result<void> &result) {
            promise->addResult(result ? Result<Ssh::Connection *>(&session)
                                      : failure(result.error()));
            promise->finish();
        });
        return promise->future();
    }

    bool ends()
    {
        return QTest::qWaitFor([this] { return ready.count() + failed.count() > 0; }, patience);
    }

    [[nodiscard]] QList<Notebook::JupyterServer::Step> stepsTaken() const
    {
        QList<Notebook::JupyterServer::Step> taken;
        for (const QList<QVariant> &arguments : steps) {
            taken.append(arguments.at(0).value<Notebook::JupyterServer::Step>());
        }
        return taken;
    }

    [[nodiscard]] Notebook::LabAccess access() const
    {
        return ready.at(0).at(0).value<Notebook::LabAccess>();
    }
    [[nodiscard]] Error error() const { return failed.at(0).at(0).value<Error>(); }

    Ssh::Session session;
    Notebook::JupyterServer server;
    QSignalSpy ready;
    QSignalSpy failed;
    QSignalSpy ended;
    QSignalSpy steps;
};

} // namespace Atelier::Test
