// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/request.h"

#include "backend/sftp/errors.h"

namespace Atelier::Sftp {

bool Request::await_ready()
{
    if (m_work->isStopped()) {
        m_result = failure(cancelledError());
        return true;
    }
    if (const auto error = m_channel->error()) {
        m_result = failure(*error);
        return true;
    }
    return false;
}

void Request::await_suspend(std::coroutine_handle<> handle)
{
    m_handle = handle;
    m_channel->send(this);
}

void Request::complete(Result<Reply> result)
{
    m_result = std::move(result);
    m_handle.resume();
}

} // namespace Atelier::Sftp
