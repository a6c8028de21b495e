// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/replyreader.h"

#include "backend/node/protocol/payload.h"
#include "backend/nodeclient/faulterror.h"

namespace Atelier::NodeClient {

namespace {

Error brokenBy(const Node::Fault &fault)
{
    return brokenNode(QString::fromStdString(fault.message));
}

Result<ReplyFrame> replyFrom(const Node::FrameView &frame)
{
    ReplyFrame reply{.type = frame.type, .id = frame.id, .payload = frame.payload};
    switch (frame.type) {
    case Node::FrameType::Data:
        return reply;
    case Node::FrameType::Item:
    case Node::FrameType::Done:
    case Node::FrameType::Failure: {
        auto json = Node::payloadFrom(frame.payload);
        if (!json) {
            return failure(brokenBy(json.error()));
        }
        reply.json = *std::move(json);
        return reply;
    }
    case Node::FrameType::Credit: {
        const auto credit = Node::creditFrom(frame.payload);
        if (!credit) {
            return failure(brokenNode(QStringLiteral("credit of a wrong size")));
        }
        reply.credit = *credit;
        return reply;
    }
    case Node::FrameType::Request:
    case Node::FrameType::Finish:
    case Node::FrameType::Cancel:
        break;
    }
    return failure(brokenNode(QStringLiteral("a frame that only a studio sends")));
}

} // namespace

Result<void> ReplyReader::add(std::string_view bytes, const Handler &handler)
{
    if (!m_hello) {
        const auto hello = m_helloReader.add(bytes);
        if (!hello) {
            return failure(brokenBy(hello.error()));
        }
        if (!*hello) {
            return {};
        }
        const Node::Hello &greeting =
            **hello; // NOLINT(bugprone-unchecked-optional-access): checked above
        if (const auto common = Node::commonProtocol(greeting.protocol); !common) {
            return failure(errorFrom(common.error()));
        }
        m_hello = greeting;
        m_frames.add(m_helloReader.rest());
    } else {
        m_frames.add(bytes);
    }
    while (true) {
        const auto frame = m_frames.next();
        if (!frame) {
            return failure(brokenBy(frame.error()));
        }
        if (!*frame) {
            return {};
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        auto reply = replyFrom(**frame);
        if (!reply) {
            return failure(std::move(reply).error());
        }
        if (auto handled = handler(*reply); !handled) {
            return handled;
        }
    }
}

} // namespace Atelier::NodeClient
