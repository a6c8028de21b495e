// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/fileaccess.h"
#include "backend/nodeclient/poster.h"
#include "backend/nodeclient/promisereply.h"

#include <QJsonObject>

#include <functional>
#include <memory>

namespace Atelier::NodeClient {

/** {"entries":…,"bytes":…,"faults":[…],"faultCount":…} */
[[nodiscard]] EntriesResult entriesResultFrom(const nlohmann::json &json);

/** The rows of a listing, handed on as they come. */
class ListReply final : public PromiseReply<EntriesResult>
{
public:
    ListReply(std::shared_ptr<Poster> poster, FileAccess::BatchHandler onBatch);
    [[nodiscard]] Result<void> data(std::string_view bytes) override;
    void whenTaken(const std::function<void()> &done) override;

protected:
    [[nodiscard]] Result<EntriesResult> resultFrom(const nlohmann::json &json) override;

private:
    /** A node that never ends must not fill the memory. */
    static constexpr quint64 mostRows = 10'000'000;

    std::shared_ptr<Poster> m_poster;
    std::shared_ptr<FileAccess::BatchHandler> m_onBatch;
    quint64 m_rows = 0;
};

class StatReply final : public PromiseReply<FileEntry>
{
public:
    [[nodiscard]] Result<void> data(std::string_view bytes) override;

protected:
    [[nodiscard]] Result<FileEntry> resultFrom(const nlohmann::json &json) override;

private:
    FileEntries m_entries;
};

class DigestReply final : public PromiseReply<QList<FileDigest>>
{
public:
    explicit DigestReply(QList<QByteArray> paths)
        : m_paths(std::move(paths))
    {
    }
    [[nodiscard]] Result<void> item(const nlohmann::json &json) override;
    /** Of a large file nothing is heard for long. */
    [[nodiscard]] bool isUrgent() const override { return true; }

protected:
    [[nodiscard]] Result<QList<FileDigest>> resultFrom(const nlohmann::json &json) override;

private:
    QList<QByteArray> m_paths;
    QList<FileDigest> m_digests;
};

/** Any request whose items and result are JSON. */
class JsonReply final : public PromiseReply<QJsonObject>
{
public:
    using ItemHandler = std::function<void(const QJsonObject &)>;

    JsonReply(std::shared_ptr<Poster> poster, ItemHandler onItem);
    [[nodiscard]] Result<void> item(const nlohmann::json &json) override;
    void whenTaken(const std::function<void()> &done) override;

protected:
    [[nodiscard]] Result<QJsonObject> resultFrom(const nlohmann::json &json) override;

private:
    std::shared_ptr<Poster> m_poster;
    std::shared_ptr<ItemHandler> m_onItem;
};

} // namespace Atelier::NodeClient
