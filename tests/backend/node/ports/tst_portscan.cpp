// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/portscan.h"
#include "backend/node/ports/socketdiag.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

#include <unistd.h>

#include <algorithm>

using namespace Atelier::Node;

class TestPortScan final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheKernelsTable()
    {
        const auto sockets = listeningSockets(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
            "timeout inode\n"
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000     "
            "   0 12345 1 0 100 0 0 10 0\n"
            "   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0     "
            "   0 99 1 0 100 0 0 10 0\n"
            "   2: 0100007F:1F90 0100007F:A001 01 00000000:00000000 00:00000000 00000000  1000     "
            "   0 777 1 0 20 4 30 10 -1\n"
            "   3: 0100007F:1F90 00000000\n"
            "   4: 0100007G:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000     "
            "   0 5 1 0 100 0 0 10 0\n",
            false);
        QCOMPARE(sockets.size(), 2U);
        QVERIFY((sockets[0]
                 == ListeningSocket{
                     .inode = 12345, .port = 8080, .user = 1000, .address = "127.0.0.1"}));
        QCOMPARE(sockets[1].address, std::string("0.0.0.0"));
        const auto six = listeningSockets(
            "   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A "
            "00000000:00000000 00:00000000 00000000  1000        0 6 1 0 100 0 0 10 0\n",
            true);
        QCOMPARE(six.size(), 1U);
        QCOMPARE(six[0].address, std::string("::1"));
    }

    void asksTheKernelForTheSame()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto asked = askForListeners(false);
        if (!asked) {
            QSKIP("The kernel can't be asked here.");
        }
        const auto found = std::ranges::find(*asked, server.serverPort(), &ListeningSocket::port);
        QVERIFY(found != asked->end());
        QCOMPARE(found->address, std::string("127.0.0.1"));
        QCOMPARE(found->user, ::getuid());
        QVERIFY(ownersOf({found->inode}).contains(found->inode));
    }

    void tellsWhatAppearsAndGoes()
    {
        PortScan scan;
        static_cast<void>(scan.look());
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto appeared = only(scan.look().appeared, server.serverPort());
        QVERIFY(appeared);
        QCOMPARE(appeared->address, std::string("127.0.0.1"));
        QCOMPARE(appeared->pid, ::getpid());
        QCOMPARE(appeared->program, std::string("tst_portscan"));
        QVERIFY(!only(scan.look().appeared, server.serverPort()));
        const quint16 port = server.serverPort();
        server.close();
        QVERIFY(std::ranges::contains(scan.look().gone, port));
    }

    void tellsBothFamiliesOnce()
    {
        QTcpServer four;
        QVERIFY(four.listen(QHostAddress::LocalHost));
        QTcpServer six;
        if (!six.listen(QHostAddress::LocalHostIPv6, four.serverPort())) {
            QSKIP("There is no IPv6 here, or the port is taken.");
        }
        PortScan scan;
        const PortChanges changes = scan.look();
        QCOMPARE(std::ranges::count(changes.appeared, four.serverPort(), &OpenPort::port), 1);
        QCOMPARE(only(changes.appeared, four.serverPort())->address, std::string("127.0.0.1"));
    }

    void namesAWebServer()
    {
        const quint16 port = freePort();
        QProcess server;
        server.start(QStringLiteral("python3"),
                     {QStringLiteral("-m"),
                      QStringLiteral("http.server"),
                      QString::number(port),
                      QStringLiteral("--bind"),
                      QStringLiteral("127.0.0.1")});
        PortScan scan;
        QTRY_VERIFY_WITH_TIMEOUT((static_cast<void>(scan.look()), only(scan.ports(), port)),
                                 20'000);
        QCOMPARE(only(scan.ports(), port)->label, std::string("Python web server"));
        server.kill();
        QVERIFY(server.waitForFinished());
    }

    void hidesTheManyPortsOfAKernel()
    {
        // A process that looks like a kernel: two ports of the ephemeral range, one below it.
        const quint16 own = freePortBelow();
        // ipykernel itself may be missing here; the rule is tried on the process's own words.
        QTemporaryDir folder;
        QFile module(folder.filePath(QStringLiteral("ipykernel_launcher.py")));
        QVERIFY(module.open(QIODevice::WriteOnly));
        module.write("import socket,sys,time\n"
                     "many=[socket.create_server(('127.0.0.1',0)) for i in range(2)]\n"
                     "one=socket.create_server(('127.0.0.1',int(sys.argv[1])))\n"
                     "print(*[s.getsockname()[1] for s in many],flush=True)\n"
                     "time.sleep(600)\n");
        module.close();
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(
            QStringLiteral("python3"),
            {QStringLiteral("-m"), QStringLiteral("ipykernel_launcher"), QString::number(own)});
        QVERIFY(process.waitForReadyRead());
        const QList<QByteArray> many = process.readLine().trimmed().split(' ');
        PortScan scan;
        static_cast<void>(scan.look());
        QVERIFY(only(scan.ports(), own));
        for (const QByteArray &port : many) {
            QVERIFY(!only(scan.ports(), port.toUShort()));
        }
        process.kill();
        QVERIFY(process.waitForFinished());
    }

    void isCheapWhenNothingChanges()
    {
        PortScan scan;
        static_cast<void>(scan.look());
        QElapsedTimer timer;
        timer.start();
        for (int look = 0; look < 100; ++look) {
            static_cast<void>(scan.look());
        }
        qInfo("a look takes %.2f ms", static_cast<double>(timer.nsecsElapsed()) / 1e8);
    }

private:
    [[nodiscard]] static std::optional<OpenPort> only(const std::vector<OpenPort> &ports,
                                                      quint16 port)
    {
        const auto found = std::ranges::find(ports, port, &OpenPort::port);
        return found == ports.end() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] static quint16 freePort()
    {
        QTcpServer server;
        return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
    }
    [[nodiscard]] static quint16 freePortBelow()
    {
        QTcpServer server;
        for (quint16 port = 20'000 + static_cast<quint16>(::getpid() % 10'000); port < 32'000;
             ++port) {
            if (server.listen(QHostAddress::LocalHost, port)) {
                return port;
            }
        }
        return 0;
    }
};

QTEST_GUILESS_MAIN(TestPortScan)
#include "tst_portscan.moc"
