// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/agetimer.h"

#include <algorithm>

namespace Atelier::Compute {

using namespace std::chrono_literals;

AgeTimer::AgeTimer(QObject *parent)
    : QTimer(parent)
{
    setSingleShot(true);
}

AgeTimer::~AgeTimer() = default;

void AgeTimer::schedule(std::optional<std::chrono::milliseconds> until)
{
    if (!until) {
        stop();
        return;
    }
    // Minutes may come a little late, so that the wake-up can share another's.
    setTimerType(*until > 2s ? Qt::VeryCoarseTimer : Qt::CoarseTimer);
    start(std::max(*until, std::chrono::milliseconds(1s)));
}

} // namespace Atelier::Compute
