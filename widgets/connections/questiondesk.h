// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/asker.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <memory>
#include <optional>
#include <stop_token>

class QDialog;
class QWidget;

namespace Atelier {
class Keychain;
}

namespace Atelier::Connections {

class SecretDialog;
class SecretKeeper;

/**
 * Shows what logins ask above one window: one dialog at a time, in the order of the questions. What
 * the keychain knows is not asked. When the window closes, all questions are answered "cancelled".
 * Belongs to the window and lives in the GUI thread; logins reach it through a DialogAsker.
 */
class QuestionDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuestionDesk)

public:
    /** @p keychain outlives the window. */
    QuestionDesk(QWidget *window, Keychain *keychain);
    ~QuestionDesk() override;

    /** For destinations; any number of sessions may share it, and it may outlive the desk. */
    [[nodiscard]] std::shared_ptr<Ssh::Asker> asker() const;

    void askSecret(const Ssh::SecretRequest &request,
                   std::shared_ptr<Ssh::Reply<QStringList>> reply);
    void decideHostKey(const Ssh::HostKeyQuestion &question,
                       std::shared_ptr<Ssh::Reply<void>> reply);
    void secretTried(const Ssh::SecretRequest &request, bool wasRight);
    /** Answers everything "cancelled" and closes the dialog. */
    void cancelAll();

Q_SIGNALS:
    /** A person is asked, or no longer. */
    void asking(bool isAsking);
    void failed(const Atelier::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /** One of the replies is set. */
    struct Question
    {
        Ssh::SecretRequest secret = {};
        std::shared_ptr<Ssh::Reply<QStringList>> secretReply = {};
        Ssh::HostKeyQuestion hostKey = {};
        std::shared_ptr<Ssh::Reply<void>> hostKeyReply = {};
        [[nodiscard]] std::stop_token withdrawn() const
        {
            return secretReply ? secret.withdrawn : hostKey.withdrawn;
        }
    };
    class Withdrawal;

    void add(Question question);
    void showNext();
    void showHostKey();
    void lookUpSecret();
    void showSecret(const std::optional<Error> &keychainError = {});
    void giveKept(const QString &secret);
    void answerSecret(SecretDialog *dialog, bool isAccepted);
    void open(QDialog *dialog);
    void dropWithdrawn();
    void finishCurrent();

    QWidget *m_window = nullptr;
    SecretKeeper *m_keeper = nullptr;
    std::shared_ptr<Ssh::Asker> m_asker;
    std::deque<Question> m_questions; ///< the first is being asked
    bool m_isBusy = false;            ///< with the first one
    int m_number = 0;                 ///< of the first one; answers to others are late
    QPointer<QDialog> m_dialog;
    std::unique_ptr<Withdrawal> m_withdrawal;
};

} // namespace Atelier::Connections
