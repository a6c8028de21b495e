// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/node/run/jobtestbed.h"

#include "backend/node/run/jobfolder.h"
#include "backend/posix/durablefile.h"
#include "backend/posix/processtree.h"

#include <QCoreApplication>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace Atelier::Test {

namespace {

std::string starterPath()
{
    return QCoreApplication::applicationDirPath().toStdString() + "/job_starter";
}

} // namespace

JobTestbed::JobTestbed()
    : m_store(root(), {starterPath(), "supervise"})
{
}

// What throws here may end the test: a bed that can't be cleared is a failure.
JobTestbed::~JobTestbed() // NOLINT(bugprone-exception-escape)
{
    for (const auto &job : m_store.statusOfAll()) {
        if (job.at("state") == "ended") {
            continue;
        }
        const auto id = job.at("id").get<std::string>();
        static_cast<void>(m_store.cancel(id, 0));
        static_cast<void>(endOf(id));
    }
}

std::string JobTestbed::root() const
{
    return m_folder.path().toStdString() + "/jobs";
}

std::string JobTestbed::path(const char *name) const
{
    return m_folder.path().toStdString() + '/' + name;
}

QByteArray JobTestbed::contentOf(const char *name) const
{
    QFile file(m_folder.filePath(QString::fromUtf8(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Node::JobSpec JobTestbed::script(const std::string &script)
{
    return {.command = {"/bin/sh", "-c", script}};
}

nlohmann::json JobTestbed::run(const std::string &id, const Node::JobSpec &spec) const
{
    const auto job = m_store.start(id, spec);
    if (!job) {
        qWarning("%s", job.error().message.c_str());
        return nlohmann::json::object();
    }
    return endOf(id);
}

nlohmann::json JobTestbed::endOf(const std::string &id) const
{
    std::stop_source stop;
    const std::jthread timer([&stop](const std::stop_token &done) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, done, std::chrono::seconds(20), [] { return false; });
        stop.request_stop();
    });
    const auto job = m_store.wait(id, stop.get_token());
    return job ? job->at("end") : nlohmann::json::object();
}

std::string JobTestbed::stateOf(const std::string &id) const
{
    const auto job = m_store.status(id);
    return job ? job->at("state").get<std::string>() : job.error().message;
}

QByteArray JobTestbed::outputOf(const std::string &id, const char *stream) const
{
    return contentOf(("jobs/" + id + '/' + stream).c_str());
}

pid_t JobTestbed::supervisorOf(const std::string &id) const
{
    const auto run = Node::JobFolder(root() + '/' + id).read(Node::JobFolder::runName);
    return run ? run->at("supervisor").at("pid").get<pid_t>() : 0;
}

void JobTestbed::begin(QProcess *process, const std::string &id, const Node::JobSpec &spec) const
{
    process->start(QString::fromStdString(starterPath()),
                   {QStringLiteral("start"),
                    QString::fromStdString(root()),
                    QString::fromStdString(id),
                    QString::fromStdString(jsonFrom(spec).dump())});
}

bool JobTestbed::startDyingAt(const std::string &id, const Node::JobSpec &spec, Node::JobStep step)
{
    const QString marker = m_folder.filePath(QStringLiteral("die"));
    const QString atStep = marker + QString::number(static_cast<int>(step));
    QFile file(atStep);
    if (!file.open(QIODevice::WriteOnly)) {
        return false;
    }
    file.close();
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ATELIER_DIE_AT"), marker);
    process.setProcessEnvironment(environment);
    begin(&process, id, spec);
    const bool finished = process.waitForFinished();
    return finished && QTest::qWaitFor([&] { return !QFile::exists(atStep); });
}

int JobTestbed::processesWith(const std::string &text)
{
    int count = 0;
    for (const auto &process : Posix::allProcesses()) {
        try {
            std::string line = Posix::readAll("/proc/" + std::to_string(process.pid) + "/cmdline");
            std::ranges::replace(line, '\0', ' ');
            count += line.contains(text) ? 1 : 0;
        } catch (const std::system_error &) { // NOLINT(bugprone-empty-catch): it is gone
        }
    }
    return count;
}

} // namespace Atelier::Test
