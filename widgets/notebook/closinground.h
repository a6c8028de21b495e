// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/notebook/pagecloser.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QWidget>

namespace Atelier::Notebook {

/**
 * Asks pages that belong together whether they may go, one after the other: they all go, or all
 * stay. Ends with agreed() or refused(), and then itself.
 */
class ClosingRound final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClosingRound)

public:
    /** @p pages: InstanceTab and LabPanel. One that goes meanwhile counts as agreed. */
    ClosingRound(const QList<QWidget *> &pages, ClosingOccasion occasion, QObject *parent);
    ~ClosingRound() override;

    void start();

Q_SIGNALS:
    /** The next question, if any, is about this page. */
    void asking(QWidget *page);
    void agreed();
    void refused();

private:
    template<typename Page>
    void follow(Page *page);
    void askNext();
    void goOn(const QWidget *page);
    void refuse(const QWidget *page);

    ClosingOccasion m_occasion;
    QList<QPointer<QWidget>> m_left;
    const QWidget *m_asked = nullptr; ///< compared only
};

} // namespace Atelier::Notebook
