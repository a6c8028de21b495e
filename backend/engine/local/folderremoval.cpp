// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/folderremoval.h"

#include <QCoreApplication>
#include <QFile>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace Atelier::Engine {

namespace {

/** Levels that are open at a time; what lies deeper is brought up first. */
constexpr int mostLevels = 50;

struct CloseFolder
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

OpenFolder openFolder(int parent, const char *name)
{
    const int descriptor = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) {
        return {};
    }
    OpenFolder folder(::fdopendir(descriptor));
    if (!folder) {
        ::close(descriptor);
    }
    return folder;
}

std::vector<std::string> entriesOf(DIR *folder)
{
    std::vector<std::string> names;
    ::rewinddir(folder);
    while (const dirent *entry = ::readdir(folder)) {
        const char *name = &entry->d_name[0];
        if (std::strcmp(name, ".") != 0 && std::strcmp(name, "..") != 0) {
            names.emplace_back(name);
        }
    }
    return names;
}

/** Works with names relative to open folders only, since a path has at most 4096 bytes. */
class FolderRemover final
{
public:
    /** What stopped it first: an error number and where; 0 when all is gone. */
    int fault = 0;
    std::string where = {};

    void remove(const QByteArray &path)
    {
        const OpenFolder top = openReadably(AT_FDCWD, path.constData());
        if (!top) {
            note(path.constData());
            return;
        }
        m_top = ::dirfd(top.get());
        do {
            m_broughtUp = false;
            empty(top.get(), 1);
        } while (m_broughtUp && fault == 0);
        if (fault == 0 && ::rmdir(path.constData()) != 0) {
            note(path.constData());
        }
    }

private:
    void note(const std::string &name)
    {
        if (fault == 0 && errno != ENOENT) {
            fault = errno;
            where = name;
        }
    }

    /** Its entries can be listed and removed only where we may read and write. */
    static OpenFolder openReadably(int parent, const char *name)
    {
        OpenFolder folder = openFolder(parent, name);
        if (!folder && errno == EACCES && ::fchmodat(parent, name, S_IRWXU, 0) == 0) {
            folder = openFolder(parent, name);
        }
        struct stat status{};
        if (folder && ::fstat(::dirfd(folder.get()), &status) == 0
            && (status.st_mode & S_IRWXU) != S_IRWXU) {
            // One of somebody else's stays as it is; what is in it says so then.
            [[maybe_unused]] const int changed = ::fchmod(::dirfd(folder.get()), S_IRWXU);
        }
        return folder;
    }

    // NOLINTNEXTLINE(misc-no-recursion): no deeper than mostLevels
    void empty(DIR *folder, int level)
    {
        const int parent = ::dirfd(folder);
        for (const std::string &name : entriesOf(folder)) {
            if (::unlinkat(parent, name.c_str(), 0) == 0) {
                continue;
            }
            if (errno != EISDIR) {
                note(name);
                continue;
            }
            const OpenFolder below = openReadably(parent, name.c_str());
            if (!below) {
                note(name);
            } else if (level >= mostLevels) {
                bringUp(parent, name);
            } else {
                empty(below.get(), level + 1);
                if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOTEMPTY) {
                    note(name);
                }
            }
        }
    }

    void bringUp(int parent, const std::string &name)
    {
        const std::string above = ".removed-" + std::to_string(++m_number);
        // A name that is taken there, by an earlier attempt, is taken by a folder with something
        // in it.
        if (::renameat(parent, name.c_str(), m_top, above.c_str()) == 0 || errno == ENOTEMPTY
            || errno == EEXIST) {
            m_broughtUp = true;
        } else {
            note(name);
        }
    }

    int m_top = -1;
    int m_number = 0;
    bool m_broughtUp = false;
};

} // namespace

Result<void> removeFolder(const QString &path)
{
    FolderRemover remover;
    remover.remove(QFile::encodeName(path));
    if (remover.fault == 0) {
        return {};
    }
    const QString name = QFile::decodeName(QByteArray::fromStdString(remover.where));
    return failure(
        {.code = Error::Code::PermissionDenied,
         .message = QCoreApplication::translate("Atelier::Engine", "“%1” could not be removed: %2.")
                        .arg(name == path ? path : path + u"/…/" + name,
                             QString::fromLocal8Bit(std::strerror(remover.fault)))});
}

} // namespace Atelier::Engine
