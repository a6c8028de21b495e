// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/node/files/faultlist.h"
#include "backend/node/files/root.h"
#include "backend/node/pack/packreader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Atelier::Node {

/** What an unpacker does where something is already. */
enum class Existing : std::uint8_t { Replace, Keep };

/**
 * Writes a packed stream below a folder. Nothing is written elsewhere, whatever the stream and the
 * folder hold: no link is followed, and links that would lead out are refused. Files come under a
 * temporary name and get theirs when they are whole; set-id and sticky bits are dropped, and the
 * umask holds. What fails is told per entry.
 */
class Unpacker final : public PackVisitor
{
public:
    Unpacker(const Root &folder, Existing existing);
    Unpacker(const Unpacker &) = delete;
    Unpacker &operator=(const Unpacker &) = delete;
    /** Removes a file that was begun and not ended. */
    ~Unpacker() override;

    [[nodiscard]] Outcome<void> add(std::string_view bytes);
    /** After the last bytes: gives folders their modes and times. Protocol when the end is missing.
     */
    [[nodiscard]] Outcome<void> finish();

    [[nodiscard]] const FaultList &faults() const { return m_faults; }
    [[nodiscard]] const PackTotals &totals() const { return m_reader.totals(); }

    void folder(const PackEntry &entry) override;
    void link(const PackEntry &entry) override;
    void beginFile(const PackEntry &entry) override;
    void fileData(std::string_view bytes) override;
    void endFile(const Outcome<void> &outcome) override;
    void leftOut(Fault fault) override;

private:
    struct Folder
    {
        std::string path;
        std::uint32_t mode;
        std::int64_t modified;
    };

    /** The folder that @p path lies in; -1 after a fault. */
    [[nodiscard]] int parentOf(const std::string &path);
    [[nodiscard]] std::string temporaryName();
    void fail(int error, const std::string &path);
    void publish();
    void dropFile();
    [[nodiscard]] int rename(int parent, const char *from, const char *to) const;

    const Root &m_folder;
    const Existing m_existing;
    const std::uint32_t m_allowed; ///< mode bits that the umask leaves
    PackReader m_reader;
    FaultList m_faults;
    std::vector<Folder> m_folders;
    std::optional<std::string> m_parentPath;
    UniqueFd m_parent;
    PackEntry m_entry; ///< the file that is being written
    UniqueFd m_file;
    std::string m_temporary;
    std::uint64_t m_counter = 0;
    bool m_isFull = false;
};

} // namespace Atelier::Node
