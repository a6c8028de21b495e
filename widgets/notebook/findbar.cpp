// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/findbar.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QToolButton>
#include <QWebEngineFindTextResult>
#include <QWebEnginePage>

namespace Atelier::Notebook {

namespace {

QToolButton *toolButton(const QString &iconName, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(Ui::icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

} // namespace

FindBar::FindBar(QWebEnginePage *page, QWidget *parent)
    : QFrame(parent)
    , m_page(page)
    , m_text(new QLineEdit(this))
    , m_count(new QLabel(this))
{
    m_text->setObjectName(QStringLiteral("findText"));
    m_count->setObjectName(QStringLiteral("findCount"));
    m_text->setPlaceholderText(tr("Find in the page"));
    m_text->setAccessibleName(m_text->placeholderText());
    m_text->setClearButtonEnabled(true);
    auto *previous = toolButton(QStringLiteral("go-up"), tr("Previous (Shift+F3)"), this);
    auto *next = toolButton(QStringLiteral("go-down"), tr("Next (F3)"), this);
    auto *done = toolButton(QStringLiteral("window-close"), tr("Close (Escape)"), this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(
        Ui::Metrics::grid, Ui::Metrics::grid / 2, Ui::Metrics::grid, Ui::Metrics::grid / 2);
    row->addWidget(m_text, 1);
    row->addWidget(m_count);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(done);

    connect(m_text, &QLineEdit::textChanged, this, [this] { search(false); });
    connect(previous, &QToolButton::clicked, this, [this] { search(true); });
    connect(next, &QToolButton::clicked, this, [this] { search(false); });
    connect(done, &QToolButton::clicked, this, &FindBar::close);
    hide();
}

FindBar::~FindBar() = default;

void FindBar::open()
{
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        close();
        return;
    case Qt::Key_F3:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        search((event->modifiers() & Qt::ShiftModifier) != 0);
        return;
    default:
        QFrame::keyPressEvent(event);
    }
}

void FindBar::search(bool backward)
{
    const QString text = m_text->text();
    const QWebEnginePage::FindFlags flags = backward ? QWebEnginePage::FindBackward
                                                     : QWebEnginePage::FindFlags();
    m_page->findText(
        text, flags, [label = QPointer(m_count), text](const QWebEngineFindTextResult &result) {
            if (!label) {
                return;
            }
            if (text.isEmpty()) {
                label->clear();
            } else if (result.numberOfMatches() == 0) {
                label->setText(tr("Not found"));
            } else {
                label->setText(
                    tr("%1 of %2").arg(result.activeMatch()).arg(result.numberOfMatches()));
            }
        });
}

void FindBar::close()
{
    hide();
    m_page->findText({});
    Q_EMIT closed();
}

} // namespace Atelier::Notebook
