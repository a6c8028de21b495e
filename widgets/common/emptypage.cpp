// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/emptypage.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace Atelier::Ui {

namespace {

constexpr int iconSize = 6 * Metrics::grid;
constexpr int sentenceWidth = 60 * Metrics::grid;

} // namespace

EmptyPage::EmptyPage(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_button(new QPushButton(this))
{
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setMaximumWidth(sentenceWidth);
    m_sentence->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    m_button->setObjectName(QStringLiteral("emptyButton"));
    m_button->setAutoDefault(true);

    auto *column = new QVBoxLayout(this);
    column->setSpacing(2 * Metrics::grid);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    // Not by an alignment: that would take the label's height for a width it does not have.
    auto *sentenceRow = new QHBoxLayout;
    sentenceRow->addStretch();
    sentenceRow->addWidget(m_sentence, 1);
    sentenceRow->addStretch();
    column->addLayout(sentenceRow);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyPage::triggered);
}

EmptyPage::~EmptyPage() = default;

void EmptyPage::setContent(const QString &iconName,
                           const QString &sentence,
                           const QString &buttonText)
{
    m_iconName = iconName;
    m_icon->setVisible(!iconName.isEmpty());
    updateIcon();
    m_sentence->setText(sentence);
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
}

QPushButton *EmptyPage::button() const
{
    return m_button;
}

void EmptyPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateIcon();
    }
    QWidget::changeEvent(event);
}

void EmptyPage::updateIcon()
{
    if (!m_iconName.isEmpty()) {
        m_icon->setPixmap(
            icon(m_iconName)
                .pixmap(QSize(iconSize, iconSize), devicePixelRatioF(), QIcon::Disabled));
    }
}

} // namespace Atelier::Ui
