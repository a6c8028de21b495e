// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/engine/enginetestbed.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Engine;

namespace {

constexpr int longTime = 30000;

/** Writes a wheel with one module, as pip wants it. */
constexpr auto wheelScript = R"(
import sys, zipfile
info = "tinything-1.0.dist-info/"
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tinything.py", "ANSWER = 42\n")
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: tinything\nVersion: 1.0\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(info + "RECORD", "tinything.py,,\n%sMETADATA,,\n%sWHEEL,,\n%sRECORD,,\n" % (info, info, info))
)";

} // namespace

/** What a person finds inside: tools, environment, settings of the host. One node for all. */
class LocalEngineInsideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString missing = EngineTestbed::missing(true);
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        m_bed = std::make_unique<EngineTestbed>();
        setUpHost();
        m_engine = std::make_unique<LocalEngine>(m_bed->data(), m_bed->options());
        start();
        QTRY_VERIFY2_WITH_TIMEOUT(
            m_bed->isSetUp(m_node.id), qPrintable(m_bed->creationLog(m_node.id)), longTime);
    }

    void cleanupTestCase()
    {
        m_engine.reset();
        m_bed.reset();
    }

    void hasToolsThatAnswer_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *command, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(command) << QString::fromUtf8(expected);
        };
        row("python is the environment's", "command -v python", "/home/%1/.venv/bin/python");
        row("python works", "python -c 'import sys; print(sys.prefix)'", "/home/%1/.venv");
        row("pip is the environment's", "pip --version | grep -o '^pip [0-9]'", "pip 2");
        row("packages of the system are visible",
            "python -c 'import pip; print(pip.__name__)'",
            "pip");
        row("git accepts its configuration",
            "git --version >/dev/null && git config --global user.name x && echo ok",
            "ok");
        row("git makes a repository",
            "git init -q /tmp/r && git -C /tmp/r status --short && echo ok",
            "ok");
        row("ssh accepts its configuration", "ssh -G example 2>&1 | grep -c '^host example'", "1");
        row("a login shell has the environment, too",
            "env -i HOME=/home/%1 bash -lc 'command -v pip'",
            "/home/%1/.venv/bin/pip");
        row("a terminal has the environment",
            "bash -ic 'echo $VIRTUAL_ENV' 2>/dev/null",
            "/home/%1/.venv");
        row("its runtime folder is private", "stat -c '%a %U' $XDG_RUNTIME_DIR", "700 %1");
        row("the host's name resolves",
            "python -c 'import socket; print(socket.gethostbyname(socket.gethostname()))'",
            "127.0.1.1");
        row("temporary files can be made",
            "f=$(mktemp) && rm $f && touch /var/tmp/x && echo ok",
            "ok");
        row("the time zone is the host's", "date +%Z | grep -c .", "1");
        row("the kernel is registered",
            "python -c 'import json; "
            "k=json.load(open(\"/home/%1/.local/share/jupyter/kernels/python3/kernel.json\")); "
            "print(k[\"argv\"][0], k[\"display_name\"])'",
            "/home/%1/.venv/bin/python Python 3");
        row("other processes are not seen", "ps -e | wc -l | awk '{ print ($1 < 20) }'", "1");
        row("the root cannot be written", "touch /x 2>/dev/null || echo refused", "refused");
    }

    void hasToolsThatAnswer()
    {
        QFETCH(const QString, command);
        QFETCH(const QString, expected);
        const QString user = m_node.access.user;
        const auto output = m_bed->ssh(m_node, QString(command).replace(QLatin1String("%1"), user));
        QVERIFY2(output.status == 0, qPrintable(output.text + output.errors));
        QCOMPARE(output.text, QString(expected).replace(QLatin1String("%1"), user));
    }

    void seesTheSharedWorkspace()
    {
        const QString path = QStringLiteral("~/cloudfiles/code/Users/") + m_node.access.user;
        QCOMPARE(
            m_bed->ssh(m_node, QStringLiteral("echo hello > ") + path + QStringLiteral("/note"))
                .status,
            0);
        QCOMPARE(contentOf(m_bed->workspace() + QStringLiteral("/note")), "hello\n");
    }

    void passesTheHostsSettingsOn()
    {
        const auto output = m_bed->ssh(
            m_node,
            QStringLiteral("echo $HTTPS_PROXY $https_proxy $no_proxy; pip config list; "
                           "cat \"$REQUESTS_CA_BUNDLE\""));
        QVERIFY2(output.text.startsWith(
                     QLatin1String("http://user:pa$$@proxy:1 http://user:pa$$@proxy:1 a,b")),
                 qPrintable(output.text));
        QVERIFY2(output.text.contains(QLatin1String("global.timeout='77'")),
                 qPrintable(output.text));
        QVERIFY2(output.text.endsWith(QLatin1String("certificate")),
                 qPrintable(output.text + output.errors));
    }

    void keepsSecretsOutOfCommandLines()
    {
        const auto lines = m_bed->ssh(m_node,
                                      QStringLiteral("cat /proc/[0-9]*/cmdline | tr '\\0' ' '"));
        QVERIFY(lines.text.contains(QLatin1String("sshd")));
        QVERIFY(!lines.text.contains(QLatin1String("pa$$")));
        const auto record = recordOf(m_bed->node(m_node.id));
        for (const ProcessIdentity &process : {record->shim, record->child}) {
            QVERIFY(
                !contentOf(QStringLiteral("/proc/%1/cmdline").arg(process.pid)).contains("pa$$"));
        }
    }

    void saysWhatToUseInsteadOfSudo()
    {
        const auto output = m_bed->ssh(m_node, QStringLiteral("sudo apt-get install x"));
        QCOMPARE(output.status, 1);
        QVERIFY(output.errors.contains(QLatin1String("pip install")));
        QCOMPARE(output.errors.count(QLatin1Char('\n')), 0);
    }

    void followsTheHostsNameServers()
    {
        // As on many desktops: a link into a folder that the node does not see, replaced by a
        // rename.
        QCOMPARE(m_bed->ssh(m_node, QStringLiteral("cat /etc/resolv.conf")).text,
                 QStringLiteral("nameserver 192.0.2.1"));
        const QString target = m_bed->path(QStringLiteral("run/stub.conf"));
        QVERIFY(writeFile(target, "nameserver 192.0.2.2\n", readableByAll));
        QTRY_COMPARE(m_bed->ssh(m_node, QStringLiteral("cat /etc/resolv.conf")).text,
                     QStringLiteral("nameserver 192.0.2.2"));
    }

    void keepsWhatAUserInstalls()
    {
        const QString wheel = m_bed->workspace()
                              + QStringLiteral("/tinything-1.0-py3-none-any.whl");
        QCOMPARE(QProcess::execute(QStringLiteral("python3"),
                                   {QStringLiteral("-c"), QString::fromLatin1(wheelScript), wheel}),
                 0);
        const QString ask = QStringLiteral("python -c 'import tinything; print(tinything.ANSWER)'");
        QVERIFY(m_bed->ssh(m_node, ask).status != 0);
        const auto installed = m_bed->ssh(
            m_node,
            QStringLiteral(
                "pip install --no-index ~/cloudfiles/code/Users/%1/tinything-1.0-py3-none-any.whl")
                .arg(m_node.access.user));
        QVERIFY2(installed.status == 0, qPrintable(installed.errors));
        QCOMPARE(m_bed->ssh(m_node, ask).text, QStringLiteral("42"));

        QVERIFY(await(m_engine->stop(m_node.id)));
        start();
        QCOMPARE(m_bed->ssh(m_node, ask).text, QStringLiteral("42"));
        QTRY_COMPARE_WITH_TIMEOUT(
            m_bed->creationLog(m_node.id).count(QLatin1String("Ready.\n")), 2, longTime);
    }

    void saysWhenPythonIsMissing()
    {
        LocalEngineOptions options = m_bed->options();
        options.python = QStringLiteral("/no/such/python3");
        LocalEngine engine(m_bed->data(), options);
        QVERIFY(await(engine.start(m_bed->spec(QStringLiteral("b")))));
        QTRY_VERIFY_WITH_TIMEOUT(m_bed->creationLog(QStringLiteral("b"))
                                     .contains(QLatin1String("\nFailed: Python is missing")),
                                 longTime);
        QVERIFY(await(engine.stop(QStringLiteral("b"))));
    }

private:
    /** Settings as a company's computer has them. */
    void setUpHost()
    {
        QVERIFY(QDir().mkpath(m_bed->path(QStringLiteral("home/.config/pip"))));
        QVERIFY(QDir().mkpath(m_bed->path(QStringLiteral("run"))));
        qputenv("HOME", m_bed->path(QStringLiteral("home")).toUtf8());
        qunsetenv("XDG_CONFIG_HOME");
        qunsetenv("PIP_CONFIG_FILE");
        QVERIFY(writeFile(m_bed->path(QStringLiteral("home/.config/pip/pip.conf")),
                          "[global]\ntimeout = 77\n",
                          ownerOnly));
        qunsetenv("PIP_DEFAULT_TIMEOUT");
        qputenv("HTTPS_PROXY", "http://user:pa$$@proxy:1");
        qunsetenv("https_proxy");
        qputenv("no_proxy", "a,b");
        QVERIFY(writeFile(m_bed->path(QStringLiteral("company.pem")), "certificate\n", ownerOnly));
        qputenv("REQUESTS_CA_BUNDLE", m_bed->path(QStringLiteral("company.pem")).toUtf8());
        QVERIFY(writeFile(
            m_bed->path(QStringLiteral("run/stub.conf")), "nameserver 192.0.2.1\n", readableByAll));
        QVERIFY(QFile::link(QStringLiteral("run/stub.conf"),
                            m_bed->path(QStringLiteral("resolv.conf"))));
    }

    void start()
    {
        const auto node = await(m_engine->start(m_bed->spec(QStringLiteral("a"))));
        QVERIFY2(node, explain(node).constData());
        m_node = *node;
    }

    std::unique_ptr<EngineTestbed> m_bed;
    std::unique_ptr<LocalEngine> m_engine; ///< after what it works in
    RunningNode m_node;
};

QTEST_GUILESS_MAIN(LocalEngineInsideTest)
#include "tst_localengineinside.moc"
