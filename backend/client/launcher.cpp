// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/launcher.h"

#include "backend/client/answerer.h"
#include "backend/client/datafolder.h"
#include "backend/core/async.h"
#include "backend/core/paths.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace Atelier::Client {

namespace {

using namespace std::chrono_literals;

constexpr auto startTimeout = 10s;
constexpr auto probeTimeout = 2s;
constexpr auto tickInterval = 100ms;
// How the program says that another process holds the folder.
constexpr int folderInUse = 4;

} // namespace

Launcher::Launcher(const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_dataFolder(QDir(dataFolder).absolutePath())
    , m_program(Paths::program(QStringLiteral("atelierd")))
{
    m_requests.setTimeout(probeTimeout);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(startTimeout);
    m_tick.setInterval(tickInterval);
    connect(&m_tick, &QTimer::timeout, this, &Launcher::look);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish(failure(tooLate())); });
}

Launcher::~Launcher() = default;

void Launcher::setProgram(const QString &program)
{
    m_program = program;
}

void Launcher::setTimeout(std::chrono::milliseconds timeout)
{
    m_deadline.setInterval(timeout);
}

QFuture<Result<Endpoint>> Launcher::ensure()
{
    if (!m_promise) {
        begin();
        look();
    }
    return m_future;
}

QFuture<Result<Endpoint>> Launcher::replace()
{
    if (!m_promise) {
        begin();
        endOther();
    }
    return m_future;
}

void Launcher::begin()
{
    m_promise = std::make_unique<QPromise<Result<Endpoint>>>();
    m_promise->start();
    m_future = m_promise->future();
    ++m_round;
    m_awaiting = false;
    m_probing = false;
    m_exitCode = 0;
    m_deadline.start();
}

void Launcher::endOther()
{
    const Result<Endpoint> endpoint = readEndpoint(endpointFile());
    if (!endpoint || !DetachedProcess::isAlive(endpoint->pid)) {
        look();
        return;
    }
    // The id may long be another process's: it must have the port and the folder's lock.
    m_ending = EndingProcess::ask(endpoint->pid, [this, &endpoint] {
        return isAnsweredBy(*endpoint) && holdsFolder(endpoint->pid, m_dataFolder);
    });
    if (!m_ending) {
        finish(failure({.code = Error::Code::Conflict,
                        .message = tr("It is not certain which program Atelier's background "
                                      "service is, so none was ended. Restart the computer."),
                        .detail = QStringLiteral("process %1 is not the one at %2")
                                      .arg(endpoint->pid)
                                      .arg(endpoint->url.authority())}));
        return;
    }
    connect(m_ending.get(), &EndingProcess::ended, this, [this] {
        m_ending.release()->deleteLater(); // it is the sender
        look();
    });
}

QString Launcher::endpointFile() const
{
    return m_dataFolder + u"/endpoint.json";
}

void Launcher::look()
{
    if (!m_promise || m_probing) {
        return;
    }
    const Result<Endpoint> endpoint = readEndpoint(endpointFile());
    // A note that a dead process left, or one that can't be read, counts as none. Where somebody
    // else has got the process id or the port meanwhile, nothing is said to him.
    if (endpoint && isAnsweredBy(*endpoint)) {
        probe(*endpoint);
    } else {
        notRunning();
    }
}

void Launcher::probe(const Endpoint &endpoint)
{
    m_probing = true;
    // Without the token: should another process have got the port, it learns nothing.
    m_requests.setEndpoint({.url = endpoint.url});
    whenDone(m_requests.send(Verb::Get, QStringLiteral("/health")),
             this,
             [this, endpoint, round = m_round](const Result<Response> &answer) {
                 if (round == m_round && m_promise) {
                     m_probing = false;
                     probed(endpoint, answer);
                 }
             });
}

void Launcher::probed(const Endpoint &endpoint, const Result<Response> &answer)
{
    const int answered = answer ? answer->body.value(u"protocol").toInt(-1) : -1;
    if (answered < 0 || answer->body.value(u"status").toString() != u"ok") {
        notRunning(); // another program of this user has the port
        return;
    }
    const auto [older, newer] = std::minmax(answered, endpoint.protocol);
    const QString detail = QStringLiteral("protocol %1, expected %2, process %3, version %4")
                               .arg(answered)
                               .arg(protocolVersion)
                               .arg(endpoint.pid)
                               .arg(endpoint.version);
    if (newer > protocolVersion) {
        finish(
            failure({.code = Error::Code::Conflict,
                     .message = tr("Atelier's background service is newer than this window. "
                                   "Update Atelier, or close this window and open the newer one."),
                     .detail = detail}));
    } else if (older < protocolVersion) {
        finish(failure({.code = Error::Code::Conflict,
                        .message = tr("Atelier's background service is older than this window. "
                                      "Restart it; instances and kernels keep running."),
                        .detail = detail,
                        .target = replaceable}));
    } else {
        finish(endpoint);
    }
}

void Launcher::notRunning()
{
    if (!m_awaiting) {
        startProcess();
    }
}

void Launcher::startProcess()
{
    if (m_program.isEmpty() || !QFileInfo(m_program).isExecutable()) {
        finish(failure({.code = Error::Code::NotFound,
                        .message = tr("A part of Atelier is missing. Install Atelier again."),
                        .detail = m_program.isEmpty() ? QStringLiteral("atelierd") : m_program}));
        return;
    }
    if (const Result<void> prepared = prepareDataFolder(m_dataFolder); !prepared) {
        finish(failure(prepared.error()));
        return;
    }
    m_watcher = std::make_unique<QFileSystemWatcher>(QStringList{m_dataFolder});
    connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, this, &Launcher::look);
    // A small folder: Qt reads the whole working folder when a link among the system's certificates
    // leads nowhere (QSslCertificate::fromPath with an empty path).
    auto process = DetachedProcess::start(
        m_program,
        {QStringLiteral("--data"), m_dataFolder, QStringLiteral("--exit-when-idle")},
        m_dataFolder + u"/log",
        startLogOf(m_dataFolder));
    if (!process) {
        finish(failure(process.error()));
        return;
    }
    m_awaiting = true;
    m_process = *std::move(process);
    connect(m_process.get(), &DetachedProcess::ended, this, &Launcher::processEnded);
    m_tick.start();
    Q_EMIT started(m_process->pid());
}

void Launcher::processEnded(int exitCode)
{
    m_exitCode = exitCode;
    // Not while the former one ends because it was asked to.
    if (m_promise && m_awaiting) {
        // Another launcher was faster: its control plane will answer soon.
        if (exitCode != folderInUse) {
            finish(failure(endedAtOnce()));
        }
    }
}

Error Launcher::endedAtOnce() const
{
    const QString sentence = lastSentence(startLogOf(m_dataFolder));
    return {.code = Error::Code::Unavailable,
            .message =
                sentence.isEmpty()
                    ? tr("Atelier's background service ended as soon as it was started.")
                    : tr("Atelier's background service could not start. It said: %1").arg(sentence),
            .detail = m_program + u" ended with " + QString::number(m_exitCode),
            .target = m_dataFolder};
}

Error Launcher::tooLate() const
{
    if (m_ending) {
        return {.code = Error::Code::TimedOut,
                .message = tr("Atelier's background service was asked to end and has not done so "
                              "yet. Try again in a while."),
                .detail = m_dataFolder,
                .target = replaceable};
    }
    if (m_exitCode == folderInUse) {
        return {.code = Error::Code::Unavailable,
                .message = tr("Another process keeps Atelier's folder “%1” to itself and does not "
                              "answer. End it, or restart the computer.")
                               .arg(m_dataFolder),
                .detail = lastSentence(startLogOf(m_dataFolder)),
                .target = m_dataFolder};
    }
    return {
        .code = Error::Code::TimedOut,
        .message = tr("Atelier's background service did not begin to answer in time. Try again."),
        .detail = m_dataFolder + u": " + lastSentence(startLogOf(m_dataFolder)),
        .target = m_dataFolder};
}

void Launcher::finish(const Result<Endpoint> &result)
{
    m_deadline.stop();
    m_tick.stop();
    m_ending.reset();
    if (m_watcher) {
        m_watcher.release()->deleteLater(); // it may be the sender
    }
    if (const auto promise = std::exchange(m_promise, nullptr)) {
        promise->addResult(result);
        promise->finish();
    }
}

} // namespace Atelier::Client
