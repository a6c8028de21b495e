// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a studio may send to a node: whatever it is, the server must come to its end, answer in
// whole frames, and read nothing outside of the folder that the requests are bound to.
#include "backend/node/files/filehandlers.h"
#include "backend/node/protocol/frame.h"
#include "backend/node/protocol/hello.h"
#include "backend/node/protocol/payload.h"
#include "backend/node/server/handlertable.h"
#include "backend/node/server/server.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace Atelier::Node;
namespace fs = std::filesystem;

void demand(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

/** Relative roots count from here; where they don't, requests see nothing of the computer. */
void makeHome()
{
    static std::string name = "/tmp/atelier-fuzz-XXXXXX";
    demand(::mkdtemp(name.data()) != nullptr);
    std::ofstream(fs::path(name) / "a") << "text";
    fs::create_directory(fs::path(name) / "d");
    fs::create_symlink("/etc/passwd", fs::path(name) / "out");
    demand(::setenv("HOME", name.c_str(), 1) == 0);
    static_cast<void>(std::atexit([] { fs::remove_all(name); }));
}

HandlerTable makeTable()
{
    HandlerTable all;
    addFileHandlers(&all);
    HandlerTable table;
    // A root of the input's own choice could be any folder of this computer.
    for (const char *name : {"list", "stat", "digest", "pack", "unpack"}) {
        const Handler handler = *all.find(name);
        table.add(name, [handler](Call &call) {
            nlohmann::json arguments = call.arguments;
            arguments["root"] = "";
            Call bound{.arguments = arguments,
                       .reply = call.reply,
                       .input = call.input,
                       .stop = call.stop};
            return handler(bound);
        });
    }
    return table;
}

std::string contentOf(int file)
{
    std::string text;
    std::vector<char> block(65536);
    demand(::lseek(file, 0, SEEK_SET) == 0);
    for (ssize_t count = 0; (count = ::read(file, block.data(), block.size())) > 0;) {
        text.append(block.data(), static_cast<std::size_t>(count));
    }
    return text;
}

void checkAnswers(std::string_view bytes)
{
    HelloReader hello(Role::Node);
    const auto greeting = hello.add(bytes);
    demand(greeting.has_value() && greeting->has_value());
    FrameReader reader;
    reader.add(hello.rest());
    while (true) {
        const auto frame = reader.next();
        demand(frame.has_value());
        if (!*frame) {
            break;
        }
        const FrameType type = (*frame)->type;
        demand(type != FrameType::Request && type != FrameType::Cancel
               && type != FrameType::Finish);
        if (type != FrameType::Data && type != FrameType::Credit) {
            demand(payloadFrom((*frame)->payload).has_value());
        }
        demand(!(*frame)->payload.contains("root:x:0"));
    }
}

/** The input as frames, so that not each one has to guess a header: u8 type, u8 id, u16 size. */
std::string framesFrom(const std::uint8_t *data, std::size_t size)
{
    std::string text = helloLine(Role::Studio);
    while (size >= 4) {
        const std::size_t length = std::min<std::size_t>(data[2] * 256U + data[3], size - 4);
        const std::string_view payload(reinterpret_cast<const char *>(data + 4), length);
        text += frameText(static_cast<FrameType>(data[0] % 10), data[1], payload);
        data += 4 + length;
        size -= 4 + length;
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const HandlerTable table = [] {
        makeHome();
        return makeTable();
    }();
    if (size < 1) {
        return 0;
    }
    const bool isRaw = data[0] % 4 == 0;
    const std::string bytes = isRaw
                                  ? std::string(reinterpret_cast<const char *>(data + 1), size - 1)
                                  : framesFrom(data + 1, size - 1);
    const Atelier::UniqueFd input(::memfd_create("input", MFD_CLOEXEC));
    const Atelier::UniqueFd output(::memfd_create("output", MFD_CLOEXEC));
    demand(::write(input.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    demand(::lseek(input.get(), 0, SEEK_SET) == 0);
    Server server(input.get(), output.get(), table);
    static_cast<void>(server.run());
    demand(!server.hasLeftThreads());
    checkAnswers(contentOf(output.get()));
    return 0;
}
