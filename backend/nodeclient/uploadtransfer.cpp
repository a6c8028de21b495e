// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/uploadtransfer.h"

#include "backend/node/pack/packer.h"
#include "backend/nodeclient/blockqueue.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/replies.h"

#include <QFile>

#include <string>
#include <utility>
#include <vector>

namespace Atelier::NodeClient {

UploadTransfer::UploadTransfer(std::shared_ptr<Poster> poster,
                               nlohmann::json request,
                               QString localFolder,
                               const TransferOptions &options)
    : Transfer(std::move(poster), options)
    , m_request(std::move(request))
    , m_localFolder(std::move(localFolder))
{
    m_request["keepExisting"] = options.keepsExisting;
}

UploadTransfer::~UploadTransfer()
{
    stopAndWait();
}

Result<EntriesResult> UploadTransfer::run(NodeLink &link)
{
    const QByteArray folder = QFile::encodeName(m_localFolder);
    const auto root = Node::Root::open(folder.toStdString());
    if (!root) {
        return failure(errorFrom(root.error(), folder));
    }
    std::vector<std::string> paths;
    for (const QByteArray &path : options().paths) {
        paths.push_back(path.toStdString());
    }
    const quint64 total = options().onProgress ? Node::measure(*root, paths, stopToken()).bytes
                                               : quint64{0};
    const auto reply = std::make_shared<BlockQueue>();
    const std::uint32_t id = link.begin(m_request, reply);
    Node::PackWriter writer(
        [&](std::string_view bytes) { return link.sendData(id, bytes, stopToken()); });
    Node::Packer packer(*root, writer, stopToken());
    packer.setProgress([&](std::string_view, const Node::PackTotals &totals) {
        tellProgress({.bytes = totals.bytes, .totalBytes = total});
    });
    if (packer.run(paths)) {
        link.finish(id);
    }
    // When the node has ended it by itself, it says why here.
    const auto result = reply->result(stopToken());
    if (stopToken().stop_requested()) {
        link.cancel(id);
        return failure({.code = Error::Code::Cancelled, .message = {}});
    }
    return result ? Result<EntriesResult>(entriesResultFrom(*result)) : failure(result.error());
}

} // namespace Atelier::NodeClient
