// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/forwards/offeredports.h"

#include <QFrame>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace Atelier::Forwards {

class Forwards;

/** "TensorBoard on 6006", *Open*, *Don't offer again*, and a cross for not now. */
class OfferRow final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OfferRow)

public:
    OfferRow(OfferedPorts *offers,
             Forwards *forwards,
             OfferedPort offer,
             QWidget *parent = nullptr);
    ~OfferRow() override;

    /** Names the instance too, where that is not plain from what stands around it. */
    void setNamesInstance(bool names);
    /** In one line where there is room for it. */
    void setWide(bool isWide);

Q_SIGNALS:
    /** A person can see it, or no longer. What is scrolled away has been seen. */
    void sightChanged(bool isInSight);

protected:
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void open();
    void lookAround();

    OfferedPorts *m_offers = nullptr;
    Forwards *m_forwards = nullptr;
    OfferedPort m_offer;
    QLabel *m_text = nullptr;
    QToolButton *m_close = nullptr;
    QHBoxLayout *m_buttons = nullptr;
    QGridLayout *m_layout = nullptr;
    bool m_isInSight = false;
};

} // namespace Atelier::Forwards
