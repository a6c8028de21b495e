// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/transfer.h"

#include <chrono>

namespace Atelier::Sftp {

/** Passes progress on, at most every 100 ms. */
class Meter final
{
public:
    explicit Meter(ShowProgress show)
        : m_show(std::move(show))
    {
    }

    Progress progress = {};

    void update()
    {
        const auto now = std::chrono::steady_clock::now();
        if (m_show && now - m_last >= std::chrono::milliseconds(100)) {
            m_last = now;
            m_show(progress);
        }
    }
    void finish() const
    {
        if (m_show) {
            m_show(progress);
        }
    }

private:
    ShowProgress m_show;
    std::chrono::steady_clock::time_point m_last = {};
};

} // namespace Atelier::Sftp
