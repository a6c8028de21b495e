// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/forwards/offeredports.h"

#include <QFrame>

namespace Atelier::Forwards {

class Forwards;

/** "TensorBoard on 6006", *Open*, *Don't offer this port again*, and a cross for not now. */
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

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void open();

    OfferedPorts *m_offers = nullptr;
    Forwards *m_forwards = nullptr;
    OfferedPort m_offer;
    class QLabel *m_text = nullptr;
    class QBoxLayout *m_layout = nullptr;
};

} // namespace Atelier::Forwards
