// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testsshd.h"

#include "backend/ssh/hostkeys.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace Atelier::Test {

namespace {

constexpr int portAttempts = 10;
constexpr int startTimeout = 20'000;

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void append(const QString &path, const QByteArray &data)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(data) != data.size()) {
        qFatal("Could not write %s", qPrintable(path));
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

/** A port that nobody uses at this moment. */
quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16{0};
}

/** The parent and name of a process, from /proc/PID/stat: "pid (name) state parent …". */
std::pair<qint64, QByteArray> parentAndName(const QString &pid)
{
    const QByteArray text = readAll(QStringLiteral("/proc/%1/stat").arg(pid));
    const qsizetype open = text.indexOf('(');
    const qsizetype close = text.lastIndexOf(')');
    const QList<QByteArray> rest = text.mid(close + 2).split(' ');
    if (open < 0 || close < open || rest.size() < 2) {
        return {-1, {}};
    }
    return {rest.at(1).toLongLong(), text.mid(open + 1, close - open - 1)};
}

} // namespace

TestSshd::TestSshd(QStringList extraConfig)
    : m_folder(QDir::tempPath() + QStringLiteral("/sshd-XXXXXX"))
    , m_extraConfig(std::move(extraConfig))
{
    if (const passwd *entry = ::getpwuid(::geteuid())) {
        m_user = QString::fromLocal8Bit(entry->pw_name);
    }
    const QStringList ed25519{QStringLiteral("-t"), QStringLiteral("ed25519")};
    static_cast<void>(makeKey(QStringLiteral("host"), ed25519));
    authorize(makeKey(QStringLiteral("client"), ed25519));
}

TestSshd::~TestSshd()
{
    stop();
}

bool TestSshd::start()
{
    if (m_port != 0) {
        return tryStart(m_port);
    }
    // The free port may be gone by the time sshd asks for it.
    for (int attempt = 0; attempt < portAttempts; ++attempt) {
        const quint16 port = freePort();
        if (tryStart(port)) {
            m_port = port;
            return true;
        }
    }
    return false;
}

bool TestSshd::tryStart(quint16 port)
{
    stop();
    writeConfig(port);
    const qsizetype logged = log().size();
    m_process = std::make_unique<QProcess>();
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : std::as_const(m_environment)) {
        environment.insert(variable.section(QLatin1Char('='), 0, 0),
                           variable.section(QLatin1Char('='), 1));
    }
    m_process->setProcessEnvironment(environment);
    // A test that crashes takes its server with it.
    m_process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process->start(QStringLiteral("/usr/sbin/sshd"),
                     {QStringLiteral("-D"),
                      QStringLiteral("-E"),
                      path(QStringLiteral("log")),
                      QStringLiteral("-f"),
                      path(QStringLiteral("sshd_config"))});
    const auto said = [&] { return log().mid(logged); };
    const bool listens = QTest::qWaitFor(
        [&] {
            return said().contains(QLatin1String("Server listening"))
                   || m_process->state() == QProcess::NotRunning;
        },
        startTimeout);
    if (listens && m_process->state() == QProcess::Running) {
        return true;
    }
    m_error = m_process->errorString() + QLatin1Char('\n') + said();
    stop();
    return false;
}

void TestSshd::writeConfig(quint16 port)
{
    QStringList lines = m_extraConfig;
    lines << QStringLiteral("ListenAddress 127.0.0.1:%1").arg(port)
          << QLatin1String("HostKey ") + path(QStringLiteral("host"))
          << QLatin1String("AuthorizedKeysFile ") + path(QStringLiteral("authorized_keys"))
          << QStringLiteral("PidFile none") << QStringLiteral("UsePAM no")
          << QStringLiteral("StrictModes no") << QStringLiteral("PasswordAuthentication no")
          << QStringLiteral("KbdInteractiveAuthentication no") << QStringLiteral("LogLevel DEBUG1")
          << QStringLiteral("Subsystem sftp internal-sftp")
          // The user's own shell start-up files have no part in a test.
          << QLatin1String("SetEnv HOME=") + m_folder.path() << QString();
    // Of this one sshd takes the last.
    if (lines.filter(QStringLiteral("MaxStartups")).isEmpty()) {
        lines.insert(0, QStringLiteral("MaxStartups 200"));
    }
    const QString config = path(QStringLiteral("sshd_config"));
    QFile::remove(config);
    append(config, lines.join(QLatin1Char('\n')).toUtf8());
}

void TestSshd::stop()
{
    if (!m_process) {
        return;
    }
    pause(); // none may fork another one meanwhile
    const QList<qint64> children = descendants(false);
    m_process->kill();
    m_process->waitForFinished();
    signalAll(children, SIGKILL);
    m_process.reset();
}

bool TestSshd::restart()
{
    stop();
    return start();
}

void TestSshd::killConnections()
{
    pause();
    signalAll(descendants(true), SIGKILL);
    resume();
}

void TestSshd::pause()
{
    signalAll({m_process->processId()}, SIGSTOP);
    // One that is not stopped yet may fork meanwhile; once all are, no new one comes.
    QList<qint64> stopped;
    for (QList<qint64> found = descendants(true); found.size() > stopped.size();
         found = descendants(true)) {
        signalAll(found, SIGSTOP);
        stopped = found;
    }
}

void TestSshd::resume()
{
    signalAll(descendants(true), SIGCONT);
    if (m_process->processId() > 0) {
        signalAll({m_process->processId()}, SIGCONT);
    }
}

QList<qint64> TestSshd::descendants(bool onlyServers) const
{
    QMultiHash<qint64, qint64> children;
    QHash<qint64, QByteArray> names;
    const QStringList entries =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isNumber = false;
        const qint64 pid = entry.toLongLong(&isNumber);
        if (isNumber) {
            const auto [parent, name] = parentAndName(entry);
            children.insert(parent, pid);
            names.insert(pid, name);
        }
    }
    QList<qint64> found;
    QList<qint64> pending = m_process ? children.values(m_process->processId()) : QList<qint64>();
    while (!pending.isEmpty()) {
        const qint64 pid = pending.takeLast();
        pending += children.values(pid);
        if (!onlyServers || names.value(pid).startsWith("sshd")) {
            found += pid;
        }
    }
    return found;
}

void TestSshd::signalAll(const QList<qint64> &processes, int signal)
{
    for (const qint64 pid : processes) {
        // One that has ended by itself meanwhile is as good.
        static_cast<void>(::kill(static_cast<pid_t>(pid), signal));
    }
}

Ssh::HostKey TestSshd::hostKey() const
{
    const QList<QByteArray> fields = readAll(path(QStringLiteral("host.pub"))).split(' ');
    return Ssh::hostKeyFromBlob(QByteArray::fromBase64(fields.value(1)));
}

Ssh::Destination TestSshd::destination() const
{
    return {.host = QStringLiteral("127.0.0.1"),
            .port = m_port,
            .user = m_user,
            .identityFiles = {keyFile()},
            .hostKeys = {hostKey()}};
}

QString TestSshd::log() const
{
    return QString::fromUtf8(readAll(path(QStringLiteral("log"))));
}

QString TestSshd::makeKey(const QString &name, const QStringList &arguments)
{
    const QString file = path(name);
    QFile::remove(file);
    QProcess keygen;
    keygen.start(QStringLiteral("ssh-keygen"),
                 QStringList{QStringLiteral("-q"),
                             QStringLiteral("-N"),
                             QString(),
                             QStringLiteral("-C"),
                             name,
                             QStringLiteral("-f"),
                             file}
                     + arguments);
    if (!keygen.waitForFinished(120'000) || keygen.exitCode() != 0) {
        qFatal("ssh-keygen failed: %s", keygen.readAllStandardError().constData());
    }
    return file;
}

void TestSshd::authorize(const QString &privateKeyFile)
{
    append(path(QStringLiteral("authorized_keys")),
           readAll(privateKeyFile + QLatin1String(".pub")));
}

void TestSshd::usePam(const QStringList &stack)
{
    const QString folder = path(QStringLiteral("pam"));
    if (!QDir().mkpath(folder)) {
        qFatal("Could not make %s", qPrintable(folder));
    }
    const QString service = folder + QLatin1String("/sshd");
    QFile::remove(service);
    append(service, (stack.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8());
    setEnvironment({QStringLiteral("LD_PRELOAD=libpam_wrapper.so"),
                    QStringLiteral("PAM_WRAPPER=1"),
                    QLatin1String("PAM_WRAPPER_SERVICE_DIR=") + folder});
}

void TestSshd::replaceHostKey()
{
    static_cast<void>(
        makeKey(QStringLiteral("host"), {QStringLiteral("-t"), QStringLiteral("ed25519")}));
}

} // namespace Atelier::Test
