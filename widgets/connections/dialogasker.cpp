// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/dialogasker.h"

#include "widgets/connections/questiondesk.h"

namespace Atelier::Connections {

DialogAsker::DialogAsker(QuestionDesk *desk)
    : m_desk(desk)
{
}

DialogAsker::~DialogAsker() = default;

template<typename Function>
void DialogAsker::post(Function function)
{
    const QMutexLocker lock(&m_mutex);
    if (m_desk != nullptr) {
        QMetaObject::invokeMethod(
            m_desk,
            [desk = m_desk, function = std::move(function)] { function(desk); },
            Qt::QueuedConnection);
    }
}

void DialogAsker::askSecret(const Ssh::SecretRequest &request, Ssh::Reply<QStringList> reply)
{
    // Shared, because an event's function is copied; dropped with the desk, it says Cancelled.
    auto shared = std::make_shared<Ssh::Reply<QStringList>>(std::move(reply));
    post([request, shared](QuestionDesk *desk) { desk->askSecret(request, shared); });
}

void DialogAsker::secretTried(const Ssh::SecretRequest &request, bool wasRight)
{
    post([request, wasRight](QuestionDesk *desk) { desk->secretTried(request, wasRight); });
}

void DialogAsker::decideHostKey(const Ssh::HostKeyQuestion &question, Ssh::Reply<void> reply)
{
    auto shared = std::make_shared<Ssh::Reply<void>>(std::move(reply));
    post([question, shared](QuestionDesk *desk) { desk->decideHostKey(question, shared); });
}

void DialogAsker::forgetDesk()
{
    const QMutexLocker lock(&m_mutex);
    m_desk = nullptr;
}

} // namespace Atelier::Connections
