// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/replies.h"

#include "backend/node/protocol/filerow.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/faulterror.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace Atelier::NodeClient {

namespace {

FileEntry entryFrom(Node::FileRow &&row)
{
    return {.path = QByteArray::fromStdString(row.path),
            .kind = static_cast<EntryKind>(row.kind),
            .mode = row.mode,
            .size = row.size,
            .modified = row.modified,
            .target = QByteArray::fromStdString(row.target)};
}

Result<FileEntries> entriesFrom(std::string_view bytes)
{
    auto rows = Node::rowsIn(bytes);
    if (!rows) {
        return failure(brokenNode(QString::fromStdString(rows.error().message)));
    }
    FileEntries entries;
    entries.reserve(static_cast<qsizetype>(rows->size()));
    for (Node::FileRow &row : *rows) {
        entries.append(entryFrom(std::move(row)));
    }
    return entries;
}

quint64 countIn(const nlohmann::json &json, const char *name)
{
    return static_cast<quint64>(std::max(Node::numberIn(json, name).value_or(0), std::int64_t{0}));
}

QJsonObject objectFrom(const nlohmann::json &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(Node::payloadOf(json))).object();
}

} // namespace

EntriesResult entriesResultFrom(const nlohmann::json &json)
{
    EntriesResult result{.entries = countIn(json, "entries"),
                         .bytes = countIn(json, "bytes"),
                         .faultCount = countIn(json, "faultCount")};
    const auto faults = json.find("faults");
    if (faults != json.end() && faults->is_array()) {
        for (const nlohmann::json &fault : *faults) {
            if (result.faults.size() < 100) {
                result.faults.append(errorFrom(Node::faultFrom(fault)));
            }
        }
    }
    return result;
}

ListReply::ListReply(std::shared_ptr<Poster> poster, FileAccess::BatchHandler onBatch)
    : m_poster(std::move(poster))
    , m_onBatch(std::make_shared<FileAccess::BatchHandler>(std::move(onBatch)))
{
}

Result<void> ListReply::data(std::string_view bytes)
{
    auto entries = entriesFrom(bytes);
    if (!entries) {
        return failure(std::move(entries).error());
    }
    m_rows += static_cast<quint64>(entries->size());
    if (m_rows > mostRows) {
        return failure({.code = Error::Code::Exhausted,
                        .message = QCoreApplication::translate(
                            "NodeClient",
                            "The folder holds more than 10 million entries; no more are listed.")});
    }
    if (*m_onBatch) {
        m_poster->post(
            [onBatch = m_onBatch, entries = *std::move(entries)] { (*onBatch)(entries); });
    }
    return {};
}

void ListReply::whenTaken(const std::function<void()> &done)
{
    if (*m_onBatch) {
        m_poster->post(done);
    } else {
        done();
    }
}

Result<EntriesResult> ListReply::resultFrom(const nlohmann::json &json)
{
    EntriesResult result = entriesResultFrom(json);
    if (result.entries != m_rows) {
        return failure(brokenNode(
            QStringLiteral("%1 entries announced, %2 came").arg(result.entries).arg(m_rows)));
    }
    return result;
}

Result<void> StatReply::data(std::string_view bytes)
{
    auto entries = entriesFrom(bytes);
    if (!entries) {
        return failure(std::move(entries).error());
    }
    m_entries = *std::move(entries);
    return {};
}

Result<FileEntry> StatReply::resultFrom(const nlohmann::json &)
{
    if (m_entries.size() != 1) {
        return failure(brokenNode(QStringLiteral("not one row for stat")));
    }
    FileEntry entry = m_entries.first();
    entry.path.clear();
    return entry;
}

Result<void> DigestReply::item(const nlohmann::json &json)
{
    if (m_digests.size() >= m_paths.size()) {
        return failure(brokenNode(QStringLiteral("more digests than files")));
    }
    const QByteArray &path = m_paths.at(m_digests.size());
    const QByteArray digest = QByteArray::fromStdString(
        Node::textIn(json, "sha256").value_or(std::string()));
    const auto fault = json.find("fault");
    if (fault != json.end()) {
        m_digests.append(
            {.path = path, .digest = failure(errorFrom(Node::faultFrom(*fault), path))});
        return {};
    }
    const bool isDigest = digest.size() == 64 && std::ranges::all_of(digest, [](char c) {
                              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                          });
    if (!isDigest) {
        return failure(brokenNode(QStringLiteral("a digest that is none")));
    }
    m_digests.append({.path = path, .digest = digest});
    return {};
}

Result<QList<FileDigest>> DigestReply::resultFrom(const nlohmann::json &)
{
    if (m_digests.size() != m_paths.size()) {
        return failure(brokenNode(QStringLiteral("fewer digests than files")));
    }
    return m_digests;
}

JsonReply::JsonReply(std::shared_ptr<Poster> poster, ItemHandler onItem)
    : m_poster(std::move(poster))
    , m_onItem(std::make_shared<ItemHandler>(std::move(onItem)))
{
}

Result<void> JsonReply::item(const nlohmann::json &json)
{
    if (*m_onItem) {
        m_poster->post([onItem = m_onItem, object = objectFrom(json)] { (*onItem)(object); });
    }
    return {};
}

void JsonReply::whenTaken(const std::function<void()> &done)
{
    if (*m_onItem) {
        m_poster->post(done);
    } else {
        done();
    }
}

Result<QJsonObject> JsonReply::resultFrom(const nlohmann::json &json)
{
    return objectFrom(json);
}

} // namespace Atelier::NodeClient
