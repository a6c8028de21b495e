// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/* Our side of the SFTP benchmarks, one process for each sample as with scp(1):
 *   sftpload down|up|downtree|uptree SOURCE TARGET HOST-OPTIONS [--channels N] [--files N] [--sync]
 *   sftpload list FOLDER HOST-OPTIONS
 * HOST-OPTIONS: --port, --user, --key, --known (a file of host keys). Prints one JSON object:
 * seconds from the start of the process and, "work", from the greeted channel on. Without --sync
 * nothing waits for a disk, as scp doesn't. */
#include "backend/core/async.h"
#include "backend/sftp/sftpclient.h"
#include "backend/ssh/pool/pool.h"
#include "tests/benchmarks/hostoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Atelier;

namespace {

struct Run
{
    QString what;
    QString source;
    QString target;
    bool isDurable = false;
    int channels = 0;
    int files = 0;
    QElapsedTimer sinceStart = {};
    QElapsedTimer sinceGreeting = {};
};

void tell(const Run &run, QJsonObject figures)
{
    figures[QStringLiteral("seconds")] = static_cast<double>(run.sinceStart.nsecsElapsed()) / 1e9;
    figures[QStringLiteral("work")] = static_cast<double>(run.sinceGreeting.nsecsElapsed()) / 1e9;
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    QCoreApplication::exit(0);
}

void transfer(Sftp::SftpClient *client, const Run &run)
{
    const Sftp::TransferOptions options{
        .conflict = Sftp::Conflict::Overwrite, .resumes = false, .isDurable = run.isDurable};
    const auto future = run.what == QLatin1String("down")
                            ? client->download(QFile::encodeName(run.source), run.target, options)
                            : client->upload(run.source, QFile::encodeName(run.target), options);
    whenDone(future, client, [run](const Result<Sftp::TransferResult> &result) {
        if (!result) {
            Benchmark::fail(result.error());
            return;
        }
        tell(run, {{QStringLiteral("bytes"), static_cast<qint64>(result->bytes)}});
    });
}

void transferTree(Sftp::SftpClient *client, const Run &run)
{
    const Sftp::TreeOptions options{
        .isDurable = run.isDurable, .channels = run.channels, .filesAtOnce = run.files};
    const auto future =
        run.what == QLatin1String("downtree")
            ? client->downloadTree(QFile::encodeName(run.source), run.target, options)
            : client->uploadTree(run.source, QFile::encodeName(run.target), options);
    whenDone(future, client, [run](const Result<Sftp::TreeReport> &result) {
        if (!result || result->failedCount > 0) {
            Benchmark::fail(result ? result->failed.constFirst().error : result.error());
            return;
        }
        tell(run,
             {{QStringLiteral("files"), static_cast<qint64>(result->files)},
              {QStringLiteral("bytes"), static_cast<qint64>(result->bytes)}});
    });
}

void list(Sftp::SftpClient *client, const Run &run)
{
    const auto first = std::make_shared<qint64>(-1);
    const auto take = [first, run](const Sftp::Entries &) {
        *first = *first < 0 ? run.sinceGreeting.nsecsElapsed() : *first;
    };
    whenDone(client->list(QFile::encodeName(run.source), take),
             client,
             [run, first](const Result<Sftp::ListResult> &result) {
                 if (!result) {
                     Benchmark::fail(result.error());
                     return;
                 }
                 tell(run,
                      {{QStringLiteral("entries"), result->entries},
                       {QStringLiteral("first"), static_cast<double>(*first) / 1e9}});
             });
}

} // namespace

int main(int argc, char **argv)
{
    Run run;
    run.sinceStart.start();
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    Benchmark::addHostOptions(parser);
    for (const char *name : {"channels", "files"}) {
        parser.addOption({QString::fromLatin1(name), QString(), QString::fromLatin1(name)});
    }
    parser.addOption({QStringLiteral("sync"), QString()});
    parser.process(application);
    const auto value = [&](const char *name) { return parser.value(QString::fromLatin1(name)); };
    run.what = parser.positionalArguments().value(0);
    run.source = parser.positionalArguments().value(1);
    run.target = parser.positionalArguments().value(2);
    run.isDurable = parser.isSet(QStringLiteral("sync"));
    run.channels = value("channels").toInt();
    run.files = value("files").toInt();

    Ssh::Pool pool;
    const auto connection = pool.connection(Benchmark::destination(parser));
    Sftp::SftpClient client(connection.get());
    const auto begin = [&] {
        run.sinceGreeting.start();
        if (run.what == QLatin1String("list")) {
            list(&client, run);
        } else if (run.what.endsWith(QLatin1String("tree"))) {
            transferTree(&client, run);
        } else {
            transfer(&client, run);
        }
    };
    whenDone(connection->open(), &client, [&](const Result<void> &opened) {
        if (!opened) {
            Benchmark::fail(opened.error());
        } else {
            begin();
        }
    });
    return QCoreApplication::exec();
}
