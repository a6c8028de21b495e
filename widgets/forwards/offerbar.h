// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/forwards/offeredports.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QVBoxLayout;

namespace Atelier::Forwards {

class Forwards;

/** Above the page: the newest port that is offered and stands nowhere else in sight. Takes no room
 * without one. */
class OfferBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OfferBar)

public:
    OfferBar(OfferedPorts *offers, Forwards *forwards, QWidget *parent = nullptr);
    ~OfferBar() override;

private:
    /** Hides at once what is gone; what is new stands a moment later, when it is known whether the
     * details show it. */
    void renew();
    void showNewest();

    OfferedPorts *m_offers = nullptr;
    Forwards *m_forwards = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QTimer m_delay;
    std::optional<OfferedPort> m_shown;
};

} // namespace Atelier::Forwards
