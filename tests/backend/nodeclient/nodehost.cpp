// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/nodeclient/nodehost.h"

#include "tests/backend/ssh/await.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace Atelier::Test {

NodeHost::NodeHost(const QStringList &sshdConfig)
    : m_sshd(sshdConfig)
{
}

NodeHost::~NodeHost() = default;

bool NodeHost::start()
{
    if (!m_sshd.start()) {
        m_error = m_sshd.error();
        return false;
    }
    m_session = std::make_unique<Ssh::Session>(m_sshd.destination());
    if (const auto opened = await(m_session->open()); !opened) {
        m_error = opened.error().message;
        return false;
    }
    makeClient();
    return true;
}

QStringList NodeHost::copies() const
{
    const QDir folder(path(QStringLiteral(".cache/atelier/node")));
    QStringList found;
    const QStringList digests = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &digest : digests) {
        const QStringList files =
            QDir(folder.filePath(digest)).entryList(QDir::Files | QDir::Hidden);
        for (const QString &file : files) {
            found.append(folder.filePath(digest + u'/' + file));
        }
    }
    return found;
}

QList<qint64> NodeHost::nodeProcesses() const
{
    QList<qint64> found;
    const QByteArray home = QFile::encodeName(path(QString()));
    const QStringList processes =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &process : processes) {
        bool isNumber = false;
        const qint64 pid = process.toLongLong(&isNumber);
        const QByteArray command = isNumber ? contentOf(u"/proc/" + process + u"/cmdline")
                                            : QByteArray();
        if (command.startsWith(home) && command.contains("/atelier-node")) {
            found.append(pid);
        }
    }
    return found;
}

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly)
           && file.write(content) == content.size();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace Atelier::Test
