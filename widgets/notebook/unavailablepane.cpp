// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/unavailablepane.h"

#include "widgets/common/inlinemessage.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>

namespace Atelier::Notebook {

UnavailablePane::UnavailablePane(const Error &reason, QWidget *parent)
    : NotebookPane(parent)
{
    auto *message = new Ui::InlineMessage(this);
    message->setClosable(false);
    message->showError(reason);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    column->addWidget(message);
    column->addStretch();
}

UnavailablePane::~UnavailablePane() = default;

void UnavailablePane::openInstance(const QString & /*instance*/) {}

void UnavailablePane::prepareToClose()
{
    Q_EMIT readyToClose();
}

QStringList UnavailablePane::openInstances() const
{
    return {};
}

} // namespace Atelier::Notebook
