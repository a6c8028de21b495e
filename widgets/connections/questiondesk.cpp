// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/questiondesk.h"

#include "backend/core/async.h"
#include "widgets/connections/dialogasker.h"
#include "widgets/connections/hostkeydialog.h"
#include "widgets/connections/secretdialog.h"
#include "widgets/connections/secretkeeper.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <chrono>
#include <functional>

namespace Atelier::Connections {

namespace {

using namespace std::chrono_literals;

/** A keychain that takes longer is perhaps locked: then the person may as well type. */
constexpr auto lookUpPatience = 1500ms;

} // namespace

/** Calls the desk when the session no longer wants the answer. */
class QuestionDesk::Withdrawal
{
public:
    Withdrawal(const std::stop_token &token, QuestionDesk *desk)
        : m_callback(token, [desk] {
            QMetaObject::invokeMethod(desk, &QuestionDesk::dropWithdrawn, Qt::QueuedConnection);
        })
    {
    }

private:
    std::stop_callback<std::function<void()>> m_callback;
};

QuestionDesk::QuestionDesk(QWidget *window, Keychain *keychain)
    : QObject(window)
    , m_window(window)
    , m_keeper(new SecretKeeper(keychain, this))
    , m_asker(std::make_shared<DialogAsker>(this))
{
    connect(m_keeper, &SecretKeeper::failed, this, &QuestionDesk::failed);
    window->installEventFilter(this);
}

QuestionDesk::~QuestionDesk()
{
    static_cast<DialogAsker &>(*m_asker).forgetDesk();
    m_withdrawal.reset();
}

std::shared_ptr<Ssh::Asker> QuestionDesk::asker() const
{
    return m_asker;
}

bool QuestionDesk::eventFilter(QObject *watched, QEvent *event)
{
    // A spontaneous one is the window manager's: minimised, another desktop.
    if (watched == m_window && event->type() == QEvent::Hide && !event->spontaneous()) {
        cancelAll();
    }
    return QObject::eventFilter(watched, event);
}

void QuestionDesk::askSecret(const Ssh::SecretRequest &request,
                             std::shared_ptr<Ssh::Reply<QStringList>> reply)
{
    add({.secret = request, .secretReply = std::move(reply)});
}

void QuestionDesk::decideHostKey(const Ssh::HostKeyQuestion &question,
                                 std::shared_ptr<Ssh::Reply<void>> reply)
{
    add({.hostKey = question, .hostKeyReply = std::move(reply)});
}

void QuestionDesk::secretTried(const Ssh::SecretRequest &request, bool wasRight)
{
    m_keeper->tried(request, wasRight);
}

void QuestionDesk::add(Question question)
{
    if (!m_window->isVisible()) {
        return; // dropped: cancelled
    }
    m_questions.push_back(std::move(question));
    showNext();
}

void QuestionDesk::showNext()
{
    while (!m_isBusy && !m_questions.empty()) {
        const Question &next = m_questions.front();
        if (next.withdrawn().stop_requested()) {
            m_questions.pop_front();
            continue;
        }
        m_isBusy = true;
        ++m_number;
        m_withdrawal = std::make_unique<Withdrawal>(next.withdrawn(), this);
        if (next.secretReply) {
            lookUpSecret();
        } else {
            showHostKey();
        }
    }
}

void QuestionDesk::showHostKey()
{
    auto *dialog = new HostKeyDialog(m_questions.front().hostKey, m_window);
    connect(dialog, &QDialog::finished, this, [this, number = m_number](int result) {
        if (number == m_number && m_isBusy) {
            if (result == QDialog::Accepted) {
                m_questions.front().hostKeyReply->give({});
            }
            finishCurrent();
        }
    });
    open(dialog);
}

void QuestionDesk::lookUpSecret()
{
    const int number = m_number;
    const auto isCurrent = [this, number] { return number == m_number && m_isBusy; };
    whenDone(m_keeper->find(m_questions.front().secret),
             this,
             [this, isCurrent](const Result<std::optional<QString>> &kept) {
                 if (!isCurrent()) {
                     return;
                 }
                 auto *dialog = qobject_cast<SecretDialog *>(m_dialog);
                 if (kept && *kept && (dialog == nullptr || dialog->isUntouched())) {
                     giveKept(**kept);
                 } else if (dialog == nullptr) {
                     showSecret(kept ? std::nullopt : std::optional(kept.error()));
                 } else {
                     dialog->setKeychainSilent(false);
                     if (!kept) {
                         dialog->setKeychain(failure(kept.error()));
                     }
                 }
             });
    QTimer::singleShot(lookUpPatience, this, [this, isCurrent] {
        if (isCurrent() && m_dialog == nullptr) {
            showSecret();
            if (auto *dialog = qobject_cast<SecretDialog *>(m_dialog)) {
                dialog->setKeychainSilent(true);
            }
        }
    });
}

void QuestionDesk::giveKept(const QString &secret)
{
    m_questions.front().secretReply->give(QStringList{secret});
    finishCurrent();
}

void QuestionDesk::showSecret(const std::optional<Error> &keychainError)
{
    const Ssh::SecretRequest &request = m_questions.front().secret;
    const bool mayKeep = !SecretKeeper::keyOf(request).isEmpty();
    auto *dialog = new SecretDialog(request, mayKeep, m_keeper->hasRefused(request), m_window);
    if (keychainError) {
        dialog->setKeychain(failure(*keychainError));
    } else if (mayKeep) {
        whenDone(m_keeper->available(), dialog, [dialog](const Result<void> &available) {
            dialog->setKeychain(available);
        });
    }
    connect(dialog, &QDialog::finished, this, [this, dialog, number = m_number](int result) {
        if (number == m_number && m_isBusy) {
            answerSecret(dialog, result == QDialog::Accepted);
        }
    });
    open(dialog);
}

void QuestionDesk::answerSecret(SecretDialog *dialog, bool isAccepted)
{
    const Question &question = m_questions.front();
    if (isAccepted) {
        const QStringList answers = dialog->answers();
        m_keeper->keepWhenRight(question.secret,
                                dialog->isToBeKept() ? answers.value(0) : QString());
        question.secretReply->give(answers);
    }
    finishCurrent();
}

void QuestionDesk::open(QDialog *dialog)
{
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT asking(true);
    dialog->open();
}

void QuestionDesk::finishCurrent()
{
    m_withdrawal.reset();
    m_isBusy = false;
    // A reply that was not given says Cancelled when it goes.
    m_questions.pop_front();
    if (QDialog *dialog = std::exchange(m_dialog, nullptr)) {
        if (dialog->isVisible()) {
            dialog->close();
        }
        Q_EMIT asking(false);
    }
    showNext();
}

void QuestionDesk::dropWithdrawn()
{
    if (m_isBusy && m_questions.front().withdrawn().stop_requested()) {
        finishCurrent();
    }
}

void QuestionDesk::cancelAll()
{
    const auto dropped = std::exchange(m_questions, {});
    m_withdrawal.reset();
    m_isBusy = false;
    if (QDialog *dialog = std::exchange(m_dialog, nullptr)) {
        dialog->close();
        Q_EMIT asking(false);
    }
}

} // namespace Atelier::Connections
