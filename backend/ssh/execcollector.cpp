// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/execcollector.h"

namespace Atelier::Ssh {

ExecCollector::ExecCollector(ExecOutput output, Reply<ExecResult> reply)
    : m_output(std::move(output))
    , m_reply(std::move(reply))
{
}

void ExecCollector::started() {}

bool ExecCollector::output(const QByteArray &data)
{
    return judge(m_output.addOutput(data));
}

bool ExecCollector::errorOutput(const QByteArray &data)
{
    return judge(m_output.addError(data));
}

bool ExecCollector::hasRoom() const
{
    return true;
}

bool ExecCollector::judge(const Result<void> &added)
{
    if (!added) {
        m_reply.give(failure(added.error()));
    }
    return added.has_value();
}

void ExecCollector::finished(int exitStatus, const QString &signal)
{
    m_reply.give(m_output.take(exitStatus, signal));
}

void ExecCollector::failed(const Error &error)
{
    m_reply.give(failure(error));
}

} // namespace Atelier::Ssh
