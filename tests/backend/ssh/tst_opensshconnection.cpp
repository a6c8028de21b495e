// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshconnection.h"
#include "tests/backend/ssh/await.h"
#include "tests/backend/ssh/faultscript.h"
#include "tests/support/faultproxy.h"
#include "tests/support/testsshd.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <signal.h>

using namespace Atelier;
using namespace Atelier::Ssh;
using namespace std::chrono_literals;
using Test::await;
using Test::explain;
using Test::FaultProxy;
using Test::FaultScript;

namespace {

/** The processes whose command line holds @p text. */
QList<qint64> processesWith(const QString &text)
{
    QList<qint64> found;
    const QStringList entries =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(entry));
        if (entry.toLongLong() > 0 && file.open(QIODevice::ReadOnly)
            && file.readAll().contains(text.toUtf8())) {
            found += entry.toLongLong();
        }
    }
    return found;
}

} // namespace

/** What OpenSSH's client brings along; what it has in common with others is in
 * tst_connectioncontract. */
class TestOpenSshConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void usesOneConnectionForAllButBulk();
    void comesBackByItself();
    void leavesNothingBehind();
    void readsNothingOfTheHostAsAnOption();
    void logsInWithACertificate();
    void goesThroughAProxyCommand();
    void saysThatTheProgramIsMissing();
    void saysThatItCantBeReached();
    void keepsAnErrorsWords();

private:
    /** The client's processes of this test: their destinations have a port of their own. */
    [[nodiscard]] QList<qint64> clients() const
    {
        return processesWith(
            QString(QChar(u'\0') + QString::number(m_proxy->port()) + QChar(u'\0')));
    }

    std::unique_ptr<Test::TestSshd> m_sshd;
    std::unique_ptr<FaultProxy> m_proxy;
    Destination m_destination;
};

void TestOpenSshConnection::init()
{
    m_sshd = std::make_unique<Test::TestSshd>(QStringList{QStringLiteral("PerSourcePenalties no")});
    QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
    m_proxy = std::make_unique<FaultProxy>(m_sshd->port());
    m_destination = m_sshd->destination();
    m_destination.port = m_proxy->port();
}

void TestOpenSshConnection::cleanup()
{
    m_proxy.reset();
    m_sshd.reset();
}

void TestOpenSshConnection::usesOneConnectionForAllButBulk()
{
    OpenSshConnection connection(m_destination);
    FaultScript script(connection, 100'000);
    const auto result = script.run();
    QVERIFY2(result, explain(result));
    QCOMPARE(m_proxy->connections(), 1);
    QCOMPARE(clients().size(), 1);
    const auto bulk = await(
        connection.stream(StreamTarget::command(QStringLiteral("cat")).asBulk()));
    QVERIFY2(bulk, explain(bulk));
    QCOMPARE(m_proxy->connections(), 2);
    QCOMPARE(clients().size(), 2);
    bulk->descriptor->reset();
    QVERIFY(await(bulk->end));
    QTRY_COMPARE(clients().size(), 1);

    OpenSshConnection frugal(m_destination, {.isBulkApart = false});
    QVERIFY(await(frugal.open()));
    QVERIFY(await(frugal.stream(StreamTarget::command(QStringLiteral("cat")).asBulk())));
    QCOMPARE(m_proxy->connections(), 3);
}

void TestOpenSshConnection::comesBackByItself()
{
    OpenSshConnection connection(m_destination);
    connection.setReconnecting(true);
    QVERIFY(await(connection.open()));
    QSignalSpy states(&connection, &Connection::stateChanged);
    const QList<qint64> masters = clients();
    QCOMPARE(masters.size(), 1);
    QCOMPARE(::kill(static_cast<pid_t>(masters.first()), SIGKILL), 0);
    QTRY_VERIFY(!states.isEmpty());
    QCOMPARE(states.first().first().value<SessionState>(), SessionState::Lost);
    // What is asked for meanwhile waits.
    const auto late = await(connection.exec(QStringLiteral("echo late")));
    QVERIFY2(late, explain(late));
    QCOMPARE(connection.state(), SessionState::Ready);
}

void TestOpenSshConnection::leavesNothingBehind()
{
    QString folder;
    {
        OpenSshConnection connection(m_destination);
        FaultScript script(connection, 100'000);
        const auto result = script.run();
        QVERIFY2(result, explain(result));
        const QList<qint64> masters = clients();
        QCOMPARE(masters.size(), 1);
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(masters.first()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> arguments = file.readAll().split('\0');
        const QString control = QFile::decodeName(arguments.value(arguments.indexOf("-S") + 1));
        const QFileInfo parent(QFileInfo(control).path());
        QCOMPARE(parent.permissions()
                     & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
        QVERIFY(parent.exists());
        folder = parent.filePath();
    }
    QTRY_VERIFY(clients().isEmpty());
    QTRY_VERIFY(!QFileInfo::exists(folder));
}

void TestOpenSshConnection::readsNothingOfTheHostAsAnOption()
{
    const QString trap = m_sshd->path(QStringLiteral("trap"));
    m_destination.host = QStringLiteral("-oProxyCommand=touch %1").arg(trap);
    OpenSshConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY(!opened);
    QVERIFY(!QFile::exists(trap));
}

void TestOpenSshConnection::logsInWithACertificate()
{
    const QStringList ed25519{QStringLiteral("-t"), QStringLiteral("ed25519")};
    const QString authority = m_sshd->makeKey(QStringLiteral("authority"), ed25519);
    const QString key = m_sshd->makeKey(QStringLiteral("holder"), ed25519);
    Test::TestSshd trusting({QStringLiteral("PerSourcePenalties no"),
                             QStringLiteral("TrustedUserCAKeys %1.pub").arg(authority)});
    QVERIFY2(trusting.start(), qPrintable(trusting.error()));
    Destination destination = trusting.destination();
    destination.identityFiles = {key};
    {
        OpenSshConnection connection(destination);
        const auto opened = await(connection.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::AuthenticationRefused);
    }
    QCOMPARE(QProcess::execute(QStringLiteral("ssh-keygen"),
                               {QStringLiteral("-q"),
                                QStringLiteral("-s"),
                                authority,
                                QStringLiteral("-I"),
                                QStringLiteral("holder"),
                                QStringLiteral("-n"),
                                destination.user,
                                key + QStringLiteral(".pub")}),
             0);
    OpenSshConnection connection(destination);
    const auto opened = await(connection.open());
    QVERIFY2(opened, explain(opened));
}

void TestOpenSshConnection::goesThroughAProxyCommand()
{
    QFile config(m_sshd->path(QStringLiteral("config")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    const QByteArray key = QFile::encodeName(m_sshd->keyFile());
    config.write("Host *\n  IdentityFile " + key
                 + "\n  ProxyCommand ssh -F none -oStrictHostKeyChecking=no "
                   "-oUserKnownHostsFile=/dev/null -oBatchMode=yes -i "
                 + key + " -p %p -l %r -W 127.0.0.1:%p 127.0.0.1\n");
    config.close();
    OpenSshConnection connection(m_destination, {.configFile = config.fileName()});
    FaultScript script(connection, 100'000);
    const auto result = script.run();
    QVERIFY2(result, explain(result));
}

void TestOpenSshConnection::saysThatTheProgramIsMissing()
{
    OpenSshConnection connection(m_destination, {.program = QStringLiteral("/nowhere/ssh")});
    const auto opened = await(connection.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::NotFound);
    QVERIFY(opened.error().message.contains(QLatin1String("/nowhere/ssh")));
}

void TestOpenSshConnection::saysThatItCantBeReached()
{
    m_destination.host = QStringLiteral("no-such-host.invalid");
    OpenSshConnection unknown(m_destination);
    const auto opened = await(unknown.open());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::NameNotResolved);
    const auto asked = await(unknown.exec(QStringLiteral("true")));
    QVERIFY(!asked);
    QCOMPARE(asked.error().code, Error::Code::NameNotResolved);
}

void TestOpenSshConnection::keepsAnErrorsWords()
{
    m_proxy->setRefusing(true);
    OpenSshConnection connection(m_destination);
    const auto opened = await(connection.open());
    QVERIFY(!opened);
    QVERIFY2(opened.error().detail.contains(QLatin1String("Connection refused")), explain(opened));
}

QTEST_GUILESS_MAIN(TestOpenSshConnection)
#include "tst_opensshconnection.moc"
