// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/exec.h"
#include "backend/ssh/execchannel.h"
#include "backend/ssh/execoutput.h"
#include "backend/ssh/reply.h"

namespace Atelier::Ssh {

/** Collects the output of a command for Session::exec(). */
class ExecCollector final : public ExecSink
{
public:
    ExecCollector(ExecOutput output, Reply<ExecResult> reply);

    void started() override;
    bool output(const QByteArray &data) override;
    bool errorOutput(const QByteArray &data) override;
    [[nodiscard]] bool hasRoom() const override;
    void finished(int exitStatus, const QString &signal) override;
    void failed(const Error &error) override;

private:
    /** False: it is too much, which is answered. */
    bool judge(const Result<void> &added);

    ExecOutput m_output;
    Reply<ExecResult> m_reply;
};

} // namespace Atelier::Ssh
