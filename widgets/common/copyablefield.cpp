// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/copyablefield.h"

#include "widgets/common/icons.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

#include <chrono>

namespace Atelier::Ui {

CopyableField::CopyableField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_button(new QToolButton(this))
    , m_feedback(new QTimer(this))
{
    m_edit->setObjectName(QStringLiteral("copyableText"));
    m_edit->setReadOnly(true);
    m_edit->setFont(monospace(font()));
    m_button->setObjectName(QStringLiteral("copyButton"));
    m_button->setAutoRaise(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_feedback->setSingleShot(true);
    m_feedback->setInterval(std::chrono::seconds(2));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_edit, 1);
    row->addWidget(m_button);
    setFocusProxy(m_edit);

    showCopied(false);
    connect(m_button, &QToolButton::clicked, this, &CopyableField::copy);
    connect(m_feedback, &QTimer::timeout, this, [this] { showCopied(false); });
}

CopyableField::CopyableField(const QString &text, QWidget *parent)
    : CopyableField(parent)
{
    setText(text);
}

CopyableField::~CopyableField() = default;

void CopyableField::setText(const QString &text)
{
    m_edit->setText(singleLine(text));
    m_edit->setCursorPosition(0);
    m_button->setEnabled(!text.isEmpty());
}

QString CopyableField::text() const
{
    return m_edit->text();
}

void CopyableField::setLabel(const QString &label)
{
    m_edit->setAccessibleName(label);
    m_button->setAccessibleName(tr("Copy: %1").arg(label));
}

void CopyableField::copy()
{
    QGuiApplication::clipboard()->setText(m_edit->text());
    showCopied(true);
    m_feedback->start();
}

void CopyableField::showCopied(bool copied)
{
    m_button->setIcon(icon(copied ? QStringLiteral("dialog-ok") : QStringLiteral("edit-copy")));
    m_button->setText(copied ? tr("Copied") : tr("Copy"));
}

} // namespace Atelier::Ui
