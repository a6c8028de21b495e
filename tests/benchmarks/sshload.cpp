// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/* Our side of the SSH benchmarks, one process for each sample as with ssh(1):
 *   sshload true HOST-OPTIONS                  connects and runs true
 *   sshload tunnel HOST-OPTIONS --target PORT  a tunnel; prints its local port, ends with its stdin
 * HOST-OPTIONS: --port, --user, --key, --known (a file of host keys) */
#include "backend/core/async.h"
#include "backend/ssh/pool/pool.h"
#include "backend/ssh/tunnel.h"
#include "tests/benchmarks/hostoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>

using namespace Atelier;

namespace {

void runTrue(Ssh::Connection *connection, QObject *context)
{
    whenDone(connection->exec(QStringLiteral("true")),
             context,
             [](const Result<Ssh::ExecResult> &result) {
                 if (!result) {
                     Benchmark::fail(result.error());
                     return;
                 }
                 QCoreApplication::exit(result->exitStatus);
             });
}

std::unique_ptr<Ssh::Tunnel> openTunnel(Ssh::Connection *connection,
                                        quint16 target,
                                        QObject *context)
{
    auto tunnel = connection->tunnel(Ssh::StreamTarget::tcp(QStringLiteral("127.0.0.1"), target));
    whenDone(tunnel->listen(0), context, [](const Result<quint16> &port) {
        if (!port) {
            Benchmark::fail(port.error());
            return;
        }
        std::printf("%u\n", static_cast<unsigned>(*port));
        std::fflush(stdout);
    });
    return tunnel;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    Benchmark::addHostOptions(parser);
    const QCommandLineOption target(QStringLiteral("target"), QString(), QStringLiteral("port"));
    parser.addOption(target);
    parser.process(application);
    const QString what = parser.positionalArguments().value(0);

    Ssh::Pool pool;
    const auto connection = pool.connection(Benchmark::destination(parser));
    std::unique_ptr<Ssh::Tunnel> tunnel;
    QSocketNotifier input(0, QSocketNotifier::Read);
    QObject::connect(
        &input, &QSocketNotifier::activated, &application, [] { QCoreApplication::quit(); });
    input.setEnabled(what == QLatin1String("tunnel"));
    whenDone(connection->open(), &application, [&](const Result<void> &opened) {
        if (!opened) {
            Benchmark::fail(opened.error());
        } else if (what == QLatin1String("tunnel")) {
            tunnel = openTunnel(connection.get(), parser.value(target).toUShort(), &application);
        } else {
            runTrue(connection.get(), &application);
        }
    });
    return QCoreApplication::exec();
}
