// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layoutlook.h"

#include "widgets/common/elidedlabel.h"

#include <QAbstractButton>
#include <QDialog>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include <algorithm>

namespace Atelier::Test {

using namespace Qt::StringLiterals;

namespace {

constexpr double leastContrast = 4.5;
constexpr int settlePatience = 1000;

QString textOf(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        return label->text();
    }
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button == nullptr ? QString() : button->text();
}

/** Whether what @p widget stands in, up to its window, shows it in its whole width. */
bool isShownInItsWidth(const QWidget *widget)
{
    for (const QWidget *around = widget; !around->isWindow(); around = around->parentWidget()) {
        const QWidget *outer = around->parentWidget();
        const int left = widget->mapTo(outer, QPoint()).x();
        if (left < 0 || left + widget->width() > outer->width()) {
            return false;
        }
    }
    return true;
}

/** A button paints itself on a ground of its own, a label on its parent's. */
double contrastOf(const QWidget *widget)
{
    const QPalette &colors = widget->palette();
    const bool isButton = qobject_cast<const QAbstractButton *>(widget) != nullptr;
    return Ui::contrast(colors.color(isButton ? QPalette::ButtonText : QPalette::WindowText),
                        colors.color(isButton ? QPalette::Button : QPalette::Window));
}

} // namespace

bool isCut(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        if (label->text().isEmpty() || qobject_cast<const Ui::ElidedLabel *>(widget) != nullptr) {
            return false;
        }
        return label->wordWrap() ? label->height() < label->heightForWidth(label->width())
                                 : label->width() < label->minimumSizeHint().width();
    }
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button != nullptr && !button->text().isEmpty()
           && (button->width() < button->sizeHint().width()
               || button->height() < button->minimumSizeHint().height());
}

void LayoutLook::addRows()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("isDark");
    QTest::newRow("en-large-light") << u"en"_s << QSize(1280, 800) << false;
    QTest::newRow("ja-large-dark") << u"ja"_s << QSize(1280, 800) << true;
    QTest::newRow("en-small-dark") << u"en"_s << QSize(800, 500) << true;
    QTest::newRow("ja-small-light") << u"ja"_s << QSize(800, 500) << false;
}

LayoutLook::LayoutLook()
    : m_row(QString::fromLatin1(QTest::currentDataTag()))
{
    QFETCH(const QString, language);
    QFETCH(const QSize, size);
    QFETCH(const bool, isDark);
    m_size = size;
    m_theme.setScheme(isDark ? Ui::ColorScheme::Dark : Ui::ColorScheme::Light);
    if (m_translator.load(u":/i18n/atelier_"_s + language + u".qm"_s)) {
        QCoreApplication::installTranslator(&m_translator);
    } else {
        m_faults << u"The translation “%1” can't be loaded."_s.arg(language);
    }
}

LayoutLook::~LayoutLook()
{
    QCoreApplication::removeTranslator(&m_translator);
}

void LayoutLook::addFault(const QString &name, const QWidget *widget, const QString &what)
{
    m_faults << u"%1 %2: %3 %4 “%5”"_s.arg(
        m_row, name, what, widget->objectName(), textOf(widget).left(80));
}

void LayoutLook::look(QWidget *window, const QString &name)
{
    QVERIFY(QTest::qWaitForWindowExposed(window));
    // What wraps gets its height in the next round of the layout.
    const auto isWhole = [window] {
        const auto widgets = window->findChildren<QWidget *>();
        return std::ranges::none_of(widgets, [window](const QWidget *widget) {
            return widget->isVisibleTo(window) && isCut(widget);
        });
    };
    static_cast<void>(QTest::qWaitFor(isWhole, settlePatience)); // what stays is a fault
    lookAtTexts(window, name);
    lookAtLetters(window, name);
    // What it needs; some are larger where there is room.
    const QSize needed = window->minimumSize().expandedTo(window->minimumSizeHint());
    if (needed.width() > m_size.width() || needed.height() > m_size.height()) {
        addFault(name, window, u"too large, %1 × %2:"_s.arg(needed.width()).arg(needed.height()));
    }
    const QString folder = qEnvironmentVariable("ATELIER_TEST_PICTURES");
    if (!folder.isEmpty()) {
        QVERIFY(window->grab().save(folder + u'/' + m_row + u'-' + name + u".png"_s));
    }
}

void LayoutLook::lookAtTexts(const QWidget *window, const QString &name)
{
    const auto widgets = window->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        // A dialog above the window is looked at by itself.
        if (!widget->isVisibleTo(window) || widget->window() != window) {
            continue;
        }
        if (isCut(widget)) {
            addFault(name, widget, u"cut:"_s);
        }
        const bool isField = qobject_cast<const QLineEdit *>(widget) != nullptr;
        if ((isField || !textOf(widget).isEmpty()) && !isShownInItsWidth(widget)) {
            addFault(name, widget, u"reaches out of sight:"_s);
        }
        if (!textOf(widget).isEmpty() && widget->isEnabled()
            && contrastOf(widget) < leastContrast) {
            addFault(name, widget, u"hard to read, %1 : 1:"_s.arg(contrastOf(widget)));
        }
    }
}

void LayoutLook::lookAtLetters(const QWidget *window, const QString &name)
{
    QHash<QString, const QWidget *> letters;
    const auto widgets = window->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        const bool isLetter = label == nullptr || label->buddy() != nullptr;
        const QString keys = QKeySequence::mnemonic(textOf(widget)).toString();
        if (keys.isEmpty() || !isLetter || !widget->isVisibleTo(window)
            || widget->window() != window) {
            continue;
        }
        if (letters.contains(keys)) {
            addFault(name, widget, u"%1 also stands for"_s.arg(keys));
        }
        letters.insert(keys, widget);
    }
}

} // namespace Atelier::Test
