// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/offerbar.h"

#include "widgets/forwards/offerrow.h"

#include <QVBoxLayout>

#include <chrono>

namespace Atelier::Forwards {

namespace {

using namespace std::chrono_literals;

/** The details are painted by then. */
constexpr auto detailsPatience = 100ms;

} // namespace

OfferBar::OfferBar(OfferedPorts *offers, Forwards *forwards, QWidget *parent)
    : QWidget(parent)
    , m_offers(offers)
    , m_forwards(forwards)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("offerBar"));
    m_layout->setContentsMargins({});
    m_delay.setSingleShot(true);
    m_delay.setInterval(detailsPatience);
    connect(&m_delay, &QTimer::timeout, this, &OfferBar::showNewest);
    connect(offers, &OfferedPorts::changed, this, &OfferBar::renew);
    connect(offers, &OfferedPorts::sightChanged, this, &OfferBar::renew);
    showNewest();
}

OfferBar::~OfferBar() = default;

void OfferBar::renew()
{
    const QList<OfferedPort> all = m_offers->outOfSight();
    if (all.isEmpty() || (m_shown && !all.contains(*m_shown))) {
        m_delay.stop();
        showNewest();
    } else if (!m_shown || *m_shown != all.constLast()) {
        m_delay.start();
    }
}

void OfferBar::showNewest()
{
    const QList<OfferedPort> all = m_offers->outOfSight();
    const std::optional<OfferedPort> newest = all.isEmpty() ? std::nullopt
                                                            : std::optional(all.constLast());
    setHidden(!newest);
    if (newest == m_shown) {
        return;
    }
    m_shown = newest;
    if (auto *old = findChild<OfferRow *>(Qt::FindDirectChildrenOnly)) {
        old->hide();
        m_layout->removeWidget(old);
        old->setParent(nullptr);
        old->deleteLater(); // its button may be what was pressed
    }
    if (newest) {
        auto *row = new OfferRow(m_offers, m_forwards, *newest, this);
        row->setNamesInstance(true);
        row->setWide(true);
        m_layout->addWidget(row);
        row->show();
    }
}

} // namespace Atelier::Forwards
