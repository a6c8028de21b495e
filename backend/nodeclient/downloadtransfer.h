// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/transfer.h"

#include <QString>

namespace Atelier::NodeClient {

/** What a node packs is unpacked here. */
class DownloadTransfer final : public Transfer
{
public:
    DownloadTransfer(std::shared_ptr<Poster> poster,
                     nlohmann::json request,
                     QString localFolder,
                     const TransferOptions &options);
    DownloadTransfer(const DownloadTransfer &) = delete;
    DownloadTransfer &operator=(const DownloadTransfer &) = delete;
    ~DownloadTransfer() override;

protected:
    [[nodiscard]] Result<EntriesResult> run(NodeLink &link) override;

private:
    nlohmann::json m_request;
    QString m_localFolder;
};

} // namespace Atelier::NodeClient
