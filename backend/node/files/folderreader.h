// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"
#include "backend/node/protocol/filerow.h"
#include "backend/node/protocol/outcome.h"

#include <dirent.h>
#include <sys/stat.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace Atelier::Node {

/** Reads the entries of one folder in the file system's order. */
class FolderReader final
{
public:
    /** Takes @p folder, opened for reading. */
    explicit FolderReader(UniqueFd folder);

    /** The next name but "." and "..", valid until the next call; nothing at the end, or at an
     *  error, see error(). */
    [[nodiscard]] std::optional<std::string_view> next();
    /** An errno, 0 when all went well. */
    [[nodiscard]] int error() const { return m_error; }
    [[nodiscard]] int descriptor() const;

private:
    struct Closer
    {
        void operator()(DIR *folder) const { static_cast<void>(::closedir(folder)); }
    };

    std::unique_ptr<DIR, Closer> m_folder;
    int m_error = 0;
};

[[nodiscard]] FileKind fileKindFrom(mode_t mode);

/** The entry @p name of @p folder as a row, links not followed; its path is @p path. */
[[nodiscard]] Outcome<FileRow> rowOf(int folder, const char *name, std::string path);

} // namespace Atelier::Node
