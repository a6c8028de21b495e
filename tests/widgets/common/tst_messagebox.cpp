// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/filedialog.h"
#include "widgets/common/messagebox.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

#include <memory>
#include <optional>

using namespace Atelier::Ui;

class MessageBoxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theClickedButtonIsTheAnswer();
    void returnTakesTheDefaultButton();
    void escapeTakesTheEscapeButton();
    void theTickIsPartOfTheAnswer();
    void aQueuedAnswerShowsNoBox();
    void nobodyIsToldWhenTheAskerIsGone();
    void aQueuedFileShowsNoPicker();
    void aCancelledPickerGivesNoFile();

private:
    [[nodiscard]] QMessageBox *box() const;

    std::unique_ptr<QWidget> m_window;
    const Question m_question{.title = QStringLiteral("Close Atelier"),
                              .text = QStringLiteral("1 instance keeps running."),
                              .buttons = {QStringLiteral("Stop it"),
                                          QStringLiteral("Leave it running"),
                                          QStringLiteral("Cancel")},
                              .defaultButton = 1,
                              .checkBoxText = QStringLiteral("Don't ask again")};
    std::optional<Answer> m_answer;
};

void MessageBoxTest::init()
{
    m_answer.reset();
    m_window = std::make_unique<QWidget>();
    m_window->show();
}

void MessageBoxTest::cleanup()
{
    m_window.reset();
}

QMessageBox *MessageBoxTest::box() const
{
    return m_window->findChild<QMessageBox *>(QStringLiteral("messageBox"));
}

void MessageBoxTest::theClickedButtonIsTheAnswer()
{
    ask(m_window.get(), m_question, m_window.get(), [this](const Answer &answer) {
        m_answer = answer;
    });
    QTRY_VERIFY(box() != nullptr && box()->isVisible());
    QCOMPARE(box()->text(), m_question.text);
    QTest::mouseClick(box()->findChild<QPushButton *>(QStringLiteral("button0")), Qt::LeftButton);
    QTRY_VERIFY(m_answer.has_value());
    QCOMPARE(m_answer->button, 0);
    QVERIFY(!m_answer->checked);
    QTRY_VERIFY(box() == nullptr);
}

void MessageBoxTest::returnTakesTheDefaultButton()
{
    ask(m_window.get(), m_question, m_window.get(), [this](const Answer &answer) {
        m_answer = answer;
    });
    QTRY_VERIFY(box() != nullptr && box()->isVisible());
    QTest::keyClick(box(), Qt::Key_Return);
    QTRY_VERIFY(m_answer.has_value());
    QCOMPARE(m_answer->button, 1);
}

void MessageBoxTest::escapeTakesTheEscapeButton()
{
    ask(m_window.get(), m_question, m_window.get(), [this](const Answer &answer) {
        m_answer = answer;
    });
    QTRY_VERIFY(box() != nullptr && box()->isVisible());
    QTest::keyClick(box(), Qt::Key_Escape);
    QTRY_VERIFY(m_answer.has_value());
    QCOMPARE(m_answer->button, 2);
}

void MessageBoxTest::theTickIsPartOfTheAnswer()
{
    ask(m_window.get(), m_question, m_window.get(), [this](const Answer &answer) {
        m_answer = answer;
    });
    QTRY_VERIFY(box() != nullptr && box()->isVisible());
    box()->checkBox()->setChecked(true);
    QTest::mouseClick(box()->findChild<QPushButton *>(QStringLiteral("button1")), Qt::LeftButton);
    QTRY_VERIFY(m_answer.has_value());
    QVERIFY(m_answer->checked);
}

void MessageBoxTest::aQueuedAnswerShowsNoBox()
{
    queueAnswer({.button = 2, .checked = true});
    ask(m_window.get(), m_question, m_window.get(), [this](const Answer &answer) {
        m_answer = answer;
    });
    QVERIFY(box() == nullptr);
    QVERIFY2(!m_answer.has_value(), "the answer comes later, as a person's does");
    QTRY_VERIFY(m_answer.has_value());
    QCOMPARE(m_answer->button, 2);
    const QList<Question> asked = takeAskedQuestions();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.constFirst().text, m_question.text);
    QVERIFY(takeAskedQuestions().isEmpty());
}

void MessageBoxTest::nobodyIsToldWhenTheAskerIsGone()
{
    auto asker = std::make_unique<QObject>();
    ask(m_window.get(), m_question, asker.get(), [this](const Answer &answer) {
        m_answer = answer;
    });
    QTRY_VERIFY(box() != nullptr && box()->isVisible());
    asker.reset();
    QTest::mouseClick(box()->findChild<QPushButton *>(QStringLiteral("button0")), Qt::LeftButton);
    QTRY_VERIFY(box() == nullptr);
    QVERIFY(!m_answer.has_value());
}

void MessageBoxTest::aQueuedFileShowsNoPicker()
{
    queueFile(QStringLiteral("/tmp/key.pub"));
    QString chosen;
    pickFile(m_window.get(),
             {.title = QStringLiteral("Pick a key")},
             m_window.get(),
             [&chosen](const QString &path) { chosen = path; });
    QTRY_COMPARE(chosen, QStringLiteral("/tmp/key.pub"));
    QVERIFY(m_window->findChild<QFileDialog *>() == nullptr);
}

void MessageBoxTest::aCancelledPickerGivesNoFile()
{
    std::optional<QString> chosen;
    pickFile(m_window.get(),
             {.kind = FileKind::Folder, .title = QStringLiteral("Pick a folder")},
             m_window.get(),
             [&chosen](const QString &path) { chosen = path; });
    auto *picker = m_window->findChild<QFileDialog *>(QStringLiteral("fileDialog"));
    QVERIFY(picker != nullptr);
    picker->reject();
    QTRY_VERIFY(chosen.has_value());
    QVERIFY(chosen->isEmpty());
}

QTEST_MAIN(MessageBoxTest)
#include "tst_messagebox.moc"
