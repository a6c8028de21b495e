// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>
#include <QTranslator>

class QWidget;

namespace Atelier::Test {

/** Whether @p widget has less room than its text takes. */
[[nodiscard]] bool isCut(const QWidget *widget);

/**
 * Looks at windows as a person does who has each language, colours and room: finds texts that are
 * cut off or hard to read, dialogs larger than the screen, and letters that two fields share. With
 * ATELIER_TEST_PICTURES=folder it leaves a picture of each window.
 *
 * For a test function whose data function is addRows(); one object lives as long as the function.
 */
class LayoutLook final
{
    Q_DISABLE_COPY_MOVE(LayoutLook)

public:
    /** Each language once light and once dark, in a large window and in the smallest one. */
    static void addRows();

    /** Takes language and colours of the current row. */
    LayoutLook();
    ~LayoutLook();

    [[nodiscard]] QString row() const { return m_row; }
    /** Of the window, or of the screen for a dialog. */
    [[nodiscard]] QSize size() const { return m_size; }
    [[nodiscard]] Ui::Theme *theme() { return &m_theme; }
    /** @p name of the picture. */
    void look(QWidget *window, const QString &name);
    /** What was found so far, a line each; empty is good. */
    [[nodiscard]] QString faults() const { return m_faults.join(u'\n'); }

private:
    void addFault(const QString &name, const QWidget *widget, const QString &what);
    void lookAtTexts(const QWidget *window, const QString &name);
    void lookAtLetters(const QWidget *window, const QString &name);

    QTranslator m_translator;
    Ui::Theme m_theme;
    QString m_row;
    QSize m_size;
    QStringList m_faults;
};

} // namespace Atelier::Test
