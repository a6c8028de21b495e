// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/folderreader.h"
#include "backend/node/pack/packer.h"

#include <fcntl.h>

namespace Atelier::Node {

namespace {

void count(const FileRow &row, PackTotals *totals, std::vector<std::string> *folders)
{
    ++totals->entries;
    if (row.kind == FileKind::File) {
        totals->bytes += row.size;
    } else if (row.kind == FileKind::Folder) {
        folders->push_back(row.path);
    }
}

} // namespace

PackTotals measure(const Root &folder,
                   const std::vector<std::string> &paths,
                   const std::stop_token &stop)
{
    PackTotals totals;
    std::vector<std::string> folders;
    if (paths.empty()) {
        folders.emplace_back();
    }
    for (const std::string &path : paths) {
        const auto entry = folder.openBeneath(path, O_PATH | O_NOFOLLOW);
        if (const auto row = entry ? rowOf(entry->get(), "", path)
                                   : Outcome<FileRow>(std::unexpected(entry.error()))) {
            count(*row, &totals, &folders);
        }
    }
    while (!folders.empty() && !stop.stop_requested()) {
        const std::string path = std::move(folders.back());
        folders.pop_back();
        auto opened = folder.openFolder(path, Links::Refuse);
        if (!opened) {
            continue;
        }
        FolderReader reader(*std::move(opened));
        while (const auto name = reader.next()) {
            std::string below = path;
            below.append(below.empty() ? "" : "/").append(*name);
            if (const auto row = rowOf(
                    reader.descriptor(), std::string(*name).c_str(), std::move(below))) {
                count(*row, &totals, &folders);
            }
        }
    }
    return totals;
}

} // namespace Atelier::Node
