// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/forwardspanel.h"

#include "backend/forwards/forwards.h"
#include "backend/forwards/forwardsmodel.h"
#include "backend/forwards/offeredports.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/forwards/forwardrow.h"
#include "widgets/forwards/offerrow.h"

#include <QAction>
#include <QToolButton>
#include <QVBoxLayout>

namespace Atelier::Forwards {

using namespace Qt::StringLiterals;

ForwardsPanel::ForwardsPanel(Forwards *forwards,
                             OfferedPorts *offers,
                             QAction *forwardAction,
                             QWidget *parent)
    : QWidget(parent)
    , m_forwards(forwards)
    , m_offers(offers)
    , m_offerRows(new QVBoxLayout)
    , m_rows(new QVBoxLayout)
    , m_empty(Ui::plainLabel(tr("No ports are forwarded."), this))
{
    setObjectName(u"forwardsPanel"_s);
    m_empty->setObjectName(u"noForwardsLabel"_s);
    auto *title = Ui::plainLabel(tr("Forwarded ports"), this);
    QFont strong = title->font();
    strong.setBold(true);
    title->setFont(strong);
    auto *button = new QToolButton(this);
    button->setObjectName(u"forwardPortButton"_s);
    button->setDefaultAction(forwardAction);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *buttonRow = new QHBoxLayout;
    buttonRow->addWidget(button);
    buttonRow->addStretch();
    m_rows->setSpacing(Ui::Metrics::grid);
    m_offerRows->setSpacing(Ui::Metrics::grid);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(title);
    layout->addLayout(m_offerRows);
    layout->addWidget(m_empty);
    layout->addLayout(m_rows);
    layout->addLayout(buttonRow);

    const ForwardsModel *model = forwards->model();
    connect(model, &QAbstractItemModel::rowsInserted, this, &ForwardsPanel::fill);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ForwardsPanel::fill);
    connect(model, &QAbstractItemModel::modelReset, this, &ForwardsPanel::fill);
    connect(model,
            &QAbstractItemModel::dataChanged,
            this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                updateRows(first.row(), last.row());
            });
    if (m_offers != nullptr) {
        connect(m_offers, &OfferedPorts::changed, this, &ForwardsPanel::showOffers);
    }
    fill();
}

ForwardsPanel::~ForwardsPanel() = default;

void ForwardsPanel::setInstance(const QString &name)
{
    if (m_instance != name) {
        m_instance = name;
        fill();
        showOffers();
    }
}

void ForwardsPanel::fill()
{
    // A row that stays is kept, with the focus in it.
    QList<ForwardRow *> old = std::exchange(m_shown, {});
    const ForwardsModel *model = m_forwards->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row);
        if (index.data(ForwardsModel::InstanceRole).toString() != m_instance) {
            continue;
        }
        const QString id = index.data(ForwardsModel::IdRole).toString();
        const auto kept = std::ranges::find(old, id, &ForwardRow::id);
        if (kept != old.end()) {
            m_shown.append(*kept);
            old.erase(kept);
        } else {
            m_shown.append(new ForwardRow(m_forwards, id, this));
            m_rows->addWidget(m_shown.constLast());
            m_shown.constLast()->show(); // not only with the next event
        }
    }
    for (ForwardRow *row : std::as_const(old)) {
        row->hide();
        row->deleteLater(); // its menu may be what removed it
    }
    showEmptiness();
}

void ForwardsPanel::updateRows(int first, int last)
{
    const ForwardsModel *model = m_forwards->model();
    for (int row = first; row <= last; ++row) {
        const QString id = model->index(row).data(ForwardsModel::IdRole).toString();
        const auto shown = std::ranges::find(m_shown, id, &ForwardRow::id);
        if (shown != m_shown.end()) {
            (*shown)->update();
        }
    }
}

void ForwardsPanel::showOffers()
{
    while (const QLayoutItem *item = m_offerRows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item; // NOLINT(cppcoreguidelines-owning-memory): a layout gives its items away so
    }
    if (m_offers != nullptr && !m_instance.isEmpty()) {
        for (const OfferedPort &offer : m_offers->offersOf(m_instance)) {
            auto *row = new OfferRow(m_offers, m_forwards, offer, this);
            connect(row,
                    &OfferRow::sightChanged,
                    m_offers,
                    [offers = m_offers, offer](bool isSeen) { offers->setInSight(offer, isSeen); });
            m_offerRows->addWidget(row);
            row->show();
        }
    }
    showEmptiness();
}

void ForwardsPanel::showEmptiness()
{
    m_empty->setVisible(m_shown.isEmpty());
}

} // namespace Atelier::Forwards
