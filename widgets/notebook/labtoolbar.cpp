// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/labtoolbar.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/icons.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/notebook/panesettings.h"

#include <QAction>
#include <QMenu>
#include <QToolButton>

namespace Atelier::Notebook {

LabToolBar::LabToolBar(PaneSettings *settings, bool full, QWidget *parent)
    : QToolBar(parent)
    , m_settings(settings)
    , m_title(new Ui::ElidedLabel(this))
{
    setIconSize({Ui::Metrics::smallIcon, Ui::Metrics::smallIcon});
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setAccessibleName(tr("Page"));
    connect(add(QStringLiteral("view-refresh"), tr("Reload the page"), QStringLiteral("reload")),
            &QAction::triggered,
            this,
            &LabToolBar::reloadWanted);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(m_title);
    addZoom();
    connect(add(QStringLiteral("edit-find"), tr("Find in the page"), QStringLiteral("find")),
            &QAction::triggered,
            this,
            &LabToolBar::findWanted);
    addPrint();
    if (full) {
        connect(add(QStringLiteral("globe"), tr("Open in the browser"), QStringLiteral("browser")),
                &QAction::triggered,
                this,
                &LabToolBar::browserWanted);
        connect(add(QStringLiteral("system-shutdown"),
                    tr("Shut down JupyterLab…"),
                    QStringLiteral("shutDown")),
                &QAction::triggered,
                this,
                &LabToolBar::shutDownWanted);
    }
}

LabToolBar::~LabToolBar() = default;

void LabToolBar::setTitle(const QString &title)
{
    m_title->setText(Ui::singleLine(title));
}

QAction *LabToolBar::add(const QString &iconName, const QString &text, const QString &name)
{
    QAction *action = addAction(Ui::icon(iconName), text);
    action->setObjectName(name);
    return action;
}

void LabToolBar::addZoom()
{
    QAction *smaller = add(QStringLiteral("zoom-out"), tr("Smaller"), QStringLiteral("zoomOut"));
    auto *factor = new QToolButton(this);
    factor->setObjectName(QStringLiteral("zoomReset"));
    factor->setAutoRaise(true);
    factor->setToolTip(tr("Original size"));
    factor->setFont(Ui::tabularDigits(font()));
    const auto show = [factor](double zoom) {
        factor->setText(tr("%1 %").arg(qRound(zoom * 100)));
    };
    show(m_settings->zoom());
    addWidget(factor);
    QAction *larger = add(QStringLiteral("zoom-in"), tr("Larger"), QStringLiteral("zoomIn"));
    connect(m_settings, &PaneSettings::zoomChanged, factor, show);
    connect(factor, &QToolButton::clicked, m_settings, [this] { m_settings->setZoom(1.0); });
    connect(smaller, &QAction::triggered, m_settings, [this] { m_settings->stepZoom(false); });
    connect(larger, &QAction::triggered, m_settings, [this] { m_settings->stepZoom(true); });
}

void LabToolBar::addPrint()
{
    auto *menu = new QMenu(this);
    QAction *pdf = menu->addAction(tr("Save the document as PDF…"), this, &LabToolBar::pdfWanted);
    pdf->setObjectName(QStringLiteral("pdf"));
    QAction *print = menu->addAction(tr("Print the page…"), this, &LabToolBar::printWanted);
    print->setObjectName(QStringLiteral("print"));
    menu->addSeparator();
    QAction *outside = menu->addAction(tr("Load pictures and scripts from other sites"));
    outside->setObjectName(QStringLiteral("outsideResources"));
    outside->setCheckable(true);
    outside->setChecked(m_settings->outsideResources());
    connect(outside, &QAction::toggled, m_settings, &PaneSettings::setOutsideResources);
    connect(m_settings, &PaneSettings::outsideResourcesChanged, outside, &QAction::setChecked);
    auto *button = new QToolButton(this);
    button->setIcon(Ui::icon(QStringLiteral("document-print")));
    button->setToolTip(tr("Print and page settings"));
    button->setAccessibleName(button->toolTip());
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    addWidget(button);
}

} // namespace Atelier::Notebook
