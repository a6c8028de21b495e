// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"

#include <QNetworkReply>

namespace Atelier::Client {

/** The reply to a request that was not sent: ends as soon as the event loop runs. */
class RefusedReply final : public QNetworkReply
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RefusedReply)

public:
    RefusedReply(const QNetworkRequest &request, Error error, QObject *parent);
    ~RefusedReply() override;

    /** Why it was not sent. */
    [[nodiscard]] const Error &refusal() const;
    void abort() override;

protected:
    qint64 readData(char *data, qint64 maximum) override;

private:
    Error m_error;
};

} // namespace Atelier::Client
