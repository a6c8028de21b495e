// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/startpage.h"

#include "widgets/common/busyindicator.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/statedot.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>

namespace Atelier::Notebook {

namespace {

constexpr int contentWidth = 640;
constexpr int stepWidth = 320;
constexpr int maximumLogLines = 5000;

QPushButton *button(const QString &text, const QString &name, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(name);
    made->setAutoDefault(true);
    return made;
}

} // namespace

StartPage::StartPage(const QString &instance, QWidget *parent)
    : QWidget(parent)
    , m_message(new Ui::InlineMessage(this))
    , m_busy(new Ui::BusyIndicator(this))
    , m_steps(new QGridLayout)
    , m_sentence(Ui::plainLabel({}, this))
    , m_log(new QPlainTextEdit(this))
    , m_cancel(button(tr("Cancel"), QStringLiteral("cancelButton"), this))
    , m_open(button(tr("Open JupyterLab"), QStringLiteral("openButton"), this))
    , m_start(button(tr("Start instance"), QStringLiteral("startButton"), this))
    , m_install(button(tr("Install JupyterLab"), QStringLiteral("installButton"), this))
    , m_instance(instance)
{
    auto *title = new QLabel(tr("JupyterLab on %1").arg(instance), this);
    title->setTextFormat(Qt::PlainText);
    QFont titleFont = title->font();
    titleFont.setPointSizeF(titleFont.pointSizeF() * 1.4);
    titleFont.setBold(true);
    title->setFont(titleFont);
    m_message->setObjectName(QStringLiteral("failureMessage"));
    m_message->setClosable(false);
    m_sentence->setObjectName(QStringLiteral("sentence"));
    m_log->setObjectName(QStringLiteral("serverLog"));
    m_log->setAccessibleName(tr("Log of JupyterLab"));
    m_log->setReadOnly(true);
    m_log->setMaximumBlockCount(maximumLogLines);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setFont(Ui::monospace(font()));
    m_steps->setColumnMinimumWidth(0, stepWidth);
    m_steps->setColumnStretch(2, 1);
    m_steps->setVerticalSpacing(Ui::Metrics::spacing);

    auto *buttons = new QHBoxLayout;
    for (QPushButton *each : {m_start, m_open, m_install, m_cancel}) {
        buttons->addWidget(each);
    }
    buttons->addStretch();

    auto *content = new QWidget(this);
    content->setMaximumWidth(contentWidth);
    auto *column = new QVBoxLayout(content);
    column->setSpacing(2 * Ui::Metrics::grid);
    for (QWidget *each : std::initializer_list<QWidget *>{title, m_message, m_sentence}) {
        column->addWidget(each);
    }
    column->addLayout(m_steps);
    column->addWidget(m_busy);
    column->addLayout(buttons);
    column->addWidget(m_log, 1);
    column->addStretch();
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(
        4 * Ui::Metrics::grid, 4 * Ui::Metrics::grid, 4 * Ui::Metrics::grid, 4 * Ui::Metrics::grid);
    outer->addStretch();
    outer->addWidget(content, 100);
    outer->addStretch();

    connect(m_cancel, &QPushButton::clicked, this, &StartPage::cancelRequested);
    connect(m_open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(m_start, &QPushButton::clicked, this, &StartPage::startRequested);
    connect(m_install, &QPushButton::clicked, this, &StartPage::installRequested);
    reset();
}

StartPage::~StartPage() = default;

void StartPage::reset()
{
    while (QLayoutItem *item = m_steps->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    stopStep();
    m_message->hide();
    m_sentence->hide();
    m_log->clear();
    m_log->hide();
    showButtons(true, false, false, false);
}

void StartPage::beginStep(const QString &text)
{
    m_step = text;
    m_busy->start(text);
}

void StartPage::endStep(qint64 milliseconds)
{
    if (m_step.isEmpty()) {
        return;
    }
    auto *dot = new Ui::StateDot(this);
    dot->setState(Ui::Tone::Running, m_step);
    auto *time = new QLabel(
        tr("%1 s").arg(QLocale().toString(static_cast<double>(milliseconds) / 1000.0, 'f', 2)),
        this);
    time->setFont(Ui::tabularDigits(font()));
    const int row = m_steps->rowCount();
    m_steps->addWidget(dot, row, 0);
    m_steps->addWidget(time, row, 1, Qt::AlignRight);
    stopStep();
}

void StartPage::showStopped()
{
    stopStep();
    m_sentence->setText(
        tr("The instance %1 is stopped. JupyterLab opens when it has started.").arg(m_instance));
    m_sentence->show();
    showButtons(false, false, true, false);
}

void StartPage::showFailure(const Error &error, const QString &log, bool installable)
{
    if (!m_step.isEmpty()) {
        auto *dot = new Ui::StateDot(this);
        dot->setState(Ui::Tone::Failed, m_step);
        m_steps->addWidget(dot, m_steps->rowCount(), 0);
    }
    stopStep();
    m_message->showError(error);
    m_log->setVisible(!log.isEmpty() || m_log->isVisibleTo(this));
    if (!log.isEmpty()) {
        m_log->setPlainText(log);
        m_log->moveCursor(QTextCursor::End);
    }
    m_open->setText(tr("Try again"));
    showButtons(false, true, false, installable);
}

void StartPage::showIdle(const QString &sentence)
{
    reset();
    m_sentence->setText(sentence);
    m_sentence->show();
    m_open->setText(tr("Open JupyterLab"));
    showButtons(false, true, false, false);
}

void StartPage::appendOutput(const QString &text)
{
    m_log->show();
    QTextCursor cursor(m_log->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text);
    m_log->moveCursor(QTextCursor::End);
}

void StartPage::focusButton()
{
    for (QPushButton *each : {m_start, m_install, m_open, m_cancel}) {
        if (!each->isHidden()) {
            each->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void StartPage::stopStep()
{
    m_step.clear();
    m_busy->stop();
}

void StartPage::showButtons(bool cancel, bool open, bool start, bool install)
{
    m_cancel->setVisible(cancel);
    m_open->setVisible(open);
    m_start->setVisible(start);
    m_install->setVisible(install);
    m_open->setDefault(open && !install);
}

} // namespace Atelier::Notebook
