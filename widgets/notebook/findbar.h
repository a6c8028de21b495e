// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QWebEnginePage;

namespace Atelier::Notebook {

/** Searches the text of a page. Return: next; Shift+Return: previous; Escape: back to the page. */
class FindBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindBar)

public:
    FindBar(QWebEnginePage *page, QWidget *parent);
    ~FindBar() override;

    void open();

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void search(bool backward);
    void close();

    QWebEnginePage *m_page;
    QLineEdit *m_text = nullptr;
    QLabel *m_count = nullptr;
};

} // namespace Atelier::Notebook
