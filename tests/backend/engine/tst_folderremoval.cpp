// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/folderremoval.h"
#include "backend/engine/local/nodefolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Atelier;
using namespace Atelier::Engine;

class FolderRemovalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void removesWhatIsReadOnlyAndFollowsNoLink()
    {
        const QTemporaryDir folder;
        const QString victim = folder.filePath(QStringLiteral("node"));
        write(folder, QStringLiteral("outside/kept"), "kept");
        write(folder, QStringLiteral("node/a/b/c"), "c");
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("outside")),
                            victim + QStringLiteral("/link")));
        QVERIFY(QFile::setPermissions(victim + QStringLiteral("/a/b"),
                                      QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        QVERIFY(QFile::setPermissions(victim + QStringLiteral("/a"), QFileDevice::Permissions()));
        QVERIFY(removeFolder(victim));
        QVERIFY(!QDir(victim).exists());
        QCOMPARE(contentOf(folder.filePath(QStringLiteral("outside/kept"))), "kept");
        QVERIFY(removeFolder(victim)); // gone already: no error
    }

    void removesWhatLiesDeeperThanAPathCanSay()
    {
        const QTemporaryDir folder;
        const QString victim = folder.filePath(QStringLiteral("node"));
        write(folder, QStringLiteral("node/.removed-1/kept"), "a name that the removal may want");
        constexpr int levels = 400; // of 101 bytes each, where a path may have 4096
        QVERIFY(makeDeep(victim, levels));
        const auto removed = removeFolder(victim);
        QVERIFY2(removed, qPrintable(removed ? QString() : removed.error().message));
        QVERIFY(!QDir(victim).exists());
    }

    void namesWhatItCouldNotRemove()
    {
        if (::geteuid() == 0) {
            QSKIP("The superuser may remove everything.");
        }
        const QTemporaryDir folder;
        const QString outer = folder.filePath(QStringLiteral("outer"));
        write(folder, QStringLiteral("outer/node/file"), "x");
        QVERIFY(QFile::setPermissions(outer, QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        const auto removed = removeFolder(outer + QStringLiteral("/node"));
        QVERIFY(!removed);
        QVERIFY2(removed.error().message.contains(QStringLiteral("outer/node")),
                 qPrintable(removed.error().message));
        QVERIFY(QFile::setPermissions(
            outer, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
    }

private:
    /** Folders in one another, with a file in each. */
    static bool makeDeep(const QString &path, int levels)
    {
        const QByteArray name(100, 'd');
        int folder = ::open(QFile::encodeName(path).constData(), O_DIRECTORY | O_CLOEXEC);
        for (int level = 0; folder >= 0 && level < levels; ++level) {
            const int file = ::openat(folder, "file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
            ::close(file);
            const bool made = file >= 0 && ::mkdirat(folder, name.constData(), 0500) == 0
                              && ::fchmodat(folder, name.constData(), 0700, 0) == 0;
            const int next = made ? ::openat(folder, name.constData(), O_DIRECTORY | O_CLOEXEC)
                                  : -1;
            ::close(folder);
            folder = next;
        }
        return folder >= 0 && ::close(folder) == 0;
    }

    static void write(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
    {
        const QString path = folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(writeFile(path, content, readableByAll));
    }
};

QTEST_GUILESS_MAIN(FolderRemovalTest)
#include "tst_folderremoval.moc"
