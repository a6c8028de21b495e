// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/inlinemessage.h"

#include "widgets/common/icons.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include <initializer_list>

namespace Atelier::Ui {

namespace {

constexpr int detailsHeight = 16 * Metrics::grid;
constexpr int edgeWidth = 3;

QToolButton *toolButton(const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

QString iconFor(Tone tone)
{
    switch (tone) {
    case Tone::Failed:
        return QStringLiteral("dialog-error");
    case Tone::Warning:
        return QStringLiteral("dialog-warning");
    case Tone::Running:
        return QStringLiteral("dialog-ok");
    case Tone::Stopped:
    case Tone::Changing:
        break;
    }
    return QStringLiteral("dialog-information");
}

} // namespace

QString technicalDetails(const Error &error)
{
    QStringList lines{error.message};
    if (!error.serviceCode.isEmpty()) {
        lines.append(QStringLiteral("code: ") + error.serviceCode);
    }
    lines.append(QStringLiteral("kind: %1").arg(static_cast<int>(error.code)));
    if (!error.target.isEmpty()) {
        lines.append(QStringLiteral("target: ") + error.target);
    }
    if (!error.detail.isEmpty()) {
        lines.append(error.detail);
    }
    return lines.join(u'\n');
}

InlineMessage::InlineMessage(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_column(new QVBoxLayout(this))
    , m_actionButton(new QPushButton(this))
    , m_foldButton(toolButton(QStringLiteral("detailsButton"), this))
    , m_copyButton(toolButton(QStringLiteral("copyDetailsButton"), this))
    , m_closeButton(toolButton(QStringLiteral("closeButton"), this))
{
    m_sentence->setObjectName(QStringLiteral("sentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_actionButton->setObjectName(QStringLiteral("actionButton"));
    m_actionButton->hide();
    m_foldButton->setText(tr("Details"));
    m_copyButton->setText(tr("Copy technical details"));
    m_copyButton->setIcon(icon(QStringLiteral("edit-copy")));
    m_closeButton->setIcon(icon(QStringLiteral("window-close")));
    m_closeButton->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_closeButton->setToolTip(tr("Close this message"));
    m_closeButton->setAccessibleName(m_closeButton->toolTip());

    auto *row = new QHBoxLayout;
    row->addWidget(m_icon);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_actionButton);
    row->addWidget(m_foldButton);
    row->addWidget(m_copyButton);
    row->addWidget(m_closeButton);
    m_column->setContentsMargins(
        Metrics::grid + edgeWidth, Metrics::grid, Metrics::grid, Metrics::grid);
    m_column->addLayout(row);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    hide();

    connect(m_actionButton, &QPushButton::clicked, this, &InlineMessage::actionTriggered);
    connect(m_foldButton, &QToolButton::clicked, this, [this] {
        setFolded(m_detailsView != nullptr && !m_detailsView->isHidden());
    });
    connect(m_copyButton, &QToolButton::clicked, this, &InlineMessage::copyDetails);
    connect(m_closeButton, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
}

InlineMessage::~InlineMessage() = default;

void InlineMessage::showMessage(Tone tone, const QString &sentence, const QString &details)
{
    m_tone = tone;
    m_details = details;
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    m_foldButton->setVisible(!details.isEmpty());
    m_copyButton->setVisible(!details.isEmpty());
    setFolded(true);
    updateIcon();
    update();
    show();
}

void InlineMessage::showError(const Error &error)
{
    showMessage(Tone::Failed, error.message, technicalDetails(error));
}

void InlineMessage::setAction(const QString &text)
{
    m_actionButton->setText(text);
    m_actionButton->setVisible(!text.isEmpty());
}

void InlineMessage::setButtonsBelow()
{
    auto *below = new QHBoxLayout;
    below->addSpacing(Metrics::smallIcon + Metrics::spacing); // under the sentence
    for (QWidget *button :
         std::initializer_list<QWidget *>{m_actionButton, m_foldButton, m_copyButton}) {
        below->addWidget(button);
    }
    below->addStretch();
    m_column->insertLayout(1, below);
}

void InlineMessage::setClosable(bool closable)
{
    m_closeButton->setVisible(closable);
}

QString InlineMessage::sentence() const
{
    return m_sentence->text();
}

QString InlineMessage::details() const
{
    return m_details;
}

void InlineMessage::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), toneBackground(m_tone, palette()));
    painter.fillRect(QRect(0, 0, edgeWidth, height()), toneColor(m_tone, palette()));
}

void InlineMessage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_closeButton->isHidden()) {
        m_closeButton->click();
        return;
    }
    QFrame::keyPressEvent(event);
}

void InlineMessage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateIcon();
    }
    QFrame::changeEvent(event);
}

void InlineMessage::setFolded(bool folded)
{
    if (!folded && m_detailsView == nullptr) {
        m_detailsView = new QPlainTextEdit(this);
        m_detailsView->setObjectName(QStringLiteral("details"));
        m_detailsView->setReadOnly(true);
        m_detailsView->setFont(monospace(font()));
        m_detailsView->setFixedHeight(detailsHeight);
        m_column->addWidget(m_detailsView);
    }
    if (m_detailsView != nullptr) {
        m_detailsView->setPlainText(folded ? QString() : m_details);
        m_detailsView->setVisible(!folded);
    }
    m_foldButton->setIcon(icon(folded ? QStringLiteral("go-next") : QStringLiteral("go-down")));
}

void InlineMessage::copyDetails()
{
    QGuiApplication::clipboard()->setText(m_details);
    m_copyButton->setText(tr("Copied"));
}

void InlineMessage::updateIcon()
{
    m_icon->setPixmap(
        icon(iconFor(m_tone))
            .pixmap(QSize(Metrics::smallIcon, Metrics::smallIcon), devicePixelRatioF()));
}

} // namespace Atelier::Ui
