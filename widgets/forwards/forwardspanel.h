// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace Atelier::Forwards {

class ForwardRow;
class Forwards;
class OfferedPorts;

/** The forwarded ports of one instance, and what else could be, as a part of its details. */
class ForwardsPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForwardsPanel)

public:
    /** @p forwardAction is *Forward a port…* for the instance that is shown. */
    ForwardsPanel(Forwards *forwards,
                  OfferedPorts *offers,
                  QAction *forwardAction,
                  QWidget *parent = nullptr);
    ~ForwardsPanel() override;

    void setInstance(const QString &name);

private:
    void fill();
    void showOffers();
    void updateRows(int first, int last);
    void showEmptiness();

    Forwards *m_forwards = nullptr;
    OfferedPorts *m_offers = nullptr;
    QString m_instance;
    QVBoxLayout *m_offerRows = nullptr;
    QVBoxLayout *m_rows = nullptr;
    QList<ForwardRow *> m_shown;
    QLabel *m_empty = nullptr;
};

} // namespace Atelier::Forwards
