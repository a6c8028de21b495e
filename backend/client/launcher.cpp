// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/launcher.h"

#include "backend/core/async.h"
#include "backend/core/paths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace Atelier::Client {

namespace {

using namespace std::chrono_literals;

constexpr auto startTimeout = 10s;
constexpr auto probeTimeout = 2s;
constexpr auto tickInterval = 100ms;
constexpr qint64 lastWords = 16 * 1024;
// How the program says that another process holds the folder.
constexpr int folderInUse = 4;

QString errorFileOf(const QString &dataFolder)
{
    return dataFolder + u"/log/control-plane.start.log";
}

/** The last line that a process wrote, without what could disturb a label. */
QString lastSentence(const QString &file)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly)) {
        return {};
    }
    input.seek(std::max(0LL, input.size() - lastWords));
    const QList<QByteArray> lines = input.read(lastWords).trimmed().split('\n');
    QString sentence;
    for (const QChar character : QString::fromUtf8(lines.constLast()).trimmed()) {
        if (character.isPrint()) {
            sentence += character;
        }
    }
    return sentence;
}

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
        m_promise = std::make_unique<QPromise<Result<Endpoint>>>();
        m_promise->start();
        m_future = m_promise->future();
        ++m_round;
        m_awaiting = false;
        m_probing = false;
        m_exitCode = 0;
        m_deadline.start();
        look();
    }
    return m_future;
}

void Launcher::look()
{
    if (!m_promise || m_probing) {
        return;
    }
    const Result<Endpoint> endpoint = readEndpoint(m_dataFolder + u"/endpoint.json");
    // A note that a dead process left, or one that can't be read, counts as none.
    if (endpoint && DetachedProcess::isAlive(endpoint->pid)) {
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
    // Somebody else may have the port of a control plane that is gone.
    const bool isOurs = answer && answer->body.value(u"status").toString() == u"ok"
                        && answer->body.value(u"protocol").toInt(-1) == endpoint.protocol;
    if (!isOurs) {
        notRunning();
    } else if (endpoint.protocol > protocolVersion) {
        finish(
            failure({.code = Error::Code::Conflict,
                     .message = tr("Atelier's background service is newer than this window. "
                                   "Update Atelier, or close this window and open the newer one."),
                     .detail = QStringLiteral("protocol %1, expected %2")
                                   .arg(endpoint.protocol)
                                   .arg(protocolVersion)}));
    } else if (endpoint.protocol < protocolVersion) {
        finish(failure({.code = Error::Code::Conflict,
                        .message = tr("Atelier's background service is older than this window. "
                                      "Restart it; instances and kernels keep running."),
                        .detail = QStringLiteral("protocol %1, expected %2, pid %3")
                                      .arg(endpoint.protocol)
                                      .arg(protocolVersion)
                                      .arg(endpoint.pid)}));
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

Result<void> Launcher::prepareFolder() const
{
    const auto unusable = [this](const QString &reason) {
        return failure(
            {.code = Error::Code::PermissionDenied,
             .message = tr("Atelier can't write to its folder “%1”: %2.").arg(m_dataFolder, reason),
             .detail = m_dataFolder,
             .target = m_dataFolder});
    };
    namespace fs = std::filesystem;
    const fs::path folder(QFile::encodeName(m_dataFolder).toStdString());
    const bool isNew = !QFileInfo::exists(m_dataFolder);
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && isNew) {
        fs::permissions(folder, fs::perms::owner_all, error);
    }
    if (!error) {
        fs::create_directories(folder / "log", error);
    }
    if (error) {
        return unusable(QString::fromStdString(error.message()));
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0
        || ::access((folder / "log").c_str(), W_OK | X_OK) != 0) {
        return unusable(qt_error_string(errno));
    }
    return {};
}

void Launcher::startProcess()
{
    if (m_program.isEmpty() || !QFileInfo(m_program).isExecutable()) {
        finish(failure({.code = Error::Code::NotFound,
                        .message = tr("A part of Atelier is missing. Install Atelier again."),
                        .detail = m_program.isEmpty() ? QStringLiteral("atelierd") : m_program}));
        return;
    }
    if (const Result<void> prepared = prepareFolder(); !prepared) {
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
        errorFileOf(m_dataFolder));
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
    if (m_promise) {
        // Another launcher was faster: its control plane will answer soon.
        if (exitCode != folderInUse) {
            finish(failure(endedAtOnce()));
        }
    }
}

Error Launcher::endedAtOnce() const
{
    const QString sentence = lastSentence(errorFileOf(m_dataFolder));
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
    if (m_exitCode == folderInUse) {
        return {.code = Error::Code::Unavailable,
                .message = tr("Another process keeps Atelier's folder “%1” to itself and does not "
                              "answer. End it, or restart the computer.")
                               .arg(m_dataFolder),
                .detail = lastSentence(errorFileOf(m_dataFolder)),
                .target = m_dataFolder};
    }
    return {
        .code = Error::Code::TimedOut,
        .message = tr("Atelier's background service did not begin to answer in time. Try again."),
        .detail = m_dataFolder + u": " + lastSentence(errorFileOf(m_dataFolder)),
        .target = m_dataFolder};
}

void Launcher::finish(const Result<Endpoint> &result)
{
    m_deadline.stop();
    m_tick.stop();
    if (m_watcher) {
        m_watcher.release()->deleteLater(); // it may be the sender
    }
    if (const auto promise = std::exchange(m_promise, nullptr)) {
        promise->addResult(result);
        promise->finish();
    }
}

} // namespace Atelier::Client
