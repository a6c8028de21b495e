// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/* atelier-node's side of the benchmarks, one process for each sample as with scp(1) and sftp(1):
 *   nodeload list FOLDER HOST-OPTIONS          prints how many entries came
 *   nodeload down|up SOURCE TARGET HOST-OPTIONS
 * HOST-OPTIONS: --port, --user, --key, --known (a file of host keys). */
#include "backend/core/async.h"
#include "backend/nodeclient/client.h"
#include "backend/ssh/pool/pool.h"
#include "tests/benchmarks/hostoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

using namespace Atelier;
using NodeClient::EntriesResult;
using NodeClient::RemotePath;

namespace {

QFuture<Result<EntriesResult>> begin(NodeClient::Client *client, const QStringList &words)
{
    const RemotePath source{.root = QFile::encodeName(words.value(1))};
    if (words.value(0) == QLatin1String("list")) {
        return client->list(source, {}, [](const NodeClient::FileEntries &) {});
    }
    if (words.value(0) == QLatin1String("down")) {
        QDir().mkpath(words.value(2));
        return client->download(source, words.value(2), {});
    }
    const QFileInfo target(words.value(2));
    return client->upload(
        words.value(1),
        {.root = QFile::encodeName(target.path()), .path = QFile::encodeName(target.fileName())},
        {});
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    Benchmark::addHostOptions(parser);
    parser.process(application);

    Ssh::Pool pool;
    const auto connection = pool.connection(Benchmark::destination(parser));
    NodeClient::Client client(connection.get());
    whenDone(connection->open(), &client, [&](const Result<void> &opened) {
        if (!opened) {
            Benchmark::fail(opened.error());
            return;
        }
        whenDone(begin(&client, parser.positionalArguments()),
                 &client,
                 [](const Result<EntriesResult> &result) {
                     if (!result || result->faultCount > 0) {
                         Benchmark::fail(result ? result->faults.constFirst() : result.error());
                         return;
                     }
                     std::printf("%llu\n", static_cast<unsigned long long>(result->entries));
                     QCoreApplication::exit(0);
                 });
    });
    return QCoreApplication::exec();
}
