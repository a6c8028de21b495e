// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/remoteprocesshandle.h"

#include "backend/ssh/execchannel.h"
#include "backend/ssh/mailbox.h"

#include <atomic>

namespace Atelier::Ssh {

namespace {

/** So much output may be on its way to the caller's thread; then the command is held back. */
constexpr qsizetype deliveryLimit = qsizetype{1024} * 1024;

/** Bytes posted and not yet delivered; shared by the two threads. */
struct Delivery
{
    std::atomic<qsizetype> pending{0};
    std::shared_ptr<TaskDesk> desk;

    void delivered(qsizetype count)
    {
        const qsizetype before = pending.fetch_sub(count);
        if (before >= deliveryLimit && before - count < deliveryLimit) {
            desk->wake();
        }
    }
};

/** Posts what the command says to the handle. */
class PostingSink final : public ExecSink
{
public:
    PostingSink(RemoteProcessHandle *handle,
                std::shared_ptr<Mailbox> mailbox,
                std::shared_ptr<TaskDesk> desk)
        : m_handle(handle)
        , m_mailbox(std::move(mailbox))
        , m_delivery(std::make_shared<Delivery>())
    {
        m_delivery->desk = std::move(desk);
    }

    void started() override
    {
        m_mailbox->post([handle = m_handle] { Q_EMIT handle->started(); });
    }

    bool output(const QByteArray &data) override
    {
        m_delivery->pending += data.size();
        m_mailbox->post([handle = m_handle, data, delivery = m_delivery] {
            delivery->delivered(data.size());
            Q_EMIT handle->readyOutput(data);
        });
        return true;
    }

    bool errorOutput(const QByteArray &data) override
    {
        m_delivery->pending += data.size();
        m_mailbox->post([handle = m_handle, data, delivery = m_delivery] {
            delivery->delivered(data.size());
            Q_EMIT handle->readyError(data);
        });
        return true;
    }

    [[nodiscard]] bool hasRoom() const override { return m_delivery->pending < deliveryLimit; }

    void finished(int exitStatus, const QString &signal) override
    {
        m_mailbox->post([handle = m_handle, exitStatus, signal] {
            Q_EMIT handle->finished(exitStatus, signal);
        });
    }

    void failed(const Error &error) override
    {
        m_mailbox->post([handle = m_handle, error] { Q_EMIT handle->failed(error); });
    }

private:
    RemoteProcessHandle *m_handle; ///< used only in calls that the mailbox lets through
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<Delivery> m_delivery;
};

} // namespace

RemoteProcessHandle::RemoteProcessHandle(const QString &command,
                                         const std::shared_ptr<TaskDesk> &desk)
    : m_mailbox(std::make_shared<Mailbox>(this))
    , m_channel(std::make_shared<ExecChannel>(
          command,
          std::chrono::milliseconds(0),
          std::stop_token(),
          [desk] { desk->wake(); },
          std::make_unique<PostingSink>(this, m_mailbox, desk)))
{
    desk->submit(m_channel);
}

RemoteProcessHandle::~RemoteProcessHandle()
{
    m_mailbox->close();
    m_channel->abandon();
}

void RemoteProcessHandle::write(const QByteArray &data)
{
    m_channel->write(data);
}

void RemoteProcessHandle::closeInput()
{
    m_channel->closeInput();
}

} // namespace Atelier::Ssh
