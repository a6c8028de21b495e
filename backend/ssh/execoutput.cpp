// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/execoutput.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace Atelier::Ssh {

ExecOutput::ExecOutput(std::shared_ptr<LoginShell> shell, qsizetype maximum)
    : m_shell(std::move(shell))
    , m_maximum(maximum)
    , m_mark(m_shell->wantsMark() ? newShellMark() : QByteArray())
{
}

QString ExecOutput::command(const QString &command) const
{
    return m_mark.isEmpty() ? command : markedCommand(command, m_mark);
}

Result<void> ExecOutput::addOutput(const QByteArray &data)
{
    return add(&m_out, data);
}

Result<void> ExecOutput::addError(const QByteArray &data)
{
    return add(&m_err, data);
}

Result<void> ExecOutput::add(Text *text, const QByteArray &data) const
{
    if (text->bytes.size() + data.size() > m_maximum + m_mark.size()) {
        return failure({.code = Error::Code::Exhausted,
                        .message = QCoreApplication::translate("Ssh::ExecOutput",
                                                               "The command wrote more than %1.")
                                       .arg(QLocale().formattedDataSize(m_maximum))});
    }
    // The mark may have come in two pieces.
    const qsizetype from = std::max<qsizetype>(0, text->bytes.size() - m_mark.size());
    text->bytes += data;
    if (m_mark.isEmpty() || text->isMarked) {
        return {};
    }
    const qsizetype place = text->bytes.indexOf(m_mark, from);
    if (place >= 0) {
        text->isMarked = true;
        text->isPreceded = place > 0;
        text->bytes.remove(0, place + m_mark.size());
    }
    return {};
}

ExecResult ExecOutput::take(int exitStatus, const QString &signal)
{
    if (m_out.isMarked && m_err.isMarked) {
        m_shell->learn(m_out.isPreceded || m_err.isPreceded);
    } else if (!m_mark.isEmpty()) {
        m_shell->giveUp();
    }
    return {.out = std::move(m_out.bytes),
            .err = std::move(m_err.bytes),
            .exitStatus = exitStatus,
            .signal = signal};
}

} // namespace Atelier::Ssh
