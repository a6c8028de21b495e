// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/notebook/testnode.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

namespace Atelier::Test {

namespace {

constexpr int patienceMs = 10'000;

bool isAlive(qint64 pid)
{
    return ::kill(static_cast<pid_t>(pid), 0) == 0;
}

} // namespace

TestNode::TestNode()
    : m_folder(QDir::tempPath() + QStringLiteral("/node-XXXXXX"))
{
    QDir folder(m_folder.path());
    for (const QString &name : {QStringLiteral("home"), QStringLiteral("run")}) {
        folder.mkpath(name);
        QFile::setPermissions(folder.filePath(name),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
}

TestNode::~TestNode()
{
    endServers();
}

bool TestNode::start(const QString &path)
{
    m_sshd = std::make_unique<TestSshd>(
        QStringList{QStringLiteral("SetEnv HOME=%1 XDG_RUNTIME_DIR=%2 PATH=%3 LC_ALL=C.UTF-8")
                        .arg(home(), runtimeFolder(), path)});
    return m_sshd->start();
}

QString TestNode::problem() const
{
    return m_sshd ? m_sshd->error() : QString();
}

QString TestNode::home() const
{
    return m_folder.filePath(QStringLiteral("home"));
}

QString TestNode::runtimeFolder() const
{
    return m_folder.filePath(QStringLiteral("run"));
}

QList<qint64> TestNode::servers() const
{
    QList<qint64> pids;
    const QDir folder(home() + QStringLiteral("/.local/share/jupyter/runtime"));
    for (const QString &name : folder.entryList({QStringLiteral("jpserver-*.json")}, QDir::Files)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly)) {
            const qint64 pid = QJsonDocument::fromJson(file.readAll())
                                   .object()
                                   .value(QStringLiteral("pid"))
                                   .toInteger();
            if (pid > 0 && isAlive(pid)) {
                pids.append(pid);
            }
        }
    }
    return pids;
}

void TestNode::endServers()
{
    QList<qint64> pids = servers();
    QFile started(runtimeFolder() + QStringLiteral("/jupyter.pid"));
    if (started.open(QIODevice::ReadOnly)) {
        const qint64 pid = started.readAll().trimmed().toLongLong();
        if (pid > 0 && isAlive(pid) && !pids.contains(pid)) {
            pids.append(pid);
        }
    }
    for (const qint64 pid : std::as_const(pids)) {
        ::kill(static_cast<pid_t>(pid), SIGTERM);
    }
    for (const qint64 pid : std::as_const(pids)) {
        // Not our child, so there is nothing to wait for but its end.
        if (!QTest::qWaitFor([pid] { return !isAlive(pid); }, patienceMs)) {
            ::kill(static_cast<pid_t>(pid), SIGKILL);
        }
    }
}

} // namespace Atelier::Test
