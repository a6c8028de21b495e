// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <stop_token>

namespace Atelier::Ssh {

struct ExecOptions
{
    QByteArray input = {};                     ///< sent to stdin, then EOF
    std::chrono::milliseconds timeout{60'000}; ///< 0: none
    qsizetype maximumOutput = qsizetype{16} * 1024
                              * 1024; ///< bytes of each stream; more is an error
    std::stop_token stop = {};
};

struct ExecResult
{
    QByteArray out = {};
    QByteArray err = {};
    int exitStatus = 0;
    QString signal = {}; ///< "TERM" when the command died of a signal, else empty
};

} // namespace Atelier::Ssh
