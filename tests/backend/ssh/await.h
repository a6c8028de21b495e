// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QFuture>
#include <QTest>

namespace Atelier::Test {

/** The result of @p future once it is there; the event loop goes on meanwhile. */
template<typename T>
Result<T> await(const QFuture<Result<T>> &future, int timeout = 20'000)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, timeout)) {
        return failure(
            {.code = Error::Code::Unknown, .message = QStringLiteral("The test waited in vain.")});
    }
    return future.resultCount() > 0
               ? future.result()
               : Result<T>(failure({.code = Error::Code::Cancelled, .message = {}}));
}

/** For messages of failing comparisons: the error's code and words, or "no error". */
template<typename T>
QByteArray explain(const Result<T> &result)
{
    if (result) {
        return "no error";
    }
    const Error &error = result.error();
    return QByteArray::number(static_cast<int>(error.code)) + ' ' + error.message.toUtf8() + " ("
           + error.detail.toUtf8() + ')';
}

} // namespace Atelier::Test
