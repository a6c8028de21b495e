// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/offerrow.h"

#include "backend/forwards/forwards.h"
#include "widgets/common/icons.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/forwards/forwardmenu.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

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
    , m_layout(new QVBoxLayout(this))
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
    auto *close = new QToolButton(this);
    close->setObjectName(u"dismissOfferButton"_s);
    close->setAutoRaise(true);
    close->setIcon(Ui::icon(u"window-close"_s));
    close->setToolTip(tr("Not now"));
    close->setAccessibleName(tr("Not now"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Ui::Metrics::grid);
    buttons->addWidget(openButton);
    buttons->addWidget(declineButton);
    buttons->addWidget(close);
    buttons->addStretch();
    m_layout->setContentsMargins(Ui::Metrics::grid + edgeWidth,
                                 Ui::Metrics::grid / 2,
                                 Ui::Metrics::grid,
                                 Ui::Metrics::grid / 2);
    m_layout->setSpacing(Ui::Metrics::grid / 2);
    m_layout->addWidget(m_text, 1);
    m_layout->addLayout(buttons);
    setNamesInstance(false);
    connect(openButton, &QPushButton::clicked, this, &OfferRow::open);
    connect(declineButton, &QPushButton::clicked, this, [this] { m_offers->decline(m_offer); });
    connect(close, &QToolButton::clicked, this, [this] { m_offers->dismiss(m_offer); });
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
    m_layout->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
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
