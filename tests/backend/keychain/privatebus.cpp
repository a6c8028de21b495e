// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/keychain/privatebus.h"

#include <QFile>
#include <QTest>

#include <signal.h>
#include <sys/prctl.h>

namespace Atelier::Test {

namespace {

constexpr int startPatience = 20'000;

void endWithTheTest(QProcess &process)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

} // namespace

PrivateBus::PrivateBus()
{
    endWithTheTest(m_bus);
    endWithTheTest(m_keyring);
    // Where GNOME's keyring keeps its files and its control socket.
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_folder.filePath(QStringLiteral("data"))));
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
    qputenv("XDG_CURRENT_DESKTOP", "GNOME");
    qunsetenv("KDE_FULL_SESSION");
    qunsetenv("GNOME_KEYRING_CONTROL");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
}

PrivateBus::~PrivateBus()
{
    resumeKeyring();
    for (QProcess *process : {&m_keyring, &m_bus}) {
        process->kill();
        process->waitForFinished();
    }
}

QString PrivateBus::start()
{
    QFile config(m_folder.filePath(QStringLiteral("bus.conf")));
    const QString socket = m_folder.filePath(QStringLiteral("socket"));
    if (!config.open(QIODevice::WriteOnly)
        || config.write("<busconfig><type>session</type><listen>unix:path=" + socket.toUtf8()
                        + "</listen><policy context=\"default\"><allow send_destination=\"*\" "
                          "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>"
                          "</policy></busconfig>\n")
               < 0) {
        return config.errorString();
    }
    config.close();
    m_bus.start(QStringLiteral("dbus-daemon"),
                {QStringLiteral("--nofork"),
                 QStringLiteral("--nopidfile"),
                 QLatin1String("--config-file=") + config.fileName(),
                 QStringLiteral("--print-address")});
    if (!m_bus.waitForReadyRead(startPatience)) {
        return m_bus.errorString() + QString::fromLocal8Bit(m_bus.readAllStandardError());
    }
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readAllStandardOutput().trimmed());
    return {};
}

QString PrivateBus::startKeyring()
{
    m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
                    {QStringLiteral("--foreground"),
                     QStringLiteral("--unlock"),
                     QStringLiteral("--components=secrets")});
    if (!m_keyring.waitForStarted(startPatience)) {
        return m_keyring.errorString();
    }
    m_keyring.write("password of the test\n");
    m_keyring.closeWriteChannel();
    return {};
}

void PrivateBus::pauseKeyring()
{
    if (m_keyring.processId() > 0) {
        ::kill(static_cast<pid_t>(m_keyring.processId()), SIGSTOP);
    }
}

void PrivateBus::resumeKeyring()
{
    if (m_keyring.processId() > 0) {
        ::kill(static_cast<pid_t>(m_keyring.processId()), SIGCONT);
    }
}

} // namespace Atelier::Test
