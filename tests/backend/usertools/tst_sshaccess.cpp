// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/async.h"
#include "backend/usertools/sshaccess.h"
#include "tests/support/temporaryhost.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace Atelier;
using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

} // namespace

/**
 * OpenSSH's own programs at real instances, by their names alone. The configuration that includes
 * ours is given with -F: ssh takes `~/.ssh/config` from the password database, whatever $HOME says,
 * and nobody's own is to be touched here.
 */
class SshAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyProgramReachesAnInstanceByItsName();
    void namesStayOverStopsStartsAndRestarts();
    void followsAnInstanceToAnotherPort();
    void forgetsADeletedInstanceAndKnowsItsSuccessor();
    void preparesANameBeforeAnyoneAsked();
    void givesWayToAHostOfTheSameName();

private:
    void begin();
    [[nodiscard]] QString config() const { return m_host->path(u"home/.ssh/config"_s); }
    [[nodiscard]] quint16 port(const QString &name = u"ada-box"_s) const
    {
        const auto *instance = m_host->client().instance(name);
        return instance != nullptr ? instance->ssh.port : quint16{0};
    }
    /** Runs @p program with @p arguments; its output, or nothing when it failed. */
    [[nodiscard]] QByteArray run(const QString &program,
                                 const QStringList &arguments,
                                 const QByteArray &input = {}) const;
    [[nodiscard]] QByteArray ssh(const QString &name, const QString &command) const
    {
        return run(u"ssh"_s, {u"-F"_s, config(), u"-n"_s, name, command});
    }
    [[nodiscard]] QByteArray ourConfig() const
    {
        QFile file(m_access->configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] bool knows(const QString &name, quint16 at) const
    {
        const QByteArray text = ourConfig();
        const QByteArray first = "Host " + name.toUtf8() + '\n';
        const QByteArray line = "Port " + QByteArray::number(at) + '\n';
        const qsizetype block = text.indexOf(first);
        const qsizetype end = text.indexOf("\nHost ", block + 1);
        return block >= 0 && text.mid(block, end < 0 ? -1 : end - block).contains(line);
    }
    void stopAndStart(const QString &name);

    std::unique_ptr<TemporaryHost> m_host;
    std::unique_ptr<SshAccess> m_access;
    QString m_key;
};

void SshAccessTest::init()
{
    m_host = std::make_unique<TemporaryHost>();
    QVERIFY(m_host->connectClient());
    QVERIFY(QDir().mkpath(m_host->path(u"home"_s)));
    m_key = m_host->path(u"studio key"_s); // with a blank, for the quotes' sake
    QVERIFY(!run(u"ssh-keygen"_s,
                 {u"-q"_s,
                  u"-t"_s,
                  u"ed25519"_s,
                  u"-N"_s,
                  QString(),
                  u"-C"_s,
                  u"test"_s,
                  u"-f"_s,
                  m_key})
                 .isNull());
    begin();
    QVERIFY(m_access->include(true).has_value());
}

void SshAccessTest::begin()
{
    QFile line(m_key + u".pub"_s);
    QVERIFY(line.open(QIODevice::ReadOnly));
    const QString publicKey = QString::fromLatin1(line.readAll()).trimmed();
    m_access = std::make_unique<SshAccess>(SshAccessServices{
        .controlPlane = &m_host->client(),
        .letIn = [this,
                  publicKey] { return m_host->client().registerStudioKey(u"test"_s, publicKey); },
        .keyFile = m_key,
        .folder = m_host->path(u"config/ssh"_s),
        .userConfig = config()});
    connect(m_access.get(), &SshAccess::failed, this, [](const Error &error) {
        QFAIL(qPrintable(error.message));
    });
}

void SshAccessTest::cleanup()
{
    m_access.reset();
    m_host.reset();
}

QByteArray SshAccessTest::run(const QString &program,
                              const QStringList &arguments,
                              const QByteArray &input) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GIT_SSH_COMMAND"_s, u"ssh -F '%1'"_s.arg(config()));
    environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_host->path(u"home"_s));
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, patience)) {
        process.kill();
        process.waitForFinished();
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        qWarning().noquote() << program << arguments << process.readAllStandardError();
        return {};
    }
    const QByteArray said = process.readAllStandardOutput();
    return said.isNull() ? QByteArray("") : said;
}

void SshAccessTest::stopAndStart(const QString &name)
{
    static_cast<void>(m_host->client().stop(name));
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(name), u"Stopped"_s, patience);
    static_cast<void>(m_host->client().start(name));
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(name), u"Running"_s, patience);
}

void SshAccessTest::everyProgramReachesAnInstanceByItsName()
{
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    QTRY_VERIFY(knows(u"ada-box"_s, port()));
    QCOMPARE(ssh(u"ada-box"_s, u"hostname"_s).trimmed(), "ada-box");
    const QString local = m_host->path(u"home/train.py"_s);
    QFile file(local);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("print(42)\n") > 0);
    file.close();
    QVERIFY(!run(u"scp"_s, {u"-F"_s, config(), u"train.py"_s, u"ada-box:copied.py"_s}).isNull());
    QCOMPARE(ssh(u"ada-box"_s, u"cat copied.py"_s), "print(42)\n");
    QVERIFY(run(u"sftp"_s, {u"-F"_s, config(), u"-b"_s, u"-"_s, u"ada-box"_s}, "ls copied.py\n")
                .contains("copied.py"));
    const QString rsh = u"ssh -F "_s + config();
    QVERIFY(
        !run(u"rsync"_s, {u"-a"_s, u"-e"_s, rsh, u"train.py"_s, u"ada-box:synced.py"_s}).isNull());
    QCOMPARE(ssh(u"ada-box"_s, u"cat synced.py"_s), "print(42)\n");
    QVERIFY(!ssh(u"ada-box"_s,
                 u"git init -q repo && cd repo && echo hello >readme && git add readme && "
                 "git -c user.name=a -c user.email=a@b commit -q -m first"_s)
                 .isNull());
    QVERIFY(!run(u"git"_s, {u"clone"_s, u"-q"_s, u"ada-box:repo"_s, u"cloned"_s}).isNull());
    QFile cloned(m_host->path(u"home/cloned/readme"_s));
    QVERIFY(cloned.open(QIODevice::ReadOnly));
    QCOMPARE(cloned.readAll(), "hello\n");
}

void SshAccessTest::namesStayOverStopsStartsAndRestarts()
{
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    QVERIFY(m_host->createRunning(u"grace-box"_s));
    const quint16 before = port();
    QTRY_VERIFY(knows(u"ada-box"_s, before));
    stopAndStart(u"ada-box"_s);
    QCOMPARE(port(), before);
    QCOMPARE(ssh(u"ada-box"_s, u"hostname"_s).trimmed(), "ada-box");

    // Others come and go while it is stopped: its port stays its own.
    static_cast<void>(m_host->client().stop(u"ada-box"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(u"ada-box"_s), u"Stopped"_s, patience);
    QVERIFY(knows(u"ada-box"_s, before)); // a stopped instance keeps its block
    static_cast<void>(m_host->client().remove(u"grace-box"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_host->client().instance(u"grace-box"_s) == nullptr, patience);
    QVERIFY(m_host->createRunning(u"emmy-box"_s));
    QVERIFY(port(u"emmy-box"_s) != before);

    // And the control plane is another.
    QVERIFY(m_host->replaceControlPlane());
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(u"ada-box"_s), u"Stopped"_s, patience);
    QVERIFY(knows(u"ada-box"_s, before));
    static_cast<void>(m_host->client().start(u"ada-box"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(u"ada-box"_s), u"Running"_s, patience);
    QCOMPARE(port(), before);
    QTRY_COMPARE(ssh(u"ada-box"_s, u"hostname"_s).trimmed(), "ada-box");
    QCOMPARE(ssh(u"emmy-box"_s, u"hostname"_s).trimmed(), "emmy-box");
}

void SshAccessTest::followsAnInstanceToAnotherPort()
{
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    const quint16 before = port();
    QTRY_VERIFY(knows(u"ada-box"_s, before));
    static_cast<void>(m_host->client().stop(u"ada-box"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(u"ada-box"_s), u"Stopped"_s, patience);
    QTcpServer thief;
    QTRY_VERIFY(thief.isListening() || thief.listen(QHostAddress::LocalHost, before));
    static_cast<void>(m_host->client().start(u"ada-box"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_host->stateOf(u"ada-box"_s), u"Running"_s, patience);
    QVERIFY(port() != before);
    QTRY_VERIFY(knows(u"ada-box"_s, port()));
    QVERIFY(!knows(u"ada-box"_s, before));
    QCOMPARE(ssh(u"ada-box"_s, u"hostname"_s).trimmed(), "ada-box");
}

void SshAccessTest::forgetsADeletedInstanceAndKnowsItsSuccessor()
{
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    QTRY_VERIFY(knows(u"ada-box"_s, port()));
    QVERIFY(!ssh(u"ada-box"_s, u"true"_s).isNull());
    static_cast<void>(m_host->client().remove(u"ada-box"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!ourConfig().contains("ada-box"), patience);
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    QTRY_VERIFY(knows(u"ada-box"_s, port()));
    // Its host key is another, under the same name: there is nothing to be asked, or refused.
    QCOMPARE(ssh(u"ada-box"_s, u"hostname"_s).trimmed(), "ada-box");
    // What is gone while nobody looks is forgotten at the next start.
    m_access.reset();
    static_cast<void>(m_host->client().remove(u"ada-box"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_host->client().instance(u"ada-box"_s) == nullptr, patience);
    begin();
    QTRY_VERIFY(!ourConfig().contains("ada-box"));
}

void SshAccessTest::preparesANameBeforeAnyoneAsked()
{
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    const auto prepared = m_access->prepare(u"ada-box"_s);
    QTRY_VERIFY(prepared.isFinished());
    QCOMPARE(prepared.result().value_or(QString()), u"ada-box"_s);
    QCOMPARE(ssh(u"ada-box"_s, u"hostname"_s).trimmed(), "ada-box");
    const auto missing = m_access->prepare(u"nobody"_s);
    QTRY_VERIFY(missing.isFinished());
    QVERIFY(!missing.result());
    // The control plane is away: what is known is good.
    m_host->killControlPlane();
    const auto again = m_access->prepare(u"ada-box"_s);
    QTRY_VERIFY_WITH_TIMEOUT(again.isFinished(), patience);
    QCOMPARE(again.result().value_or(QString()), u"ada-box"_s);
    QVERIFY(m_host->connectClient());
}

void SshAccessTest::givesWayToAHostOfTheSameName()
{
    QFile file(config());
    QVERIFY(file.open(QIODevice::Append));
    QVERIFY(file.write("Host ada-box\n    HostName 192.0.2.1\n    ConnectTimeout 1\n") > 0);
    file.close();
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    QTRY_COMPARE(m_access->alias(u"ada-box"_s), u"atelier-ada-box"_s);
    QCOMPARE(ssh(u"atelier-ada-box"_s, u"hostname"_s).trimmed(), "ada-box");
    QVERIFY(
        run(u"ssh"_s, {u"-G"_s, u"-F"_s, config(), u"ada-box"_s}).contains("hostname 192.0.2.1"));
}

QTEST_GUILESS_MAIN(SshAccessTest)
#include "tst_sshaccess.moc"
