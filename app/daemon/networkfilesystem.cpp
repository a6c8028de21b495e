// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/networkfilesystem.h"

#include <QFile>
#include <QStorageInfo>

#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

struct RemoteKind
{
    quint32 magic;
    const char *name;
};

// statfs(2); those that linux/magic.h lacks by their number.
constexpr std::array remoteKinds{
    RemoteKind{.magic = NFS_SUPER_MAGIC, .name = "NFS"},
    RemoteKind{.magic = SMB_SUPER_MAGIC, .name = "SMB"},
    RemoteKind{.magic = CIFS_SUPER_MAGIC, .name = "SMB"},
    RemoteKind{.magic = SMB2_SUPER_MAGIC, .name = "SMB"},
    RemoteKind{.magic = NCP_SUPER_MAGIC, .name = "NCP"},
    RemoteKind{.magic = CODA_SUPER_MAGIC, .name = "Coda"},
    RemoteKind{.magic = AFS_SUPER_MAGIC, .name = "AFS"},
    RemoteKind{.magic = AFS_FS_MAGIC, .name = "AFS"},
    RemoteKind{.magic = V9FS_MAGIC, .name = "9P"},
    RemoteKind{.magic = CEPH_SUPER_MAGIC, .name = "Ceph"},
    RemoteKind{.magic = 0x0BD00BD0, .name = "Lustre"},
    RemoteKind{.magic = 0x47504653, .name = "GPFS"},
};

/** A program serves it; some of these only put another face on this computer's own disk. */
QString fuseKindAt(const QString &folder)
{
    static constexpr std::array localKinds{"fuseblk",
                                           "fuse.bindfs",
                                           "fuse.cryfs",
                                           "fuse.encfs",
                                           "fuse.fuse-overlayfs",
                                           "fuse.gocryptfs",
                                           "fuse.mergerfs"};
    const QByteArray type = QStorageInfo(folder).fileSystemType();
    const bool isLocal = std::ranges::any_of(localKinds,
                                             [&type](const char *kind) { return type == kind; });
    if (isLocal) {
        return {};
    }
    return type.startsWith("fuse.") ? QString::fromLatin1(type.mid(5)) : u"FUSE"_s;
}

} // namespace

QString networkFileSystemAt(const QString &folder)
{
    struct statfs status = {};
    if (::statfs(QFile::encodeName(folder).constData(), &status) != 0) {
        return {};
    }
    const auto magic = static_cast<quint32>(status.f_type);
    if (magic == FUSE_SUPER_MAGIC) {
        return fuseKindAt(folder);
    }
    const auto kind = std::ranges::find(remoteKinds, magic, &RemoteKind::magic);
    return kind == remoteKinds.end() ? QString() : QString::fromLatin1(kind->name);
}

} // namespace Atelier::Daemon
