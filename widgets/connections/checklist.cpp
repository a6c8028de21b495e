// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/checklist.h"

#include "widgets/common/plainlabel.h"
#include "widgets/common/statedot.h"
#include "widgets/common/theme.h"
#include "widgets/connections/checkreport.h"
#include "widgets/connections/servertext.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace Atelier::Connections {

CheckList::CheckList(QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("checkList"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    // The newest step is in sight.
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int most) {
        verticalScrollBar()->setValue(most);
    });
    auto *content = new QWidget;
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(0, 0, Ui::Metrics::grid, 0); // away from the scroll bar
    m_column->setSpacing(Ui::Metrics::grid);
    m_column->addStretch();
    setWidget(content);
    clear();
}

CheckList::~CheckList() = default;

void CheckList::clear()
{
    if (m_steps != nullptr) {
        m_steps->hide();
        m_steps->deleteLater();
    }
    m_steps = new QWidget(widget());
    m_grid = new QGridLayout(m_steps);
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(2 * Ui::Metrics::grid);
    m_grid->setVerticalSpacing(Ui::Metrics::grid);
    m_grid->setColumnStretch(1, 1);
    m_rows = 0;
    m_column->insertWidget(0, m_steps);
}

void CheckList::addBelow(QWidget *widget)
{
    m_column->insertWidget(m_column->count() - 1, widget);
}

void CheckList::add(const Ssh::CheckStep &step)
{
    auto *state = new Ui::StateDot(m_steps);
    state->setState(step.isGood ? Ui::Tone::Running : Ui::Tone::Warning,
                    step.isGood ? tr("Good") : tr("Note"));
    QLabel *text = Ui::plainLabel(Ui::breakable(serverLine(step.text)), m_steps);
    text->setObjectName(QStringLiteral("step%1").arg(m_rows));
    QLabel *span = Ui::plainLabel(spanText(step.span), m_steps);
    span->setWordWrap(false);
    span->setFont(Ui::tabularDigits(span->font()));
    m_grid->addWidget(state, m_rows, 0, Qt::AlignTop);
    m_grid->addWidget(text, m_rows, 1, Qt::AlignTop);
    m_grid->addWidget(span, m_rows, 2, Qt::AlignTop | Qt::AlignRight);
    ++m_rows;
}

QString CheckList::textAt(int row) const
{
    const auto *label = m_steps->findChild<QLabel *>(QStringLiteral("step%1").arg(row));
    return label == nullptr ? QString() : label->text();
}

} // namespace Atelier::Connections
