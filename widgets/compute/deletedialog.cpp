// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/deletedialog.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"
#include "widgets/common/ageformat.h"
#include "widgets/common/bytesformat.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/compute/questions.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Atelier::Compute {

namespace {

constexpr int dialogWidth = 448;
constexpr int longestList = 288;

} // namespace

QString lossText(const Arm::HomeSummary &summary, const QDateTime &now)
{
    if (summary.files == 0 && summary.complete) {
        return DeleteDialog::tr("No files exist only in its home: nothing is lost.");
    }
    const QString size = Ui::formatBytes(summary.bytes);
    QString text;
    if (!summary.complete) {
        text = DeleteDialog::tr("More than %L1 files (%2) that exist only in its home are lost.")
                   .arg(summary.files)
                   .arg(size);
    } else if (summary.files == 1) {
        text = DeleteDialog::tr("1 file (%1) that exists only in its home is lost.").arg(size);
    } else {
        text = DeleteDialog::tr("%L1 files (%2) that exist only in its home are lost.")
                   .arg(summary.files)
                   .arg(size);
    }
    if (summary.newestPath.isEmpty()) {
        return text;
    }
    const QString newest = DeleteDialog::tr("Newest: %1, %2 (%3).")
                               .arg(Ui::singleLine(summary.newestPath),
                                    Ui::formatTime(summary.newestTime),
                                    Ui::formatAge(summary.newestTime, now));
    return text + QLatin1Char('\n') + newest;
}

DeleteDialog::DeleteDialog(Client::ControlPlane *controlPlane,
                           const QStringList &names,
                           QWidget *parent)
    : QDialog(parent)
    , m_controlPlane(controlPlane)
    , m_names(names)
    , m_open(names.size())
{
    setObjectName(QStringLiteral("deleteDialog"));
    setWindowTitle(tr("Delete %1").arg(instanceList(names)));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(dialogWidth);

    auto *question = Ui::plainLabel(tr("Delete %1?").arg(instanceList(names)), this);
    question->setObjectName(QStringLiteral("questionLabel"));
    QFont strong = question->font();
    strong.setBold(true);
    question->setFont(strong);
    auto *stays = Ui::plainLabel(
        tr("Workspace files and folders from this computer stay as they are."), this);
    stays->setObjectName(QStringLiteral("staysLabel"));

    auto *buttons = new QDialogButtonBox(this);
    m_deleteButton = buttons->addButton(tr("Delete"), QDialogButtonBox::AcceptRole);
    m_deleteButton->setObjectName(QStringLiteral("deleteButton"));
    m_cancelButton = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_cancelButton->setObjectName(QStringLiteral("cancelButton"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::spacing);
    layout->addWidget(question);
    layout->addWidget(makeLosses());
    layout->addWidget(stays);
    layout->addStretch();
    layout->addWidget(buttons);
    for (const QString &name : m_names) {
        count(name);
    }
    m_cancelButton->setFocus();
    chooseDefault();
}

DeleteDialog::~DeleteDialog() = default;

QStringList DeleteDialog::names() const
{
    return m_names;
}

QWidget *DeleteDialog::makeLosses()
{
    auto *list = new QWidget(this);
    auto *grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * Ui::Metrics::grid);
    grid->setVerticalSpacing(Ui::Metrics::grid);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < m_names.size(); ++row) {
        const QString &name = m_names.at(row);
        auto *loss = Ui::plainLabel(tr("Counting its files…"), list);
        loss->setObjectName(QStringLiteral("loss-") + name);
        m_losses.insert(name, loss);
        if (m_names.size() > 1) {
            grid->addWidget(Ui::plainLabel(name, list), row, 0, Qt::AlignTop);
        }
        grid->addWidget(loss, row, 1);
    }
    if (m_names.size() == 1) {
        return list;
    }
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(list);
    return m_scroll;
}

void DeleteDialog::fitHeight()
{
    if (m_scroll != nullptr) {
        const int wanted = m_scroll->widget()->heightForWidth(m_scroll->viewport()->width());
        m_scroll->setMinimumHeight(std::min(longestList, wanted));
    }
    // What is lost is known only after the dialog has opened, and takes more lines than the
    // waiting.
    m_losses.cbegin().value()->parentWidget()->layout()->activate();
    layout()->invalidate();
    layout()->activate();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

void DeleteDialog::count(const QString &name)
{
    whenDone(m_controlPlane->homeSummary(name),
             this,
             [this, name](const Result<Arm::HomeSummary> &summary) { showSummary(name, summary); });
}

void DeleteDialog::showSummary(const QString &name, const Result<Arm::HomeSummary> &summary)
{
    QString text = summary
                       ? lossText(*summary, QDateTime::currentDateTimeUtc())
                       : tr("Its files could not be counted: %1 Everything in its home is lost.")
                             .arg(summary.error().message);
    const Arm::ComputeInstance *instance = m_controlPlane->instance(name);
    if (instance != nullptr && Arm::allows(instance->state, Arm::InstanceAction::Stop)) {
        text += QLatin1Char('\n') + tr("It is running and is stopped first.");
    }
    m_losses.value(name)->setText(text);
    fitHeight();
    m_losesFiles = m_losesFiles || !summary || summary->files > 0 || !summary->complete;
    --m_open;
    chooseDefault();
}

void DeleteDialog::chooseDefault()
{
    // Return must not lose anything, nor do what is not known to be harmless yet.
    const bool harmless = m_open == 0 && !m_losesFiles;
    m_deleteButton->setAutoDefault(harmless);
    m_deleteButton->setDefault(harmless);
    m_cancelButton->setDefault(!harmless);
    if (harmless && (m_cancelButton->hasFocus() || focusWidget() == m_cancelButton)) {
        m_deleteButton->setFocus();
    }
}

} // namespace Atelier::Compute
