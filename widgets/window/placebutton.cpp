// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/placebutton.h"

#include "widgets/common/ageformat.h"
#include "widgets/common/statedot.h"
#include "widgets/common/style.h"
#include "widgets/window/connection.h"
#include "widgets/window/placepopover.h"

#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>

namespace Atelier::Window {

using Ui::Metrics::grid;

PlaceButton::PlaceButton(Connection *connection, QWidget *parent)
    : QPushButton(parent)
    , m_connection(connection)
{
    setObjectName(QStringLiteral("placeButton"));
    setFlat(true);
    setToolTip(tr("Shows where your instances are and how the connection is."));
    m_age.setSingleShot(true);
    connect(&m_age, &QTimer::timeout, this, &PlaceButton::updateState);
    connect(connection, &Connection::changed, this, &PlaceButton::updateState);
    connect(this, &QPushButton::clicked, this, &PlaceButton::showDetails);
    updateState();
}

PlaceButton::~PlaceButton() = default;

QString PlaceButton::stateText() const
{
    return m_text;
}

QSize PlaceButton::sizeHint() const
{
    return {Ui::stateWidth(fontMetrics(), m_text) + (2 * grid), Ui::Metrics::rowHeight};
}

QSize PlaceButton::minimumSizeHint() const
{
    return sizeHint();
}

void PlaceButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    if (underMouse() || isDown()) {
        painter.fillRect(rect(), palette().color(QPalette::Inactive, QPalette::Highlight));
    }
    Ui::paintState(&painter, rect().adjusted(grid, 0, -grid, 0), m_tone, m_text, palette());
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        Ui::drawFocusRing(&painter, rect(), palette());
    }
}

void PlaceButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QPushButton::keyPressEvent(event);
}

void PlaceButton::updateState()
{
    m_age.stop();
    switch (m_connection->state()) {
    case Connection::State::Starting:
        m_tone = Ui::Tone::Changing;
        m_text = tr("This computer · Starting…");
        break;
    case Connection::State::Online:
        m_tone = Ui::Tone::Running;
        m_text = tr("This computer · Online");
        break;
    case Connection::State::Failed:
        m_tone = Ui::Tone::Failed;
        m_text = m_connection->error().code == Error::Code::Conflict
                     ? tr("This computer · Not connected")
                     : tr("This computer · Not started");
        break;
    case Connection::State::Unreachable: {
        m_tone = Ui::Tone::Failed;
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QDateTime seen = m_connection->lastSeen();
        if (seen.isValid()) {
            //: %1 is an age: "5 min", "just now"
            m_text = tr("This computer · Unreachable · %1").arg(Ui::formatAge(seen, now));
            m_age.start(Ui::nextAgeChange(seen, now));
        } else {
            m_text = tr("This computer · Unreachable");
        }
        break;
    }
    }
    setAccessibleName(m_text);
    updateGeometry();
    update();
}

void PlaceButton::showDetails()
{
    auto *popover = new PlacePopover(m_connection, this);
    popover->popUp();
}

} // namespace Atelier::Window
