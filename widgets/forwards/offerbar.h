// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace Atelier::Forwards {

class Forwards;
class OfferedPorts;

/** Above the page: the newest port that is offered. Takes no room without one. */
class OfferBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OfferBar)

public:
    OfferBar(OfferedPorts *offers, Forwards *forwards, QWidget *parent = nullptr);
    ~OfferBar() override;

private:
    void showNewest();

    OfferedPorts *m_offers = nullptr;
    Forwards *m_forwards = nullptr;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace Atelier::Forwards
