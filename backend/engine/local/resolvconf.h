// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace Atelier::Engine {

/**
 * The host's name servers, followed through links (on many desktops resolv.conf is one into
 * /run) and through changes of the network. Wakes up only when one of the folders changes.
 */
class ResolvConf final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResolvConf)

public:
    explicit ResolvConf(const QString &path, QObject *parent = nullptr);

    /** The content as it is now; empty when there is none. */
    [[nodiscard]] QByteArray content() const;

Q_SIGNALS:
    void changed(const QByteArray &content);

private:
    void watch();
    void compare();

    QString m_path;
    QByteArray m_content;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
};

} // namespace Atelier::Engine
