// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forwards/forwarddialog.h"

#include "backend/forwards/forwards.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

constexpr int dialogWidth = 480;
constexpr int portDigits = 5;

void colorAsProblem(QLabel *label)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, Ui::toneColor(Ui::Tone::Failed, palette));
    label->setPalette(palette);
}

/** What is wrong stands close below its field. */
void addRow(QFormLayout *layout, const QString &name, QWidget *field, QLabel *message)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(Ui::Metrics::grid / 2);
    column->addWidget(field);
    column->addWidget(message);
    auto *label = new QLabel(name, field->parentWidget());
    label->setBuddy(field);
    label->setFixedHeight(Ui::Metrics::rowHeight); // in line with the field, not with both
    layout->addRow(label, column);
}

void showMessage(QLabel *label, const QString &sentence)
{
    label->setText(Ui::breakable(sentence));
    label->setHidden(sentence.isEmpty());
}

} // namespace

ForwardDialog::ForwardDialog(Forwards *forwards, const Forward &start, QWidget *parent)
    : QDialog(parent)
    , m_forwards(forwards)
    , m_start(start)
    , m_draft(start)
{
    setObjectName(u"forwardDialog"_s);
    setWindowTitle(start.id.isEmpty() ? tr("Forward a port of %1").arg(start.instance)
                                      : tr("Edit the forward to %1").arg(start.instance));
    setWindowModality(Qt::WindowModal);
    m_saveButton = new QPushButton(start.id.isEmpty() ? tr("Forward") : tr("Save"), this);
    m_saveButton->setObjectName(u"saveButton"_s);
    m_saveButton->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancelButton"_s);
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Ui::Metrics::grid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_saveButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(2 * Ui::Metrics::grid);
    layout->addWidget(makeForm());
    layout->addStretch();
    layout->addLayout(buttons);
    connect(m_saveButton, &QPushButton::clicked, this, &ForwardDialog::save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_draft, &ForwardDraft::changed, this, &ForwardDialog::update);
    resize(dialogWidth, 0);
    update();
    resize(dialogWidth, layout->totalHeightForWidth(dialogWidth));
    m_target->setFocus(Qt::OtherFocusReason);
    m_target->selectAll();
}

ForwardDialog::~ForwardDialog() = default;

QLabel *ForwardDialog::makeMessage(const QString &objectName, QWidget *parent)
{
    QLabel *label = Ui::plainLabel({}, parent);
    label->setObjectName(objectName);
    colorAsProblem(label);
    label->hide();
    return label;
}

QWidget *ForwardDialog::makeForm()
{
    auto *form = new QWidget(this);
    auto *layout = new QFormLayout(form);
    layout->setContentsMargins({});
    layout->setHorizontalSpacing(2 * Ui::Metrics::grid);
    layout->setVerticalSpacing(Ui::Metrics::grid);
    layout->setLabelAlignment(Qt::AlignLeft);
    m_target = new QLineEdit(m_draft.target(), form);
    m_target->setObjectName(u"targetEdit"_s);
    m_target->setPlaceholderText(tr("A port such as 6006, or the path of a socket"));
    m_targetMessage = makeMessage(u"targetMessage"_s, form);
    m_name = new QLineEdit(m_draft.name(), form);
    m_name->setObjectName(u"nameEdit"_s);
    m_nameMessage = makeMessage(u"nameMessage"_s, form);
    m_startsByItself = new QCheckBox(tr("Start with the studio and the instance"), form);
    m_startsByItself->setObjectName(u"startsByItselfBox"_s);
    m_startsByItself->setChecked(m_draft.startsByItself());
    m_localMessage = makeMessage(u"localMessage"_s, form);
    addRow(layout, tr("&In the instance"), m_target, m_targetMessage);
    addRow(layout, tr("&Name"), m_name, m_nameMessage);
    addRow(layout, tr("On this computer"), makeLocalPort(form), m_localMessage);
    layout->addRow(QString(), m_startsByItself);
    connect(m_target, &QLineEdit::textChanged, &m_draft, &ForwardDraft::setTarget);
    connect(m_name, &QLineEdit::textChanged, &m_draft, &ForwardDraft::setName);
    connect(m_startsByItself, &QCheckBox::toggled, &m_draft, &ForwardDraft::setStartsByItself);
    return form;
}

QWidget *ForwardDialog::makeLocalPort(QWidget *parent)
{
    auto *box = new QWidget(parent);
    m_automatic = new QRadioButton(tr("Any free port"), box);
    m_automatic->setObjectName(u"automaticButton"_s);
    m_automatic->setToolTip(tr("The port that it gets is asked for again the next time."));
    m_fixed = new QRadioButton(tr("Port"), box);
    m_fixed->setObjectName(u"fixedButton"_s);
    m_localPort = new QLineEdit(m_draft.localPort(), box);
    m_localPort->setObjectName(u"localPortEdit"_s);
    m_localPort->setAccessibleName(tr("Port of this computer"));
    m_localPort->setMaxLength(portDigits);
    (m_draft.isAutomatic() ? m_automatic : m_fixed)->setChecked(true);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(m_automatic);
    layout->addWidget(m_fixed);
    layout->addWidget(m_localPort, 1);
    connect(m_automatic, &QRadioButton::toggled, &m_draft, &ForwardDraft::setAutomatic);
    connect(m_fixed, &QRadioButton::clicked, m_localPort, [this] {
        if (m_localPort->text().isEmpty()) {
            m_localPort->setText(m_target->text().trimmed());
        }
        m_localPort->setFocus(Qt::OtherFocusReason);
        m_localPort->selectAll();
    });
    connect(m_localPort, &QLineEdit::textChanged, &m_draft, &ForwardDraft::setLocalPort);
    return box;
}

void ForwardDialog::update()
{
    using enum ForwardDraft::Field;
    m_name->setPlaceholderText(m_draft.defaultName());
    m_localPort->setEnabled(!m_draft.isAutomatic());
    showMessage(m_targetMessage, m_draft.errorFor(Target));
    showMessage(m_nameMessage, m_draft.errorFor(Name));
    showMessage(m_localMessage, m_draft.errorFor(LocalPort));
    m_saveButton->setEnabled(m_draft.isReady());
    m_saveButton->setToolTip(m_draft.isReady() ? QString()
                                               : tr("Say which port or socket to forward."));
    // Once the form knows its new width.
    QMetaObject::invokeMethod(this, &ForwardDialog::fitHeight, Qt::QueuedConnection);
}

void ForwardDialog::fitHeight()
{
    // A form does not ask what wraps below a field for its height.
    for (QLabel *message : {m_targetMessage, m_nameMessage, m_localMessage}) {
        message->setMinimumHeight(message->isHidden() ? 0
                                                      : message->heightForWidth(message->width()));
    }
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

void ForwardDialog::save()
{
    if (m_start.id.isEmpty()) {
        m_forwards->add(m_draft.forward());
    } else {
        m_forwards->change(m_draft.forward());
    }
    accept();
}

} // namespace Atelier::Forwards
