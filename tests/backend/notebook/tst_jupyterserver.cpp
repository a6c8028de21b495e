// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/kernels.h"
#include "backend/notebook/serverrequest.h"
#include "tests/backend/notebook/labstudio.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace std::chrono_literals;
using Test::awaited;
using Test::LabStudio;
using Test::patience;

class TestJupyterServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_node = std::make_unique<Test::TestNode>(); }

    void cleanup() { m_node.reset(); }

    void startsAServerThenFindsItAgain()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        LabStudio first(*m_node);
        first.server.open(true);
        QVERIFY(first.ends());
        QVERIFY2(first.ready.count() == 1,
                 qPrintable(first.failed.isEmpty() ? QString() : first.error().message));
        using Step = JupyterServer::Step;
        QCOMPARE(first.stepsTaken(),
                 (QList<Step>{Step::Connect,
                              Step::Find,
                              Step::Start,
                              Step::Wait,
                              Step::Tunnel,
                              Step::SignIn,
                              Step::Appearance}));
        QVERIFY(first.server.wasStarted());
        QCOMPARE(first.access().url.host(), QStringLiteral("127.0.0.1"));
        QVERIFY(!first.access().cookies.isEmpty());
        QVERIFY(first.access().cookies.first().startsWith("username-127-0-0-1-"));

        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
                                          | QFile::WriteOther;
        QCOMPARE(QFile::permissions(m_node->runtimeFolder() + QStringLiteral("/jupyter.sock"))
                     & others,
                 QFile::Permissions());
        QCOMPARE(QFile::permissions(m_node->runtimeFolder() + QStringLiteral("/jupyter.token"))
                     & others,
                 QFile::Permissions());

        LabStudio second(*m_node);
        second.server.open(true);
        QVERIFY(second.ends());
        QCOMPARE(second.ready.count(), 1);
        QVERIFY(!second.stepsTaken().contains(Step::Start));
        QVERIFY(!second.server.wasStarted());
        QCOMPARE(m_node->servers().size(), 1);
    }

    void keepsTheTokenOutOfLogAndProcessList()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        LabStudio studio(*m_node);
        studio.server.open(false);
        QVERIFY(studio.ends());
        const Result<ServerInfo> info = awaited(findServer(&studio.session));
        QVERIFY(info.has_value());
        QVERIFY(info->token.size() >= 32);
        QFile log(info->logFile);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray logged = log.readAll();
        QVERIFY(!logged.isEmpty());
        QVERIFY(!logged.contains(info->token));
        QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(info->pid));
        QVERIFY(commandLine.open(QIODevice::ReadOnly));
        const QByteArray line = commandLine.readAll();
        QVERIFY(line.contains("jupyter"));
        QVERIFY(!line.contains(info->token));
    }

    void twoStudiosAtOnceShareOneServer()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        LabStudio first(*m_node);
        LabStudio second(*m_node);
        first.server.open(false);
        second.server.open(false);
        QVERIFY(first.ends());
        QVERIFY(second.ends());
        QCOMPARE(first.ready.count(), 1);
        QCOMPARE(second.ready.count(), 1);
        QCOMPARE(m_node->servers().size(), 1);
        const Result<ServerInfo> one = awaited(findServer(&first.session));
        const Result<ServerInfo> other = awaited(findServer(&second.session));
        QVERIFY(one && other);
        QCOMPARE(one->pid, other->pid);
    }

    void cancelEndsTheSteps()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        LabStudio studio(*m_node);
        studio.server.open(false);
        QTRY_VERIFY_WITH_TIMEOUT(studio.stepsTaken().contains(JupyterServer::Step::Find), patience);
        studio.server.cancel();
        QCOMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.error().code, Error::Code::Cancelled);
        QVERIFY(!studio.server.isWorking());

        // A late answer of the cancelled steps changes nothing, and the next attempt goes through.
        studio.failed.clear();
        studio.server.open(false);
        QVERIFY(studio.ends());
        QCOMPARE(studio.ready.count(), 1);
    }

    void saysHowToGetAMissingJupyterLab()
    {
        const QString folder = m_node->home() + QStringLiteral("/bin");
        QVERIFY(QDir().mkpath(folder));
        for (const char *tool : {"sh",
                                 "bash",
                                 "cat",
                                 "flock",
                                 "grep",
                                 "head",
                                 "id",
                                 "mkdir",
                                 "mv",
                                 "od",
                                 "rm",
                                 "sed",
                                 "setsid",
                                 "sleep",
                                 "tail",
                                 "tr"}) {
            const QString name = QString::fromLatin1(tool);
            QVERIFY(QFile::link(QStringLiteral("/usr/bin/") + name, folder + u'/' + name));
        }
        QVERIFY2(m_node->start(folder), qPrintable(m_node->problem()));
        LabStudio studio(*m_node);
        studio.server.open(false);
        QVERIFY(studio.ends());
        QCOMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.error().code, Error::Code::NotFound);
        QCOMPARE(studio.error().target, QStringLiteral("jupyterlab"));
        QVERIFY2(studio.error().message.contains(QStringLiteral("pip install jupyterlab")),
                 qPrintable(studio.error().message));
    }

    void showsTheServersLogWhenItDies()
    {
        const QString folder = m_node->home() + QStringLiteral("/bin");
        QVERIFY(QDir().mkpath(folder));
        QFile broken(folder + QStringLiteral("/jupyter-lab"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("#!/bin/sh\necho 'ImportError: no module named tornado' >&2\nexit 1\n");
        broken.close();
        broken.setPermissions(broken.permissions() | QFile::ExeOwner);
        QVERIFY2(m_node->start(folder + QStringLiteral(":/usr/bin:/bin")),
                 qPrintable(m_node->problem()));
        LabStudio studio(*m_node);
        studio.server.open(false);
        QVERIFY(studio.ends());
        QCOMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.error().code, Error::Code::CommandFailed);
        QVERIFY(studio.failed.at(0).at(1).toString().contains(
            QStringLiteral("no module named tornado")));
    }

    void startsANewServerInsteadOfALeftover()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        // A socket that nobody listens on, and a runtime file that names it and a living process.
        const QByteArray path = QFile::encodeName(m_node->runtimeFolder()
                                                  + QStringLiteral("/jupyter.sock"));
        const int leftover = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(path, std::begin(address.sun_path));
        QCOMPARE(::bind(leftover, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        ::close(leftover);
        const QString runtime = m_node->home() + QStringLiteral("/.local/share/jupyter/runtime");
        QVERIFY(QDir().mkpath(runtime));
        QProcess sleeper;
        sleeper.start(QStringLiteral("sleep"), {QStringLiteral("100")});
        QVERIFY(sleeper.waitForStarted());
        QFile info(runtime + QStringLiteral("/jpserver-1.json"));
        QVERIFY(info.open(QIODevice::WriteOnly));
        info.write(QJsonDocument(QJsonObject{{QStringLiteral("sock"), QString::fromUtf8(path)},
                                             {QStringLiteral("token"), QStringLiteral("old")},
                                             {QStringLiteral("pid"), sleeper.processId()}})
                       .toJson());
        info.close();

        LabStudio studio(*m_node);
        studio.server.open(false);
        QVERIFY(studio.ends());
        QVERIFY2(studio.ready.count() == 1,
                 qPrintable(studio.failed.isEmpty() ? QString() : studio.error().message));
        QVERIFY(studio.server.wasStarted());
        sleeper.kill();
        sleeper.waitForFinished();
    }

    void listsKernelsAndShutsDown()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        LabStudio studio(*m_node);
        QVERIFY(awaited(studio.opened()).has_value());
        const Result<QList<Kernel>> before = awaited(listKernels(&studio.session));
        QVERIFY2(before.has_value(), qPrintable(before ? QString() : before.error().message));
        QVERIFY(before->isEmpty());

        studio.server.open(false);
        QVERIFY(studio.ends());
        QCOMPARE(studio.ready.count(), 1);
        const Result<ServerInfo> info = awaited(findServer(&studio.session));
        QVERIFY(info.has_value());
        const QByteArray body =
            R"({"name":"train.ipynb","path":"work/train.ipynb","type":"notebook","kernel":{"name":"python3"}})";
        const Result<HttpResponse> made = awaited(request(
            &studio.session, *info, {.method = "POST", .path = "/api/sessions", .json = body}));
        QVERIFY2(made.has_value(), qPrintable(made ? QString() : made.error().detail));
        const Result<QList<Kernel>> kernels = awaited(listKernels(&studio.session));
        QVERIFY(kernels.has_value());
        QCOMPARE(kernels->size(), 1);
        QCOMPARE(kernels->first().name, QStringLiteral("train.ipynb"));
        QCOMPARE(kernels->first().path, QStringLiteral("work/train.ipynb"));
        QVERIFY(!kernels->first().state.isEmpty());
        QVERIFY(kernels->first().lastActivity.isValid());

        QVERIFY(awaited(studio.server.shutDown()).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(m_node->servers().isEmpty(), patience);
        const Result<QList<Kernel>> after = awaited(listKernels(&studio.session));
        QVERIFY(after.has_value());
        QVERIFY(after->isEmpty());
    }

    void keepsItsPortWhenTheConnectionReturns()
    {
        QVERIFY2(m_node->start(), qPrintable(m_node->problem()));
        LabStudio studio(*m_node);
        studio.session.setReconnecting(true);
        studio.server.open(false);
        QVERIFY(studio.ends());
        QCOMPARE(studio.ready.count(), 1);
        const QUrl url = studio.access().url;
        m_node->sshd().stop();
        QTRY_VERIFY_WITH_TIMEOUT(studio.session.state() != Ssh::SessionState::Ready, patience);
        QVERIFY2(m_node->sshd().restart(), qPrintable(m_node->problem()));
        QTRY_COMPARE_WITH_TIMEOUT(studio.session.state(), Ssh::SessionState::Ready, patience);
        studio.ready.clear();
        studio.server.open(false);
        QVERIFY(studio.ends());
        QCOMPARE(studio.ready.count(), 1);
        QCOMPARE(studio.access().url, url);
        QVERIFY(!studio.server.wasStarted());
    }

private:
    std::unique_ptr<Test::TestNode> m_node;
};

QTEST_GUILESS_MAIN(TestJupyterServer)
#include "tst_jupyterserver.moc"
