// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/transfer.h"

#include <QString>

namespace Atelier::NodeClient {

/** What is packed here is unpacked by a node. */
class UploadTransfer final : public Transfer
{
public:
    UploadTransfer(std::shared_ptr<Poster> poster,
                   nlohmann::json request,
                   QString localFolder,
                   const TransferOptions &options);
    UploadTransfer(const UploadTransfer &) = delete;
    UploadTransfer &operator=(const UploadTransfer &) = delete;
    ~UploadTransfer() override;

protected:
    [[nodiscard]] Result<EntriesResult> run(NodeLink &link) override;

private:
    nlohmann::json m_request;
    QString m_localFolder;
};

} // namespace Atelier::NodeClient
