// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a node answers: cut anywhere, the studio's reader must judge it alike, with a sentence for
// what it refuses, and no row may lead out of its folder.
#include "backend/nodeclient/replies.h"
#include "backend/nodeclient/replyreader.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace Atelier;
using namespace Atelier::NodeClient;

void demand(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

struct Judgement
{
    int frames = 0;
    bool isGood = true;
    bool operator==(const Judgement &) const = default;
};

Result<void> handle(ReplyFrame &frame, NodeReply &reply)
{
    switch (frame.type) {
    case Node::FrameType::Data:
        return reply.data(frame.payload);
    case Node::FrameType::Item:
        return reply.item(frame.json);
    case Node::FrameType::Done:
        reply.end(frame.json);
        break;
    default:
        break;
    }
    return {};
}

Judgement judge(std::string_view bytes, std::size_t piece)
{
    ListReply list(nullptr, nullptr);
    StatReply stat;
    DigestReply digest({"a", "b"});
    Judgement judgement;
    ReplyReader reader;
    while (!bytes.empty() && judgement.isGood) {
        const auto added = reader.add(bytes.substr(0, piece), [&](ReplyFrame &frame) {
            ++judgement.frames;
            NodeReply *replies[] = {&list, &stat, &digest};
            const Result<void> handled = handle(frame, *replies[frame.id % 3]);
            demand(handled.has_value() || !handled.error().message.isEmpty());
            return Result<void>();
        });
        demand(added.has_value() || !added.error().message.isEmpty());
        judgement.isGood = added.has_value();
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    const auto listed = list.future();
    demand(!listed.isFinished() || listed.result() || !listed.result().error().message.isEmpty());
    return judgement;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1) {
        return 0;
    }
    const std::size_t piece = 1 + data[0];
    std::string bytes(reinterpret_cast<const char *>(data + 1), size - 1);
    if (data[0] % 2 == 0) {
        bytes.insert(0, "ATELIER-NODE 1 1\n");
    }
    demand(judge(bytes, bytes.size()) == judge(bytes, piece));
    return 0;
}
