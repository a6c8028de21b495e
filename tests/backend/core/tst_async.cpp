// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/async.h"

#include <QPromise>
#include <QTest>

#include <memory>
#include <optional>

using namespace Atelier;

class TestAsync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handsOnTheResult();
    void reportsAPromiseThatWasDroppedAsCancelled();
    void dropsTheCallWhenTheContextIsGone();
    void answersAlsoWhenTheWorkIsDoneAlready();
};

void TestAsync::handsOnTheResult()
{
    QPromise<Result<int>> promise;
    promise.start();
    std::optional<Result<int>> heard;
    whenDone(promise.future(), this, [&heard](const Result<int> &result) { heard = result; });
    promise.addResult(Result<int>(7));
    promise.finish();
    QVERIFY(!heard); // from the event loop, never from within
    QTRY_VERIFY(heard.has_value());
    QCOMPARE(**heard, 7);
}

void TestAsync::reportsAPromiseThatWasDroppedAsCancelled()
{
    auto promise = std::make_unique<QPromise<Result<int>>>();
    promise->start();
    std::optional<Result<int>> heard;
    whenDone(promise->future(), this, [&heard](const Result<int> &result) { heard = result; });
    promise.reset();
    QTRY_VERIFY(heard.has_value());
    QCOMPARE(heard->error().code, Error::Code::Cancelled);
}

void TestAsync::dropsTheCallWhenTheContextIsGone()
{
    QPromise<Result<int>> promise;
    promise.start();
    bool heard = false;
    bool heardElsewhere = false;
    auto context = std::make_unique<QObject>();
    whenDone(promise.future(), context.get(), [&heard](const Result<int> &) { heard = true; });
    whenDone(
        promise.future(), this, [&heardElsewhere](const Result<int> &) { heardElsewhere = true; });
    context.reset();
    promise.addResult(Result<int>(7));
    promise.finish();
    QTRY_VERIFY(heardElsewhere);
    QVERIFY(!heard);
}

void TestAsync::answersAlsoWhenTheWorkIsDoneAlready()
{
    bool heard = false;
    whenDone(QtFuture::makeReadyValueFuture(Result<void>()),
             this,
             [&heard](const Result<void> &result) { heard = result.has_value(); });
    QTRY_VERIFY(heard);
}

QTEST_GUILESS_MAIN(TestAsync)
#include "tst_async.moc"
