// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/folderseditor.h"

#include "backend/client/mountsmodel.h"
#include "widgets/common/filedialog.h"
#include "widgets/common/theme.h"
#include "widgets/compute/fieldmessage.h"

#include <QBoxLayout>
#include <QDir>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

namespace Atelier::Compute {

using Client::MountsModel;

namespace {

constexpr int shownRows = 3;
constexpr int writableWidth = 80;

} // namespace

FoldersEditor::FoldersEditor(MountsModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(new QTableView(this))
    , m_addButton(new QPushButton(tr("Add folder…"), this))
    , m_browseButton(new QPushButton(tr("Browse…"), this))
    , m_removeButton(new QPushButton(tr("Remove"), this))
    , m_message(new FieldMessage(QStringLiteral("foldersError"), this))
{
    m_table->setObjectName(QStringLiteral("foldersTable"));
    m_table->setAccessibleName(tr("Folders from this computer"));
    m_table->setModel(model);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Ui::Metrics::rowHeight);
    QHeaderView *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionResizeMode(MountsModel::SourceColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(MountsModel::PathColumn, QHeaderView::Stretch);
    header->setStretchLastSection(false);
    m_table->setColumnWidth(
        MountsModel::WritableColumn,
        std::max(writableWidth, header->sectionSizeHint(MountsModel::WritableColumn)));
    m_table->setFixedHeight((shownRows * Ui::Metrics::rowHeight) + header->sizeHint().height()
                            + (2 * m_table->frameWidth()));
    m_addButton->setObjectName(QStringLiteral("addFolderButton"));
    m_browseButton->setObjectName(QStringLiteral("browseFolderButton"));
    m_browseButton->setToolTip(tr("Choose another folder for the selected row"));
    m_removeButton->setObjectName(QStringLiteral("removeFolderButton"));
    for (QPushButton *button : {m_addButton, m_browseButton, m_removeButton}) {
        button->setAutoDefault(false);
    }

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Ui::Metrics::grid);
    buttons->addWidget(m_addButton);
    buttons->addWidget(m_browseButton);
    buttons->addWidget(m_removeButton);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(m_table);
    layout->addWidget(m_message);
    layout->addLayout(buttons);
    setFocusProxy(m_addButton);

    connect(m_addButton, &QPushButton::clicked, this, &FoldersEditor::addFolder);
    connect(m_browseButton, &QPushButton::clicked, this, &FoldersEditor::replaceFolder);
    connect(m_removeButton, &QPushButton::clicked, this, &FoldersEditor::removeFolder);
    connect(m_model, &MountsModel::changed, this, [this] {
        m_serverError.clear();
        update();
    });
    connect(m_model, &MountsModel::checked, this, &FoldersEditor::update);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentChanged,
            this,
            &FoldersEditor::update);
    update();
}

FoldersEditor::~FoldersEditor() = default;

void FoldersEditor::setServerError(const QString &sentence)
{
    m_serverError = sentence;
    update();
}

void FoldersEditor::addFolder()
{
    Ui::pickFile(this,
                 {.kind = Ui::FileKind::Folder,
                  .title = tr("Folder for the Instance"),
                  .start = QDir::homePath()},
                 this,
                 [this](const QString &folder) {
                     if (!folder.isEmpty()) {
                         m_table->setCurrentIndex(m_model->index(m_model->add(folder), 0));
                         m_table->setFocus();
                     }
                 });
}

void FoldersEditor::replaceFolder()
{
    const QModelIndex source = m_model->index(currentRow(), MountsModel::SourceColumn);
    if (!source.isValid()) {
        return;
    }
    Ui::pickFile(this,
                 {.kind = Ui::FileKind::Folder,
                  .title = tr("Folder for the Instance"),
                  .start = source.data().toString()},
                 this,
                 [this, source = QPersistentModelIndex(source)](const QString &folder) {
                     if (!folder.isEmpty() && source.isValid()) {
                         m_model->setData(source, folder, Qt::EditRole);
                     }
                 });
}

void FoldersEditor::removeFolder()
{
    m_model->remove(currentRow());
}

int FoldersEditor::currentRow() const
{
    return m_table->currentIndex().row();
}

void FoldersEditor::update()
{
    const int row = currentRow();
    const bool hasRow = row >= 0 && row < m_model->rowCount();
    m_browseButton->setEnabled(hasRow);
    m_removeButton->setEnabled(hasRow);
    QString error = hasRow ? m_model->errorFor(row) : QString();
    if (error.isEmpty()) {
        error = m_model->firstError();
    }
    if (error.isEmpty()) {
        error = m_serverError;
    }
    if (!error.isEmpty()) {
        m_message->showText(error);
        return;
    }
    const QString warning = hasRow ? m_model->warningFor(row) : QString();
    m_message->showText(warning.isEmpty() ? m_model->firstWarning() : warning, Ui::Tone::Warning);
}

} // namespace Atelier::Compute
