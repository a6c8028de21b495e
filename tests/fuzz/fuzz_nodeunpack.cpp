// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A packed stream from a stranger: cut anywhere, the unpacker must take it alike, end in time, and
// touch nothing outside of its folder.
#include "backend/node/pack/unpacker.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace Atelier::Node;
namespace fs = std::filesystem;

void demand(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

/** A folder with one file beside the one that is unpacked into, and links that lead out of that. */
class Place final
{
public:
    Place()
    {
        // In memory where it can be: a thousand folders a second.
        std::string name = fs::is_directory("/dev/shm") ? "/dev/shm/atelier-fuzz-XXXXXX"
                                                        : "/tmp/atelier-fuzz-XXXXXX";
        demand(::mkdtemp(name.data()) != nullptr);
        m_base = name;
        fs::create_directory(m_base / "outside");
        std::ofstream(m_base / "outside" / "file") << "kept";
    }
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;
    ~Place()
    {
        open(root());
        fs::remove_all(m_base);
    }

    [[nodiscard]] fs::path fresh() const
    {
        open(root());
        fs::remove_all(root());
        fs::create_directory(root());
        fs::create_symlink("../outside", root() / "out");
        fs::create_symlink("../outside/file", root() / "f");
        fs::create_directory(root() / "d");
        return root();
    }

    void check() const
    {
        std::string text;
        std::ifstream(m_base / "outside" / "file") >> text;
        demand(text == "kept");
        std::size_t entries = 0;
        for (const auto &entry : fs::directory_iterator(m_base)) {
            entries += entry.exists() ? 1U : 0U;
        }
        demand(entries == 2);
        demand(std::distance(fs::directory_iterator(m_base / "outside"), {}) == 1);
        struct stat found{};
        demand(::stat((m_base / "outside" / "file").c_str(), &found) == 0 && found.st_nlink == 1);
        checkBelow(root());
    }

private:
    [[nodiscard]] fs::path root() const { return m_base / "root"; }

    void checkBelow(const fs::path &folder) const
    {
        static const std::string part = ".atelier-" + std::to_string(::getpid()) + '-';
        // A stream may ask for folders that nobody may read or enter; what is in them is checked,
        // too.
        demand(::chmod(folder.c_str(), 0700) == 0);
        for (const auto &entry : fs::directory_iterator(folder)) {
            struct stat found{};
            demand(::lstat(entry.path().c_str(), &found) == 0);
            demand((found.st_mode & 07000U) == 0);
            demand(!entry.path().filename().string().starts_with(part));
            if (S_ISDIR(found.st_mode)) {
                checkBelow(entry.path());
            } else if (S_ISLNK(found.st_mode) && entry.path() != root() / "out"
                       && entry.path() != root() / "f") {
                demand(!fs::read_symlink(entry.path()).is_absolute());
            }
        }
    }

    /** A stream may ask for folders that nobody may enter. */
    static void open(const fs::path &folder)
    {
        if (!fs::is_directory(fs::symlink_status(folder))) {
            return;
        }
        demand(::chmod(folder.c_str(), 0700) == 0);
        for (const auto &entry : fs::directory_iterator(folder)) {
            open(entry.path());
        }
    }

    fs::path m_base;
};

struct Outcomes
{
    bool isGood;
    std::uint64_t faults;
    PackTotals totals;
    bool operator==(const Outcomes &other) const
    {
        return isGood == other.isGood && faults == other.faults
               && totals.entries == other.totals.entries && totals.bytes == other.totals.bytes;
    }
};

Outcomes unpack(const fs::path &folder, std::string_view bytes, std::size_t piece)
{
    const auto root = Root::open(folder.string());
    demand(root.has_value());
    Unpacker unpacker(*root, Existing::Replace);
    bool isGood = true;
    while (!bytes.empty() && isGood) {
        isGood = unpacker.add(bytes.substr(0, piece)).has_value();
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    isGood = unpacker.finish().has_value() && isGood;
    return {.isGood = isGood, .faults = unpacker.faults().count, .totals = unpacker.totals()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Place place;
    if (size < 1) {
        return 0;
    }
    const std::size_t piece = 1 + data[0];
    const std::string stream = std::string(packMagic).append(
        reinterpret_cast<const char *>(data + 1), size - 1);
    const Outcomes whole = unpack(place.fresh(), stream, stream.size());
    place.check();
    const Outcomes cut = unpack(place.fresh(), stream, piece);
    place.check();
    demand(whole.isGood == cut.isGood);
    demand(!whole.isGood || whole == cut);
    return 0;
}
