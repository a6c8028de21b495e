// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/programstarter.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

/** A program that fails later was seen. */
constexpr qint64 atOnce = 5000;

qint64 millisecondsNow()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

ProgramStarter::ProgramStarter(QObject *parent)
    : QObject(parent)
{
}

ProgramStarter::~ProgramStarter() = default;

Result<void> ProgramStarter::start(const CommandLine &command)
{
    const QString program = command.value(0);
    auto started = Client::DetachedProcess::start(
        program, command.mid(1), QDir::homePath(), u"/dev/null"_s);
    if (!started) {
        return failure({.code = started.error().code,
                        .message = tr("“%1” can't be started.").arg(program),
                        .detail = started.error().detail,
                        .target = program});
    }
    Client::DetachedProcess *process = started->get();
    connect(process, &Client::DetachedProcess::ended, this, [this, process, program](int exitCode) {
        ended(process, program, exitCode);
    });
    m_running.push_back({.process = std::move(*started), .startedAt = millisecondsNow()});
    return {};
}

void ProgramStarter::ended(const Client::DetachedProcess *process,
                           const QString &program,
                           int exitCode)
{
    const auto found = std::ranges::find_if(
        m_running, [process](const Running &running) { return running.process.get() == process; });
    if (found == m_running.end()) {
        return;
    }
    const bool wasAtOnce = millisecondsNow() - found->startedAt < atOnce;
    found->process.release()->deleteLater(); // it is telling
    m_running.erase(found);
    if (exitCode != 0 && wasAtOnce) {
        Q_EMIT failed({.code = Error::Code::CommandFailed,
                       .message = tr("“%1” ended at once (%2).")
                                      .arg(QFileInfo(program).fileName(),
                                           exitCode > 0 ? tr("exit status %1").arg(exitCode)
                                                        : tr("signal %1").arg(-exitCode)),
                       .target = program});
    }
}

} // namespace Atelier::UserTools
