// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/messagebox.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QList>
#include <QMessageBox>
#include <QPushButton>

namespace Atelier::Ui {

namespace {

QList<Answer> &queuedAnswers()
{
    static QList<Answer> answers;
    return answers;
}

QList<Question> &askedQuestions()
{
    static QList<Question> questions;
    return questions;
}

void addButtons(QMessageBox *box, const Question &question)
{
    const int escape = question.escapeButton < 0 ? static_cast<int>(question.buttons.size()) - 1
                                                 : question.escapeButton;
    for (int index = 0; index < question.buttons.size(); ++index) {
        // One role for all, or the desktop's order would put them elsewhere than the question
        // meant.
        QPushButton *button = box->addButton(question.buttons.at(index), QMessageBox::ActionRole);
        button->setObjectName(QStringLiteral("button%1").arg(index));
        if (index == question.defaultButton) {
            box->setDefaultButton(button);
        }
        if (index == escape) {
            box->setEscapeButton(button);
        }
    }
}

} // namespace

void ask(QWidget *parent,
         const Question &question,
         QObject *context,
         std::function<void(Answer)> then)
{
    if (!queuedAnswers().isEmpty()) {
        askedQuestions().append(question);
        const Answer answer = queuedAnswers().takeFirst();
        QMetaObject::invokeMethod(
            context, [answer, then = std::move(then)] { then(answer); }, Qt::QueuedConnection);
        return;
    }
    auto *box = new QMessageBox(parent);
    box->setObjectName(QStringLiteral("messageBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(question.title);
    box->setTextFormat(Qt::PlainText);
    box->setText(question.text);
    box->setInformativeText(question.informative);
    if (question.destructive) {
        box->setIconPixmap(
            icon(QStringLiteral("dialog-warning"))
                .pixmap(QSize(Metrics::rowHeight, Metrics::rowHeight), box->devicePixelRatioF()));
    }
    if (!question.checkBoxText.isEmpty()) {
        box->setCheckBox(new QCheckBox(question.checkBoxText, box));
    }
    addButtons(box, question);
    QObject::connect(box, &QMessageBox::finished, context, [box, then = std::move(then)] {
        const QAbstractButton *clicked = box->clickedButton() != nullptr ? box->clickedButton()
                                                                         : box->escapeButton();
        const QString name = clicked != nullptr ? clicked->objectName() : QString();
        then(Answer{.button = name.mid(QStringLiteral("button").size()).toInt(),
                    .checked = box->checkBox() != nullptr && box->checkBox()->isChecked()});
    });
    box->open();
}

void queueAnswer(Answer answer)
{
    queuedAnswers().append(answer);
}

QList<Question> takeAskedQuestions()
{
    return std::exchange(askedQuestions(), {});
}

} // namespace Atelier::Ui
