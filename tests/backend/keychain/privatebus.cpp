// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/keychain/privatebus.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QFile>
#include <QTest>

#include <signal.h>
#include <sys/prctl.h>

namespace Atelier::Test {

namespace {

constexpr int startPatience = 20'000;

QString prompterName()
{
    return QStringLiteral("org.gnome.keyring.SystemPrompter");
}

void endWithTheTest(QProcess &process)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

} // namespace

/** GNOME's prompter (gcr, org.gnome.keyring.internal.Prompter): says yes to every question, and
 * never that it is ready. */
class PrivateBus::Prompter final : public QDBusVirtualObject
{
public:
    [[nodiscard]] QString introspect(const QString & /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() == QLatin1String("BeginPrompting")) {
            ++questions;
        }
        return bus.send(message.createReply());
    }

    int questions = 0;
};

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
    QDBusConnection::disconnectFromBus(prompterName());
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

QString PrivateBus::lockKeyring()
{
    m_keyring.kill();
    if (!m_keyring.waitForFinished(startPatience)) {
        return QStringLiteral("The keyring did not end.");
    }
    m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
                    {QStringLiteral("--foreground"), QStringLiteral("--components=secrets")});
    return m_keyring.waitForStarted(startPatience) ? QString() : m_keyring.errorString();
}

QString PrivateBus::leaveQuestionsOpen()
{
    auto bus = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"),
                                             prompterName());
    m_prompter = std::make_unique<Prompter>();
    const bool isThere = bus.isConnected()
                         && bus.registerVirtualObject(QStringLiteral("/org/gnome/keyring/Prompter"),
                                                      m_prompter.get())
                         && bus.registerService(prompterName());
    return isThere ? QString() : bus.lastError().message() + QStringLiteral(" (prompter)");
}

int PrivateBus::openQuestions() const
{
    return m_prompter == nullptr ? 0 : m_prompter->questions;
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
