// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/noderequest.h"
#include "backend/nodeclient/poster.h"

#include <QByteArray>

#include <functional>
#include <memory>

namespace Atelier::NodeClient {

/** The answer to a request that lasts, handed to an object's thread piece by piece. */
class StreamReply final : public NodeReply
{
public:
    struct Takers
    {
        std::function<void(const nlohmann::json &item)> item = {};
        std::function<void(const QByteArray &bytes)> data = {};
        std::function<void(const Result<nlohmann::json> &result)> end = {};
        /** Who takes data gives credit for it, so that no more of it waits than that. */
        bool grantsItself = false;
    };

    StreamReply(std::shared_ptr<Poster> poster, Takers takers)
        : m_poster(std::move(poster))
        , m_takers(std::make_shared<Takers>(std::move(takers)))
    {
    }

    [[nodiscard]] Result<void> item(const nlohmann::json &json) override
    {
        m_poster->post([takers = m_takers, json] {
            if (takers->item) {
                takers->item(json);
            }
        });
        return {};
    }

    [[nodiscard]] Result<void> data(std::string_view bytes) override
    {
        m_poster->post([takers = m_takers,
                        block = QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))] {
            if (takers->data) {
                takers->data(block);
            }
        });
        return {};
    }

    void end(const Result<nlohmann::json> &result) override
    {
        m_poster->post([takers = m_takers, result] {
            if (takers->end) {
                takers->end(result);
            }
        });
    }

    void whenTaken(const std::function<void()> &done) override { m_poster->post(done); }
    /** Of something that changes rarely nothing is heard for long. */
    [[nodiscard]] bool isUrgent() const override { return false; }
    [[nodiscard]] bool grantsItself() const override { return m_takers->grantsItself; }

private:
    std::shared_ptr<Poster> m_poster;
    std::shared_ptr<Takers> m_takers;
};

} // namespace Atelier::NodeClient
