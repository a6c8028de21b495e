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
    clear();
}

CheckList::~CheckList() = default;

void CheckList::clear()
{
    m_content = new QWidget;
    m_grid = new QGridLayout(m_content);
    m_grid->setContentsMargins(0, 0, Ui::Metrics::grid, 0); // away from the scroll bar
    m_grid->setHorizontalSpacing(2 * Ui::Metrics::grid);
    m_grid->setVerticalSpacing(Ui::Metrics::grid);
    m_grid->setColumnStretch(1, 1);
    m_rows = 0;
    setWidget(m_content); // deletes the one before
}

void CheckList::add(const Ssh::CheckStep &step)
{
    auto *state = new Ui::StateDot(m_content);
    state->setState(step.isGood ? Ui::Tone::Running : Ui::Tone::Warning,
                    step.isGood ? tr("Good") : tr("Note"));
    QLabel *text = Ui::plainLabel(serverLine(step.text), m_content);
    text->setObjectName(QStringLiteral("step%1").arg(m_rows));
    QLabel *span = Ui::plainLabel(spanText(step.span), m_content);
    span->setWordWrap(false);
    span->setFont(Ui::tabularDigits(span->font()));
    m_grid->setRowStretch(m_rows, 0);
    m_grid->addWidget(state, m_rows, 0, Qt::AlignTop);
    m_grid->addWidget(text, m_rows, 1, Qt::AlignTop);
    m_grid->addWidget(span, m_rows, 2, Qt::AlignTop | Qt::AlignRight);
    ++m_rows;
    m_grid->setRowStretch(m_rows, 1);
}

QString CheckList::textAt(int row) const
{
    const auto *label = m_content->findChild<QLabel *>(QStringLiteral("step%1").arg(row));
    return label == nullptr ? QString() : label->text();
}

} // namespace Atelier::Connections
