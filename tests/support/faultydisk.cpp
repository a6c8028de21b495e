// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultydisk.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QMutex>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace Atelier::Test::FaultyDisk {

namespace {

using namespace Qt::StringLiterals;
using Change = PowerLoss::Change;

constexpr qsizetype sectorSize = 512;

struct Disk
{
    QMutex mutex;
    QByteArray folder; ///< empty: nothing is watched
    QHash<int, QString> files;
    std::array<int, 3> counts{};
    Fault fault;
    bool failed = false;
    bool logging = false;
    int changes = 0;
    int cutAt = 0;
    bool cut = false;
    PowerLoss now;
    PowerLoss atCut;
};

Disk &theDisk()
{
    static Disk disk;
    return disk;
}

template<typename Function>
Function real(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/** Counts a call; the error that it has to fail with, or 0. */
int faultOf(Disk *disk, Call call)
{
    const int number = ++disk->counts.at(static_cast<size_t>(call));
    const Fault &fault = disk->fault;
    const bool fails = fault.error != 0 && fault.call == call
                       && (number == fault.number || (fault.lasting && number > fault.number));
    disk->failed = disk->failed || fails;
    return fails ? fault.error : 0;
}

void beforeChange(Disk *disk)
{
    if (disk->logging && ++disk->changes == disk->cutAt) {
        disk->atCut = disk->now;
        disk->cut = true;
    }
}

void apply(QMap<QString, QByteArray> *files, const Change &change)
{
    switch (change.kind) {
    case Change::Kind::Remove:
        files->remove(change.file);
        return;
    case Change::Kind::Create:
        files->insert(change.file, {});
        return;
    case Change::Kind::Resize:
        (*files)[change.file].resize(change.offset, '\0');
        return;
    case Change::Kind::Write: {
        QByteArray &content = (*files)[change.file];
        const qsizetype end = change.offset + change.data.size();
        if (content.size() < end) {
            content.resize(end, '\0');
        }
        content.replace(change.offset, change.data.size(), change.data);
        return;
    }
    }
}

void note(Disk *disk, const Change &change)
{
    // The shared-memory index is made anew at every start: no disk matters to it.
    if (disk->logging && !change.file.endsWith("-shm"_L1)) {
        beforeChange(disk);
        disk->now.pending.append(change);
    }
}

/** A folder's synchronisation makes the names in it durable, a file's its content and its name. */
void noteSync(Disk *disk, const QString &file)
{
    if (!disk->logging) {
        return;
    }
    beforeChange(disk);
    const bool isFolder = QFile::encodeName(file) == disk->folder;
    QList<Change> left;
    for (const Change &change : std::as_const(disk->now.pending)) {
        const bool isName = change.kind == Change::Kind::Create
                            || change.kind == Change::Kind::Remove;
        if (isFolder ? isName : change.file == file) {
            apply(&disk->now.durable, change);
        } else {
            left.append(change);
        }
    }
    disk->now.pending = left;
}

bool isWatched(const Disk &disk, const char *path)
{
    return !disk.folder.isEmpty() && QByteArrayView(path).startsWith(disk.folder);
}

} // namespace

void watch(const QString &folder)
{
    heal();
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    disk.folder = QFile::encodeName(folder);
}

void fail(const Fault &fault)
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    disk.fault = fault;
}

void heal()
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    disk.folder.clear();
    disk.counts = {};
    disk.fault = {};
    disk.failed = false;
    disk.logging = false;
}

int count(Call call)
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    return disk.counts.at(static_cast<size_t>(call));
}

bool hasFailed()
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    return disk.failed;
}

void cutPowerAt(int number)
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    disk.logging = true;
    disk.changes = 0;
    disk.cutAt = number;
    disk.cut = false;
    disk.now = {};
    disk.atCut = {};
    const QDir folder(QFile::decodeName(disk.folder));
    for (const QString &name : folder.entryList(QDir::Files)) {
        std::ifstream content(QFile::encodeName(folder.filePath(name)).constData(),
                              std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(content), {});
        disk.now.durable.insert(folder.filePath(name), QByteArray::fromStdString(bytes));
    }
}

bool wasCut()
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    return disk.cut;
}

PowerLoss lossAtCut()
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    return disk.atCut;
}

void PowerLoss::leaveBehind(const QString &folder, std::mt19937 &random) const
{
    QMap<QString, QByteArray> files = durable;
    std::vector<bool> kept(static_cast<size_t>(pending.size()));
    // None, all, or any of them.
    const auto mood = random() % 4;
    std::ranges::generate(kept, [&] { return mood == 1 || (mood > 1 && random() % 2 == 0); });
    // A file's content does not outlive that its name came and went.
    for (qsizetype index = pending.size() - 1; index >= 0; --index) {
        const Change &change = pending[index];
        for (qsizetype later = index + 1;
             change.kind != Change::Kind::Write && later < pending.size();
             ++later) {
            if (kept[static_cast<size_t>(later)] && pending[later].file == change.file) {
                kept[static_cast<size_t>(index)] = true;
            }
        }
    }
    for (qsizetype index = 0; index < pending.size(); ++index) {
        Change change = pending[index];
        if (!kept[static_cast<size_t>(index)]) {
            continue;
        }
        const qsizetype sectors = change.data.size() / sectorSize;
        if (mood == 3 && sectors > 1 && random() % 2 == 0) {
            change.data.truncate(sectorSize
                                 * (1 + static_cast<qsizetype>(random() % (sectors - 1))));
        }
        apply(&files, change);
    }
    for (const auto &[path, content] : files.asKeyValueRange()) {
        QFile file(QString(folder + u'/' + path.section(u'/', -1)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("The folder after the loss can't be written.");
        }
    }
}

// NOLINTBEGIN(readability-*, modernize-*): the C library's own names and shapes

extern "C" {

int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    static const auto next = real<int (*)(const char *, int, ...)>("open64");
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    if (!isWatched(disk, path)) {
        return next(path, flags, mode);
    }
    if (const int error = faultOf(&disk, Call::Open); error != 0) {
        errno = error;
        return -1;
    }
    struct stat status = {};
    const bool made = (flags & O_CREAT) != 0 && ::stat(path, &status) != 0;
    const int descriptor = next(path, flags, mode);
    if (descriptor >= 0) {
        const QString file = QFile::decodeName(path);
        disk.files.insert(descriptor, file);
        if (made) {
            note(&disk, {.file = file, .kind = PowerLoss::Change::Kind::Create});
        }
    }
    return descriptor;
}

int close(int descriptor)
{
    static const auto next = real<int (*)(int)>("close");
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    disk.files.remove(descriptor);
    return next(descriptor);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset)
{
    static const auto next = real<ssize_t (*)(int, const void *, size_t, off64_t)>("pwrite64");
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    if (disk.folder.isEmpty() || !disk.files.contains(descriptor)) {
        return next(descriptor, bytes, size, offset);
    }
    if (const int error = faultOf(&disk, Call::Write); error != 0) {
        errno = error;
        return -1;
    }
    note(&disk,
         {.file = disk.files.value(descriptor),
          .kind = PowerLoss::Change::Kind::Write,
          .offset = offset,
          .data = QByteArray(static_cast<const char *>(bytes), static_cast<qsizetype>(size))});
    return next(descriptor, bytes, size, offset);
}

int ftruncate64(int descriptor, off64_t size) noexcept
{
    static const auto next = real<int (*)(int, off64_t)>("ftruncate64");
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    if (!disk.folder.isEmpty() && disk.files.contains(descriptor)) {
        if (const int error = faultOf(&disk, Call::Write); error != 0) {
            errno = error;
            return -1;
        }
        note(&disk,
             {.file = disk.files.value(descriptor),
              .kind = PowerLoss::Change::Kind::Resize,
              .offset = size});
    }
    return next(descriptor, size);
}

/** What is synchronised need not reach the real disk, whose power stays on. */
int fdatasync(int descriptor)
{
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    if (disk.folder.isEmpty() || !disk.files.contains(descriptor)) {
        return 0;
    }
    if (const int error = faultOf(&disk, Call::Sync); error != 0) {
        errno = error;
        return -1;
    }
    noteSync(&disk, disk.files.value(descriptor));
    return 0;
}

int fsync(int descriptor)
{
    return fdatasync(descriptor);
}

/** What is renamed here was synchronised before; the new name counts at once. */
int rename(const char *from, const char *to) noexcept
{
    static const auto next = real<int (*)(const char *, const char *)>("rename");
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    const int result = next(from, to);
    if (result == 0 && disk.logging && isWatched(disk, from)) {
        const QString file = QFile::decodeName(from);
        const QByteArray content = disk.now.durable.take(file);
        disk.now.durable.insert(QFile::decodeName(to), content);
        disk.now.pending.removeIf([&file](const Change &change) { return change.file == file; });
    }
    return result;
}

int unlink(const char *path) noexcept
{
    static const auto next = real<int (*)(const char *)>("unlink");
    Disk &disk = theDisk();
    const QMutexLocker lock(&disk.mutex);
    const int result = next(path);
    if (result == 0 && isWatched(disk, path)) {
        note(&disk, {.file = QFile::decodeName(path), .kind = PowerLoss::Change::Kind::Remove});
    }
    return result;
}
}
// NOLINTEND(readability-*, modernize-*)

} // namespace Atelier::Test::FaultyDisk
