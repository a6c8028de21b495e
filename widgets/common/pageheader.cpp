// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/pageheader.h"

#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace Atelier::Ui {

namespace {

constexpr double titleScale = 1.5;

} // namespace

PageHeader::PageHeader(const QString &title, QWidget *parent)
    : QWidget(parent)
{
    auto *label = new QLabel(title, this);
    label->setObjectName(QStringLiteral("pageTitle"));
    QFont large = label->font();
    large.setPointSizeF(large.pointSizeF() * titleScale);
    large.setBold(true);
    label->setFont(large);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(2 * Metrics::grid);
    row->addWidget(label);
    row->addStretch();
}

PageHeader::~PageHeader() = default;

QPushButton *PageHeader::addButton(const QIcon &icon, const QString &text)
{
    auto *button = new QPushButton(icon, text, this);
    layout()->addWidget(button);
    return button;
}

} // namespace Atelier::Ui
