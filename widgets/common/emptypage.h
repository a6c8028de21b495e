// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace Atelier::Ui {

/** What an empty page shows: an icon, one sentence, one button. */
class EmptyPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyPage)

public:
    explicit EmptyPage(QWidget *parent = nullptr);
    ~EmptyPage() override;

    /** An empty @p buttonText shows no button; an empty @p iconName no icon. */
    void setContent(const QString &iconName, const QString &sentence, const QString &buttonText);
    [[nodiscard]] QPushButton *button() const;

Q_SIGNALS:
    void triggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateIcon();

    QString m_iconName;
    QLabel *m_icon = nullptr;
    QLabel *m_sentence = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace Atelier::Ui
