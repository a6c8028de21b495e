// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/asker.h"

#include <QMutex>

namespace Atelier::Connections {

class QuestionDesk;

/** Brings the questions of the sessions' threads to a desk in the GUI thread. Any thread; without
 * its desk every question is cancelled. */
class DialogAsker final : public Ssh::Asker
{
public:
    explicit DialogAsker(QuestionDesk *desk);
    ~DialogAsker() override;

    void askSecret(const Ssh::SecretRequest &request, Ssh::Reply<QStringList> reply) override;
    void secretTried(const Ssh::SecretRequest &request, bool wasRight) override;
    void decideHostKey(const Ssh::HostKeyQuestion &question, Ssh::Reply<void> reply) override;

    /** The desk goes; after this call it is not touched any more. */
    void forgetDesk();

private:
    template<typename Function>
    void post(Function function);

    QMutex m_mutex;
    QuestionDesk *m_desk;
};

} // namespace Atelier::Connections
