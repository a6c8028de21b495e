// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/files/faultlist.h"
#include "backend/node/files/root.h"
#include "backend/node/pack/packwriter.h"
#include "backend/node/protocol/filerow.h"

#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Node {

/**
 * Packs what is below a folder, on a node or on the studio's side. What vanishes or changes
 * meanwhile, can't be read, or is neither file, folder nor link is left out and told: in the stream
 * and in faults(). A file that grows is taken as long as it was when it was opened.
 */
class Packer final
{
public:
    /** After each entry: its path and the bytes so far. */
    using Progress = std::function<void(std::string_view path, const PackTotals &totals)>;

    Packer(const Root &folder, PackWriter &writer, std::stop_token stop);

    void setProgress(Progress progress) { m_progress = std::move(progress); }
    /** Packs @p paths and what is in them; an empty list: all that is in the folder. Cancelled when
     *  the stream isn't wanted any more or a stop was requested. */
    [[nodiscard]] Outcome<void> run(const std::vector<std::string> &paths);
    [[nodiscard]] const FaultList &faults() const { return m_faults; }

private:
    [[nodiscard]] bool isWanted() const;
    void addPath(const std::string &path);
    void addParents(const std::string &path);
    void addEntry(int folder, const char *name, std::string path);
    void addFolder(const std::string &path);
    void addFile(int folder, const char *name, const std::string &path);
    void addContent(int file, std::uint64_t size);
    void leaveOut(Fault fault);

    const Root &m_folder;
    PackWriter &m_writer;
    std::stop_token m_stop;
    Progress m_progress;
    FaultList m_faults;
    std::vector<std::string> m_pending; ///< folders that are still to be read, the next one last
    std::set<std::string, std::less<>> m_parents;
    std::string m_block;
};

/** How much is below @p paths of @p folder, for a progress bar: files and bytes, as far as it can
 *  be seen. */
[[nodiscard]] PackTotals measure(const Root &folder,
                                 const std::vector<std::string> &paths,
                                 const std::stop_token &stop);

} // namespace Atelier::Node
