// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/fieldmessage.h"

#include "widgets/common/icons.h"
#include "widgets/common/plainlabel.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>

namespace Atelier::Compute {

FieldMessage::FieldMessage(const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(Ui::plainLabel({}, this))
{
    setObjectName(objectName);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid / 2);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    hide();
}

FieldMessage::~FieldMessage() = default;

void FieldMessage::showText(const QString &sentence, Ui::Tone tone)
{
    m_tone = tone;
    if (m_text->text() != sentence) {
        m_text->setText(sentence);
    }
    updateColors();
    setVisible(!sentence.isEmpty());
}

QString FieldMessage::text() const
{
    return m_text->text();
}

void FieldMessage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange) {
        updateColors();
    }
}

void FieldMessage::updateColors()
{
    const QString name = m_tone == Ui::Tone::Failed ? QStringLiteral("dialog-error")
                                                    : QStringLiteral("dialog-warning");
    m_icon->setPixmap(Ui::icon(name).pixmap(QSize(Ui::Metrics::smallIcon, Ui::Metrics::smallIcon),
                                            devicePixelRatioF()));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Ui::toneColor(m_tone, colors));
    m_text->setPalette(colors);
}

} // namespace Atelier::Compute
