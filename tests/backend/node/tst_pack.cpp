// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/root.h"
#include "backend/node/pack/packer.h"
#include "backend/node/pack/packwriter.h"
#include "backend/node/pack/unpacker.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

#include <string>

using namespace Atelier::Node;

namespace {

bool put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

Root rootAt(const QString &path)
{
    auto root = Root::open(path.toStdString());
    if (!root) {
        qFatal("no root");
    }
    return *std::move(root);
}

/** A stream as a hostile writer may make it. */
std::string stream(const std::function<void(PackWriter &)> &write)
{
    std::string bytes;
    PackWriter writer([&](std::string_view piece) {
        bytes += piece;
        return true;
    });
    write(writer);
    writer.finish();
    return bytes;
}

struct Unpacked
{
    bool isGood = false;
    FaultList faults = {};
};

Unpacked unpack(const Root &root, const std::string &bytes, Existing existing = Existing::Replace)
{
    Unpacker unpacker(root, existing);
    const bool isTaken = unpacker.add(bytes).has_value();
    const bool isFinished = unpacker.finish().has_value();
    return {.isGood = isTaken && isFinished, .faults = unpacker.faults()};
}

void writeFile(PackWriter &writer, const PackEntry &entry, const std::string &content)
{
    writer.beginFile(entry);
    writer.fileData(content);
    writer.endFile(FileState::Whole);
}

} // namespace

/** Packing, unpacking, and the bounds of a root. */
class TestPack final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("root/d")));
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("outside")));
        QVERIFY(put(path("outside/file"), "kept"));
        QVERIFY(QFile::link(QStringLiteral("../outside"), path("root/out")));
        QVERIFY(QFile::link(QStringLiteral("d"), path("root/in")));
    }

    void cleanup()
    {
        QCOMPARE(contentOf(path("outside/file")), QByteArray("kept"));
        QCOMPARE(QDir(path("outside")).entryList(QDir::Files | QDir::Hidden).size(), 1);
        const QStringList parts = QDir(path("root"))
                                      .entryList({QStringLiteral(".atelier-*")},
                                                 QDir::AllEntries | QDir::Hidden);
        QCOMPARE(parts, QStringList());
    }

    void bindsPathsToTheRoot_data()
    {
        QTest::addColumn<bool>("byName");
        QTest::newRow("openat2") << false;
        QTest::newRow("name by name") << true;
    }

    void bindsPathsToTheRoot()
    {
        QFETCH(bool, byName);
        Root root = rootAt(path("root"));
        if (byName) {
            root.resolveByName();
        }
        QVERIFY(put(path("root/d/file"), "x"));
        QVERIFY(root.openBeneath("d/file", O_RDONLY).has_value());
        QVERIFY(root.openBeneath("", O_RDONLY | O_DIRECTORY).has_value());
        for (const char *wrong :
             {"out/file", "../outside/file", "/etc/passwd", "d/../../outside/file", "out"}) {
            QVERIFY2(!root.openBeneath(wrong, O_RDONLY).has_value(), wrong);
        }
        QCOMPARE(root.openBeneath("in/file", O_RDONLY).has_value(), !byName);
        QVERIFY(!root.openBeneath("in/file", O_RDONLY, Links::Refuse).has_value());
        QVERIFY(root.makeFolders("new/deep").has_value());
        QVERIFY(!root.makeFolders("out/deep").has_value());
    }

    void writesNothingOutside()
    {
        const Root root = rootAt(path("root"));
        const std::string bytes = stream([](PackWriter &writer) {
            writeFile(writer, {.path = "out/file", .mode = 0644, .size = 3}, "bad");
            writeFile(writer, {.path = "out/new", .mode = 0644, .size = 3}, "bad");
            writer.link({.path = "l1", .target = "../outside"});
            writer.link({.path = "l2", .target = "/etc"});
            writer.link({.path = "d/l3", .target = "../d/../../outside"});
            writer.folder({.path = "out/folder", .mode = 0755});
            writeFile(writer, {.path = "good", .mode = 0644, .size = 4}, "good");
        });
        const Unpacked unpacked = unpack(root, bytes);
        QVERIFY(unpacked.isGood);
        QCOMPARE(unpacked.faults.count, 6U);
        QCOMPARE(contentOf(path("root/good")), QByteArray("good"));
        QVERIFY(!QFileInfo(path("root/l1")).isSymLink());
    }

    void followsNoLinkOfTheStream()
    {
        const Root root = rootAt(path("root"));
        const std::string bytes = stream([](PackWriter &writer) {
            writer.link({.path = "d/l", .target = "../d"});
            writeFile(writer, {.path = "d/l/x", .mode = 0644, .size = 1}, "x");
            // A link that is replaced, not written through.
            writeFile(writer, {.path = "in", .mode = 0644, .size = 1}, "i");
        });
        const Unpacked unpacked = unpack(root, bytes);
        QVERIFY(unpacked.isGood);
        QCOMPARE(unpacked.faults.count, 1U);
        QVERIFY(!QFile::exists(path("root/d/x")));
        QVERIFY(QFileInfo(path("root/in")).isFile() && !QFileInfo(path("root/in")).isSymLink());
    }

    void refusesPathsThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"../x", "/x", "a/../x", "", ".", "a//b", "a/"}) {
            QTest::newRow(name) << QByteArray(name);
        }
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }

    void refusesPathsThatAreNone()
    {
        QFETCH(QByteArray, name);
        const Root root = rootAt(path("root"));
        const std::string bytes = stream([&](PackWriter &writer) {
            writeFile(writer, {.path = name.toStdString(), .mode = 0644, .size = 1}, "x");
        });
        QVERIFY(!unpack(root, bytes).isGood);
    }

    void dropsSpecialBits()
    {
        const Root root = rootAt(path("root"));
        const std::string bytes = stream([](PackWriter &writer) {
            writeFile(writer, {.path = "suid", .mode = 07755, .size = 1}, "x");
            writer.folder({.path = "sgid", .mode = 07777});
        });
        QVERIFY(unpack(root, bytes).isGood);
        for (const char *name : {"root/suid", "root/sgid"}) {
            struct stat found{};
            QCOMPARE(::stat(QFile::encodeName(path(name)).constData(), &found), 0);
            QCOMPARE(found.st_mode & 07000U, 0U);
        }
    }

    void findsSizesThatLie()
    {
        const Root root = rootAt(path("root"));
        QVERIFY(put(path("root/old"), "old"));
        const std::string bytes = stream([](PackWriter &writer) {
            writeFile(writer, {.path = "short", .mode = 0644, .size = 9}, "abc");
            writeFile(writer, {.path = "old", .mode = 0644, .size = 2}, "abc");
            writer.beginFile({.path = "changed", .mode = 0644, .size = 3});
            writer.fileData("ab");
            writer.endFile(FileState::Changed);
        });
        const Unpacked unpacked = unpack(root, bytes);
        QVERIFY(unpacked.isGood);
        QCOMPARE(unpacked.faults.count, 3U);
        QCOMPARE(unpacked.faults.first[2].code, FaultCode::Changed);
        QVERIFY(!QFile::exists(path("root/short")) && !QFile::exists(path("root/changed")));
        QCOMPARE(contentOf(path("root/old")), QByteArray("old"));
    }

    void noticesACutStream()
    {
        const Root root = rootAt(path("root"));
        const std::string bytes = stream([](PackWriter &writer) {
            writeFile(writer, {.path = "a", .mode = 0644, .size = 3}, "abc");
            writeFile(writer, {.path = "b", .mode = 0644, .size = 3}, "abc");
        });
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            QVERIFY(!unpack(root, bytes.substr(0, size)).isGood);
        }
        QVERIFY(unpack(root, bytes).isGood);
        QVERIFY(!unpack(root, bytes + "x").isGood);
    }

    void keepsNamesThatAreNoText()
    {
        const Root root = rootAt(path("root"));
        const std::string name = "odd\xff\xfe\n\x01";
        const std::string bytes = stream([&](PackWriter &writer) {
            writeFile(writer, {.path = name, .mode = 0600, .size = 1}, "x");
        });
        QVERIFY(unpack(root, bytes).isGood);
        QVERIFY(root.openBeneath(name, O_RDONLY).has_value());
        std::string again;
        PackWriter writer([&](std::string_view piece) {
            again += piece;
            return true;
        });
        Packer packer(root, writer, {});
        QVERIFY(packer.run({name}).has_value());
        QVERIFY(again.contains(name));
        QCOMPARE(::unlinkat(root.descriptor(), name.c_str(), 0), 0);
    }

    void copesWithWhatVanishesAndChanges()
    {
        for (int i = 0; i < 300; ++i) {
            QVERIFY(put(path("root/d/%1").arg(i), QByteArray(10'000, 'x')));
        }
        const Root root = rootAt(path("root"));
        std::string bytes;
        PackWriter writer([&](std::string_view piece) {
            bytes += piece;
            // While it is at it: some go, some get shorter, one becomes a pipe.
            QFile::remove(path("root/d/150"));
            QFile::resize(path("root/d/151"), 0);
            QFile::remove(path("root/d/152"));
            static_cast<void>(::mkfifo(QFile::encodeName(path("root/d/152")).constData(), 0600));
            return true;
        });
        Packer packer(root, writer, {});
        QVERIFY(packer.run({"d"}).has_value());
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("copy")));
        const Unpacked unpacked = unpack(rootAt(path("copy")), bytes);
        QVERIFY(unpacked.isGood);
        QVERIFY(unpacked.faults.count <= 3);
        QCOMPARE(contentOf(path("copy/d/7")), QByteArray(10'000, 'x'));
    }

    void packsChosenPathsWithTheirFolders()
    {
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("root/a/b")));
        QVERIFY(put(path("root/a/b/file"), "chosen"));
        QVERIFY(put(path("root/a/other"), "not chosen"));
        std::string bytes;
        PackWriter writer([&](std::string_view piece) {
            bytes += piece;
            return true;
        });
        const Root root = rootAt(path("root"));
        Packer packer(root, writer, {});
        QVERIFY(packer.run({"a/b/file", "none", "out/file"}).has_value());
        QCOMPARE(packer.faults().count, 2U);
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("copy")));
        QVERIFY(unpack(rootAt(path("copy")), bytes).isGood);
        QCOMPARE(contentOf(path("copy/a/b/file")), QByteArray("chosen"));
        QVERIFY(!QFile::exists(path("copy/a/other")));
    }

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(TestPack)
#include "tst_pack.moc"
