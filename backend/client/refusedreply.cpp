// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/refusedreply.h"

#include <utility>

namespace Atelier::Client {

RefusedReply::RefusedReply(const QNetworkRequest &request, Error error, QObject *parent)
    : QNetworkReply(parent)
    , m_error(std::move(error))
{
    setRequest(request);
    setUrl(request.url());
    setError(ConnectionRefusedError, m_error.message);
    open(ReadOnly);
    setFinished(true);
    QMetaObject::invokeMethod(this, &QNetworkReply::finished, Qt::QueuedConnection);
}

RefusedReply::~RefusedReply() = default;

const Error &RefusedReply::refusal() const
{
    return m_error;
}

void RefusedReply::abort() {}

qint64 RefusedReply::readData(char * /*data*/, qint64 /*maximum*/)
{
    return -1;
}

} // namespace Atelier::Client
