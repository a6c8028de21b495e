// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/offerbar.h"

#include "backend/forwards/offeredports.h"
#include "widgets/forwards/offerrow.h"

#include <QVBoxLayout>

namespace Atelier::Forwards {

OfferBar::OfferBar(OfferedPorts *offers, Forwards *forwards, QWidget *parent)
    : QWidget(parent)
    , m_offers(offers)
    , m_forwards(forwards)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("offerBar"));
    m_layout->setContentsMargins({});
    connect(offers, &OfferedPorts::changed, this, &OfferBar::showNewest);
    showNewest();
}

OfferBar::~OfferBar() = default;

void OfferBar::showNewest()
{
    if (auto *old = findChild<OfferRow *>(Qt::FindDirectChildrenOnly)) {
        old->hide();
        m_layout->removeWidget(old);
        old->setParent(nullptr);
        old->deleteLater(); // its button may be what was pressed
    }
    const QList<OfferedPort> all = m_offers->offers();
    setHidden(all.isEmpty());
    if (!all.isEmpty()) {
        auto *row = new OfferRow(m_offers, m_forwards, all.constLast(), this);
        row->setNamesInstance(true);
        row->setWide(true);
        m_layout->addWidget(row);
        row->show();
    }
}

} // namespace Atelier::Forwards
