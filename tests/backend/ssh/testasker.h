// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/asker.h"

#include <QMutex>

#include <functional>
#include <optional>
#include <vector>

namespace Atelier::Test {

/** Answers for a person, and remembers what it was asked. Any thread. */
class TestAsker final : public Ssh::Asker
{
public:
    using Answers = std::optional<QStringList>;
    using Answer = std::function<Answers(const Ssh::SecretRequest &)>;

    /** @p answer is called in the login's thread; nothing: the person gives up. */
    explicit TestAsker(Answer answer = {})
        : m_answer(std::move(answer))
    {
    }
    /** One answer to everything. */
    explicit TestAsker(const QString &secret)
        : m_answer([secret](const Ssh::SecretRequest &) { return QStringList{secret}; })
    {
    }

    /** The person thinks until answerPending() or dropPending(). */
    void setThinking(bool on) { m_thinking = on; }
    void setTrusting(bool on) { m_trusting = on; }

    void askSecret(const Ssh::SecretRequest &request, Ssh::Reply<QStringList> reply) override
    {
        const QMutexLocker locker(&m_mutex);
        m_requests += request;
        if (m_thinking) {
            m_pending.push_back(std::move(reply));
        } else if (const Answers answers = m_answer ? m_answer(request) : std::nullopt) {
            reply.give(*answers);
        }
    }
    void secretTried(const Ssh::SecretRequest &, bool wasRight) override
    {
        const QMutexLocker locker(&m_mutex);
        m_verdicts += wasRight;
    }
    void decideHostKey(const Ssh::HostKeyQuestion &question, Ssh::Reply<void> reply) override
    {
        const QMutexLocker locker(&m_mutex);
        m_questions += question;
        if (m_thinking) {
            m_decisions.push_back(std::move(reply));
        } else if (m_trusting) {
            reply.give({});
        }
    }

    [[nodiscard]] QList<Ssh::SecretRequest> requests() const
    {
        const QMutexLocker locker(&m_mutex);
        return m_requests;
    }
    [[nodiscard]] QList<bool> verdicts() const
    {
        const QMutexLocker locker(&m_mutex);
        return m_verdicts;
    }
    [[nodiscard]] QList<Ssh::HostKeyQuestion> questions() const
    {
        const QMutexLocker locker(&m_mutex);
        return m_questions;
    }
    void answerPending(const QStringList &answers)
    {
        const QMutexLocker locker(&m_mutex);
        for (auto &reply : std::exchange(m_pending, {})) {
            reply.give(answers);
        }
    }
    void decidePending(bool trust)
    {
        const QMutexLocker locker(&m_mutex);
        for (auto &reply : std::exchange(m_decisions, {})) {
            if (trust) {
                reply.give({});
            }
        }
    }

private:
    mutable QMutex m_mutex;
    Answer m_answer;
    std::atomic<bool> m_thinking = false;
    std::atomic<bool> m_trusting = false;
    QList<Ssh::SecretRequest> m_requests;
    QList<bool> m_verdicts;
    QList<Ssh::HostKeyQuestion> m_questions;
    std::vector<Ssh::Reply<QStringList>> m_pending;
    std::vector<Ssh::Reply<void>> m_decisions;
};

} // namespace Atelier::Test
