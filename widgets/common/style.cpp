// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/style.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace Atelier::Ui {

namespace {

/** What Fusion leaves between a text and the edge is too little beside the cells of a table. */
constexpr int textInset = 4;

/** Fusion's own outline comes from the window's colour and can't be seen on a dark one. */
void drawBoxOutline(QPainter *painter, const QRect &rect, const QPalette &palette)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(palette.color(QPalette::PlaceholderText), 1));
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter->restore();
}

void drawRoundOutline(QPainter *painter, const QRect &rect, const QPalette &palette)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(palette.color(QPalette::PlaceholderText), 1));
    const int side = std::min(rect.width(), rect.height());
    QRectF circle(0, 0, side - 1, side - 1);
    circle.moveCenter(QRectF(rect).center());
    painter->drawEllipse(circle);
    painter->restore();
}

/** Fusion's are hardly seen on a dark window, with the focus or without. */
void drawFieldOutline(QPainter *painter, const QStyleOption &option)
{
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    if (!hasFocus && !isDark(option.palette)) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(option.palette.color(hasFocus ? QPalette::Accent : QPalette::Mid), 1));
    painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter->restore();
}

} // namespace

Style::Style()
    : QProxyStyle(QStringLiteral("fusion"))
{
}

Style::~Style() = default;

void drawFocusRing(QPainter *painter, const QRect &rect, const QPalette &palette)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(palette.color(QPalette::Accent), 2));
    painter->drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), Metrics::radius, Metrics::radius);
    painter->restore();
}

void Style::drawPrimitive(PrimitiveElement element,
                          const QStyleOption *option,
                          QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        // In a view the selected row says where the focus is; a ring around one cell would not.
        if (option->state.testFlag(State_KeyboardFocusChange)
            && qobject_cast<const QAbstractItemView *>(widget) == nullptr) {
            drawFocusRing(painter, option->rect, option->palette);
        }
        break;
    case PE_PanelButtonCommand:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        // Fusion only tints the outline, by the highlight: nothing to be seen on a dark window.
        if (option->state.testFlag(State_HasFocus)
            && option->state.testFlag(State_KeyboardFocusChange)) {
            drawFocusRing(painter, option->rect, option->palette);
        }
        break;
    case PE_IndicatorTabClose:
        // The desktop's own is red in Breeze: a warning colour on something harmless.
        icon(QStringLiteral("window-close")).paint(painter, option->rect.adjusted(2, 2, -2, -2));
        break;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        drawBoxOutline(painter, option->rect, option->palette);
        break;
    case PE_IndicatorRadioButton:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        drawRoundOutline(painter, option->rect, option->palette);
        break;
    case PE_FrameLineEdit:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        drawFieldOutline(painter, *option);
        break;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element,
                        const QStyleOption *option,
                        QPainter *painter,
                        const QWidget *widget) const
{
    if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        element == CE_HeaderLabel && header != nullptr) {
        QStyleOptionHeader inset = *header; // above the text of the cells, not beside it
        inset.rect.adjust(textInset, 0, -textInset, 0);
        QProxyStyle::drawControl(element, &inset, painter, widget);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_ShapedFrame && widget != nullptr && widget->hasFocus()
        && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange)
        && qobject_cast<const QAbstractItemView *>(widget) != nullptr) {
        drawFocusRing(painter, option->rect, option->palette);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return Metrics::grid;
    case PM_FocusFrameHMargin: // the cells' distance from their edges
        return Metrics::grid - 2;
    case PM_HeaderDefaultSectionSizeVertical:
        return Metrics::rowHeight;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QRect Style::subElementRect(SubElement element,
                            const QStyleOption *option,
                            const QWidget *widget) const
{
    const QRect own = QProxyStyle::subElementRect(element, option, widget);
    return element == SE_LineEditContents ? own.adjusted(textInset, 0, -textInset, 0) : own;
}

int Style::styleHint(StyleHint hint,
                     const QStyleOption *option,
                     const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QIcon Style::standardIcon(StandardPixmap name,
                          const QStyleOption *option,
                          const QWidget *widget) const
{
    // Qt's own can't be seen in the dark.
    return name == SP_LineEditClearButton ? icon(QStringLiteral("edit-clear"))
                                          : QProxyStyle::standardIcon(name, option, widget);
}

QSize Style::sizeFromContents(ContentsType type,
                              const QStyleOption *option,
                              const QSize &size,
                              const QWidget *widget) const
{
    const QSize own = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return own.grownBy(QMargins(Metrics::grid / 2, 0, Metrics::grid / 2, 0))
            .expandedTo(QSize(0, Metrics::rowHeight));
    case CT_HeaderSection:
        return own.grownBy(QMargins(textInset, 2, textInset, 2));
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
    case CT_ItemViewItem:
        return own.expandedTo(QSize(0, Metrics::rowHeight));
    default:
        return own;
    }
}

} // namespace Atelier::Ui
