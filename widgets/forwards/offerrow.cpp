// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/offerrow.h"

#include "backend/forwards/forwards.h"
#include "widgets/common/icons.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/forwards/forwardmenu.h"

#include <QGridLayout>
#include <QHideEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

constexpr int edgeWidth = 3;

/** Opens the browser once the forward listens; in vain when it is removed before, or can't. */
void openWhenListening(Forwards *forwards, const QString &id)
{
    ForwardRun *run = forwards->find(id);
    const auto openNow = [forwards, id, run] {
        if (run->status().state == ForwardState::Listening) {
            openInBrowser(forwards, id);
            return true;
        }
        return run->status().state == ForwardState::Failed
               || run->status().state == ForwardState::PortTaken;
    };
    if (run == nullptr || openNow()) {
        return;
    }
    auto *context = new QObject(run);
    QObject::connect(run, &ForwardRun::changed, context, [context, openNow] {
        if (openNow()) {
            delete context; // NOLINT(cppcoreguidelines-owning-memory): once is enough
        }
    });
}

} // namespace

OfferRow::OfferRow(OfferedPorts *offers, Forwards *forwards, OfferedPort offer, QWidget *parent)
    : QFrame(parent)
    , m_offers(offers)
    , m_forwards(forwards)
    , m_offer(std::move(offer))
    , m_text(Ui::plainLabel({}, this))
    , m_close(new QToolButton(this))
    , m_buttons(new QHBoxLayout)
    , m_layout(new QGridLayout(this))
{
    setObjectName(u"offerRow"_s);
    m_text->setObjectName(u"offerText"_s);
    auto *openButton = new QPushButton(tr("Open"), this);
    openButton->setObjectName(u"openOfferButton"_s);
    openButton->setToolTip(tr("Forward the port and open it in the browser"));
    auto *declineButton = new QPushButton(tr("Don't offer again"), this);
    declineButton->setObjectName(u"declineOfferButton"_s);
    declineButton->setToolTip(
        tr("Don't offer port %1 of %2 again").arg(m_offer.port.port).arg(m_offer.instance));
    m_close->setObjectName(u"dismissOfferButton"_s);
    m_close->setAutoRaise(true);
    m_close->setIcon(Ui::icon(u"window-close"_s));
    m_close->setToolTip(tr("Not now"));
    m_close->setAccessibleName(tr("Not now"));
    setTabOrder({openButton, declineButton, m_close});
    m_buttons->setSpacing(Ui::Metrics::grid);
    m_buttons->addWidget(openButton);
    m_buttons->addWidget(declineButton);
    m_buttons->addStretch();
    m_layout->setContentsMargins(Ui::Metrics::grid + edgeWidth,
                                 Ui::Metrics::grid / 2,
                                 Ui::Metrics::grid,
                                 Ui::Metrics::grid / 2);
    m_layout->setSpacing(Ui::Metrics::grid / 2);
    m_layout->setColumnStretch(0, 1);
    m_layout->addWidget(m_text, 0, 0);
    setWide(false);
    setNamesInstance(false);
    connect(openButton, &QPushButton::clicked, this, &OfferRow::open);
    connect(declineButton, &QPushButton::clicked, this, [this] { m_offers->decline(m_offer); });
    connect(m_close, &QToolButton::clicked, this, [this] { m_offers->dismiss(m_offer); });
}

OfferRow::~OfferRow() = default;

void OfferRow::setNamesInstance(bool names)
{
    const QString tool = toolName(m_offer.port);
    const int port = m_offer.port.port;
    m_text->setText(names ? tr("%1 on %2 of %3", "program, port, instance")
                                .arg(tool)
                                .arg(port)
                                .arg(m_offer.instance)
                          : tr("%1 on %2", "program, port").arg(tool).arg(port));
    setAccessibleName(m_text->text());
}

void OfferRow::setWide(bool isWide)
{
    m_layout->removeWidget(m_close);
    m_layout->removeItem(m_buttons);
    if (isWide) {
        m_layout->addLayout(m_buttons, 0, 1);
        m_layout->addWidget(m_close, 0, 2);
    } else {
        m_layout->addWidget(m_close, 0, 1, Qt::AlignTop);
        m_layout->addLayout(m_buttons, 1, 0, 1, 2);
    }
}

void OfferRow::open()
{
    // The offer's end is this row's.
    Forwards *forwards = m_forwards;
    openWhenListening(forwards, m_offers->accept(m_offer));
}

void OfferRow::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), Ui::toneBackground(Ui::Tone::Changing, palette()));
    painter.fillRect(QRect(0, 0, edgeWidth, height()),
                     Ui::toneColor(Ui::Tone::Changing, palette()));
    // What is scrolled out of sight isn't painted.
    if (!m_isInSight) {
        QMetaObject::invokeMethod(this, &OfferRow::lookAround, Qt::QueuedConnection);
    }
}

void OfferRow::lookAround()
{
    const bool isMostlySeen = visibleRegion().boundingRect().height() * 2 > height();
    if (!m_isInSight && isVisible() && isMostlySeen) {
        m_isInSight = true;
        Q_EMIT sightChanged(true);
    }
}

void OfferRow::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    // A spontaneous one is the window manager's: minimised, another desktop.
    if (!event->spontaneous() && std::exchange(m_isInSight, false)) {
        Q_EMIT sightChanged(false);
    }
}

void OfferRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        m_offers->dismiss(m_offer);
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace Atelier::Forwards
