// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/sizechooser.h"

#include "backend/client/instancedraft.h"
#include "backend/client/sizesmodel.h"
#include "widgets/common/theme.h"
#include "widgets/compute/captions.h"
#include "widgets/compute/fieldmessage.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

constexpr int shownSizes = 4;

} // namespace

SizeChooser::SizeChooser(Client::InstanceDraft *draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_sizes(new Client::SizesModel(this))
    , m_table(new QTableView(this))
    , m_free(caption(tr("Looking up what is free…"), this))
    , m_error(new FieldMessage(u"sizeError"_s, this))
{
    setUpTable();
    setFocusProxy(m_table);
    m_free->setObjectName(u"freeLabel"_s);
    auto *label = new QLabel(tr("&Size"), this);
    label->setBuddy(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid / 2);
    layout->addWidget(label);
    layout->addWidget(m_table);
    layout->addWidget(m_free);
    layout->addWidget(m_error);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex &current) {
                if (current.isValid()) {
                    m_draft->setSize(m_sizes->nameAt(current.row()));
                }
            });
}

SizeChooser::~SizeChooser() = default;

void SizeChooser::setUpTable()
{
    m_table->setObjectName(u"sizeTable"_s);
    m_table->setModel(m_sizes);
    m_table->setFont(Ui::tabularDigits(font()));
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setEditTriggers(QTableView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Ui::Metrics::rowHeight);
    QHeaderView *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setHighlightSections(false);
    m_table->setFixedHeight((shownSizes * Ui::Metrics::rowHeight) + header->sizeHint().height()
                            + (2 * m_table->frameWidth()));
}

void SizeChooser::showSizes(const Arm::VmSizeList &sizes)
{
    m_sizes->setSizes(sizes);
    m_table->setColumnHidden(Client::SizesModel::GpusColumn, !m_sizes->hasGpus());
    m_free->setText(m_sizes->freeText());
    m_free->setVisible(!m_sizes->freeText().isEmpty());
    const int row = m_sizes->rowOf(m_draft->size());
    m_table->selectRow(row);
    m_table->scrollTo(m_sizes->index(row, 0));
}

void SizeChooser::showError(const QString &sentence)
{
    m_error->showText(sentence);
    if (m_sizes->rowCount() == 0) {
        m_free->setVisible(sentence.isEmpty());
    }
}

bool SizeChooser::hasError() const
{
    return !m_error->text().isEmpty();
}

} // namespace Atelier::Compute
