// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/execcollector.h"

#include <QCoreApplication>
#include <QLocale>

namespace Atelier::Ssh {

ExecCollector::ExecCollector(qsizetype maximum, Reply<ExecResult> reply)
    : m_maximum(maximum)
    , m_reply(std::move(reply))
{
}

void ExecCollector::started() {}

bool ExecCollector::output(const QByteArray &data)
{
    return append(m_result.out, data);
}

bool ExecCollector::errorOutput(const QByteArray &data)
{
    return append(m_result.err, data);
}

bool ExecCollector::hasRoom() const
{
    return true;
}

bool ExecCollector::append(QByteArray &stream, const QByteArray &data)
{
    if (stream.size() + data.size() > m_maximum) {
        m_reply.give(
            failure({.code = Error::Code::Exhausted,
                     .message = QCoreApplication::translate("Ssh::ExecCollector",
                                                            "The command wrote more than %1.")
                                    .arg(QLocale().formattedDataSize(m_maximum))}));
        return false;
    }
    stream += data;
    return true;
}

void ExecCollector::finished(int exitStatus, const QString &signal)
{
    m_result.exitStatus = exitStatus;
    m_result.signal = signal;
    m_reply.give(std::move(m_result));
}

void ExecCollector::failed(const Error &error)
{
    m_reply.give(failure(error));
}

} // namespace Atelier::Ssh
