// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QUrl>

namespace Atelier::Test {

/** Serves a few fixed pages on a loopback port and remembers what was asked for. */
class PageServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageServer)

public:
    PageServer();
    ~PageServer() override;

    void setPage(const QByteArray &path, const QByteArray &body, const QByteArray &headers = {});
    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const;
    /** Paths in the order of their requests. */
    [[nodiscard]] const QList<QByteArray> &requests() const;

private:
    struct Page
    {
        QByteArray body;
        QByteArray headers;
    };
    QTcpServer m_server;
    QHash<QByteArray, Page> m_pages;
    QList<QByteArray> m_requests;
};

} // namespace Atelier::Test
