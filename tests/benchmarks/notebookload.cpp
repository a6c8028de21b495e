// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds until JupyterLab can be used: through our tunnel and directly, in turn, as JSON.
#include "backend/ssh/session.h"
#include "backend/ssh/tunnel.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFutureWatcher>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <QWebEnginePage>
#include <QWebEngineProfile>
#include <QWebEngineView>

#include <cstdio>
#include <memory>

using namespace Atelier;

namespace {

constexpr int probeMilliseconds = 10;
constexpr int limitMilliseconds = 60'000;

const QString usable = QStringLiteral("document.querySelector('.jp-Launcher-content') !== null");

/** Opens @p url in a profile of its own; negative when it did not become usable in a minute. */
double millisecondsUntilUsable(const QUrl &url)
{
    auto profile = std::make_unique<QWebEngineProfile>();
    auto view = std::make_unique<QWebEngineView>();
    auto *page = new QWebEnginePage(profile.get(), view.get());
    view->setPage(page);
    view->resize(1200, 760);
    view->show();

    QEventLoop loop;
    QTimer probe;
    QTimer::singleShot(limitMilliseconds, &loop, [&loop] { loop.exit(1); });
    QObject::connect(&probe, &QTimer::timeout, page, [page, &loop] {
        page->runJavaScript(usable, [&loop](const QVariant &found) {
            if (found.toBool()) {
                loop.exit(0);
            }
        });
    });
    QElapsedTimer clock;
    clock.start();
    page->load(url);
    probe.start(probeMilliseconds);
    const bool inTime = loop.exec() == 0;
    const double elapsed = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    probe.stop();
    view.reset();
    return inTime ? elapsed : -1;
}

template<typename T>
T waitFor(const QFuture<Result<T>> &future)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished()) {
        loop.exec();
    }
    const Result<T> result = future.result();
    if (!result) {
        qFatal("%s", qPrintable(result.error().message));
    }
    if constexpr (!std::is_void_v<T>) {
        return *result;
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    QCommandLineParser parser;
    for (const auto *name :
         {"port", "user", "key", "hostkey-type", "hostkey", "socket", "direct", "rounds"}) {
        parser.addOption(
            QCommandLineOption(QString::fromLatin1(name), {}, QStringLiteral("value")));
    }
    parser.process(app);
    const auto value = [&parser](const char *name) {
        return parser.value(QString::fromLatin1(name));
    };

    const Ssh::HostKey hostKey{.type = value("hostkey-type"),
                               .blob = QByteArray::fromBase64(value("hostkey").toLatin1())};
    Ssh::Session session(Ssh::Destination{.host = QStringLiteral("127.0.0.1"),
                                          .port = value("port").toUShort(),
                                          .user = value("user"),
                                          .identityFiles = {value("key")},
                                          .hostKeys = {hostKey}});
    waitFor(session.open());
    const auto tunnel = session.tunnel(Ssh::StreamTarget::socket(value("socket")));
    const quint16 port = waitFor(tunnel->listen());

    QJsonArray through;
    QJsonArray direct;
    const QUrl tunnelUrl(QStringLiteral("http://127.0.0.1:%1/lab").arg(port));
    const QUrl directUrl(value("direct"));
    millisecondsUntilUsable(directUrl); // warms the server and the web engine up
    for (int round = 0; round < value("rounds").toInt(); ++round) {
        through.append(millisecondsUntilUsable(tunnelUrl));
        direct.append(millisecondsUntilUsable(directUrl));
    }
    const QJsonObject answer{{QStringLiteral("tunnel"), through},
                             {QStringLiteral("direct"), direct}};
    std::puts(QJsonDocument(answer).toJson(QJsonDocument::Compact).constData());
    return 0;
}
