// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include <chrono>
#include <optional>

namespace Atelier::Compute {

/** Wakes when the next age on the screen reads differently, and not before. */
class AgeTimer final : public QTimer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgeTimer)

public:
    explicit AgeTimer(QObject *parent = nullptr);
    ~AgeTimer() override;

    /** Wakes after @p until; never without it. */
    void schedule(std::optional<std::chrono::milliseconds> until);
};

} // namespace Atelier::Compute
