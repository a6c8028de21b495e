// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/downloadtransfer.h"

#include "backend/node/pack/unpacker.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/blockqueue.h"
#include "backend/nodeclient/faulterror.h"

#include <QFile>

#include <algorithm>
#include <utility>

namespace Atelier::NodeClient {

namespace {

EntriesResult resultOf(const Node::Unpacker &unpacker)
{
    EntriesResult result{.entries = unpacker.totals().entries,
                         .bytes = unpacker.totals().bytes,
                         .faultCount = unpacker.faults().count};
    for (const Node::Fault &fault : unpacker.faults().first) {
        result.faults.append(errorFrom(fault));
    }
    return result;
}

} // namespace

DownloadTransfer::DownloadTransfer(std::shared_ptr<Poster> poster,
                                   nlohmann::json request,
                                   QString localFolder,
                                   const TransferOptions &options)
    : Transfer(std::move(poster), options)
    , m_request(std::move(request))
    , m_localFolder(std::move(localFolder))
{
    m_request["measure"] = static_cast<bool>(options.onProgress);
    if (!options.paths.isEmpty()) {
        m_request["paths"] = nlohmann::json::array();
        for (const QByteArray &path : options.paths) {
            m_request["paths"].push_back(Node::pathText(path.toStdString()));
        }
    }
}

DownloadTransfer::~DownloadTransfer()
{
    stopAndWait();
}

Result<EntriesResult> DownloadTransfer::run(NodeLink &link)
{
    const QByteArray folder = QFile::encodeName(m_localFolder);
    const auto root = Node::Root::open(folder.toStdString());
    if (!root) {
        return failure(errorFrom(root.error(), folder));
    }
    Node::Unpacker unpacker(
        *root, options().keepsExisting ? Node::Existing::Keep : Node::Existing::Replace);
    const auto blocks = std::make_shared<BlockQueue>();
    const std::uint32_t id = link.begin(m_request, blocks);
    while (const auto block = blocks->next(stopToken())) {
        if (const auto added = unpacker.add(*block); !added) {
            link.cancel(id);
            return failure(errorFrom(added.error(), folder));
        }
        link.grant(id, block->size());
        const std::int64_t total = Node::numberIn(blocks->lastItem(), "bytes").value_or(0);
        tellProgress({.bytes = unpacker.totals().bytes,
                      .totalBytes = static_cast<quint64>(std::max(total, std::int64_t{0}))});
    }
    if (stopToken().stop_requested()) {
        link.cancel(id);
        return failure({.code = Error::Code::Cancelled, .message = {}});
    }
    const auto result = blocks->result(stopToken());
    if (!result) {
        return failure(result.error());
    }
    if (const auto finished = unpacker.finish(); !finished) {
        return failure(errorFrom(finished.error(), folder));
    }
    return resultOf(unpacker);
}

} // namespace Atelier::NodeClient
