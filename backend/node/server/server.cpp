// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/server/server.h"

#include "backend/node/protocol/payload.h"
#include "backend/node/server/activerequest.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace Atelier::Node {

namespace {

constexpr std::size_t readSize = std::size_t{256} * 1024;
constexpr std::chrono::seconds longestFarewell{2};

Outcome<nlohmann::json> serve(const Handler &handler,
                              const nlohmann::json &arguments,
                              ActiveRequest &request)
{
    try {
        Call call{.arguments = arguments,
                  .reply = request,
                  .input = request,
                  .stop = request.stopToken()};
        return handler(call);
    } catch (const std::exception &exception) {
        return std::unexpected(Fault{.code = FaultCode::Failed, .message = exception.what()});
    }
}

Outcome<void> broken(std::string message)
{
    return std::unexpected(Fault{.code = FaultCode::Protocol, .message = std::move(message)});
}

} // namespace

/** What the threads of requests need, for as long as the last of them runs. */
struct Server::State
{
    explicit State(int output)
        : writer(output)
    {
    }

    std::shared_ptr<ActiveRequest> find(std::uint32_t id)
    {
        const std::lock_guard lock(mutex);
        const auto found = active.find(id);
        return found == active.end() ? nullptr : found->second;
    }

    /** False: too many are running. */
    bool begin(std::uint32_t id, const std::shared_ptr<ActiveRequest> &request)
    {
        const std::lock_guard lock(mutex);
        if (threads >= mostRequests) {
            return false;
        }
        ++threads;
        active.emplace(id, request);
        return true;
    }

    /** The id is free again before the other end hears of the end. */
    void end(std::uint32_t id, ActiveRequest &request, const Outcome<nlohmann::json> &outcome)
    {
        {
            const std::lock_guard lock(mutex);
            active.erase(id);
        }
        request.end(outcome);
        const std::lock_guard lock(mutex);
        --threads;
        ended.notify_all();
    }

    FrameWriter writer;
    std::mutex mutex;
    std::condition_variable ended;
    std::map<std::uint32_t, std::shared_ptr<ActiveRequest>> active;
    std::size_t threads = 0;
};

Server::Server(int input, int output, const HandlerTable &handlers)
    : m_input(input)
    , m_handlers(handlers)
    , m_state(std::make_shared<State>(output))
{
}

Server::~Server() = default;

int Server::run()
{
    if (!m_state->writer.writeRaw(helloLine(Role::Node))) {
        return 0;
    }
    std::vector<char> block(readSize);
    int status = 0;
    while (true) {
        const ssize_t count = ::read(m_input, block.data(), block.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            break;
        }
        if (const auto taken = take({block.data(), static_cast<std::size_t>(count)}); !taken) {
            static_cast<void>(
                m_state->writer.write(FrameType::Failure, 0, payloadOf(jsonFrom(taken.error()))));
            status = 1;
            break;
        }
    }
    stopAll();
    return status;
}

Outcome<void> Server::take(std::string_view bytes)
{
    if (m_isGreeted) {
        m_frames.add(bytes);
    } else {
        const auto hello = m_hello.add(bytes);
        if (!hello) {
            return std::unexpected(hello.error());
        }
        if (!*hello) {
            return {};
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        if (const auto common = commonProtocol((*hello)->protocol); !common) {
            return std::unexpected(common.error());
        }
        m_isGreeted = true;
        m_frames.add(m_hello.rest());
    }
    while (true) {
        const auto frame = m_frames.next();
        if (!frame) {
            return std::unexpected(frame.error());
        }
        if (!*frame) {
            return {};
        }
        // NOLINTNEXTLINE(bugprone-unchecked-optional-access): checked above
        if (auto taken = takeFrame(**frame); !taken) {
            return taken;
        }
    }
}

Outcome<void> Server::takeFrame(const FrameView &frame)
{
    if (frame.type == FrameType::Request) {
        if (frame.id == 0 || m_state->find(frame.id)) {
            return broken("The request's id " + std::to_string(frame.id) + " is zero or in use.");
        }
        start(frame.id, frame.payload);
        return {};
    }
    if (frame.type == FrameType::Item || frame.type == FrameType::Done
        || frame.type == FrameType::Failure) {
        return broken("Only a node sends frames of type "
                      + std::to_string(static_cast<int>(frame.type)) + '.');
    }
    // What arrives for a request that has just ended crossed with its end.
    const auto request = m_state->find(frame.id);
    if (!request) {
        return {};
    }
    if (frame.type == FrameType::Data) {
        return request->addData(frame.payload)
                   ? Outcome<void>()
                   : broken("More data came than credit was given for.");
    }
    if (frame.type == FrameType::Credit) {
        const auto bytes = creditFrom(frame.payload);
        if (!bytes) {
            return broken("Credit is a number of four bytes.");
        }
        request->addCredit(*bytes);
    } else if (frame.type == FrameType::Finish) {
        request->finishData();
    } else {
        request->cancel();
    }
    return {};
}

void Server::start(std::uint32_t id, std::string_view payload)
{
    const auto request = std::make_shared<ActiveRequest>(id, m_state->writer);
    auto arguments = payloadFrom(payload);
    if (!arguments) {
        request->end(std::unexpected(arguments.error()));
        return;
    }
    const std::string name = textIn(*arguments, "request").value_or("");
    const Handler *handler = m_handlers.find(name);
    if (handler == nullptr) {
        request->end(std::unexpected(
            Fault{.code = FaultCode::UnknownRequest,
                  .message = "The request “" + name.substr(0, 100) + "” is not known here."}));
        return;
    }
    if (!m_state->begin(id, request)) {
        request->end(std::unexpected(
            Fault{.code = FaultCode::Busy, .message = "64 requests are being served already."}));
        return;
    }
    try {
        std::thread([state = m_state, request, id, handler, arguments = *std::move(arguments)] {
            state->end(id, *request, serve(*handler, arguments, *request));
        }).detach();
    } catch (const std::system_error &error) {
        m_state->end(
            id, *request, std::unexpected(Fault{.code = FaultCode::Busy, .message = error.what()}));
    }
}

void Server::stopAll()
{
    std::unique_lock lock(m_state->mutex);
    const auto active = m_state->active;
    lock.unlock();
    for (const auto &[id, request] : active) {
        request->cancel();
    }
    lock.lock();
    m_state->ended.wait_for(lock, longestFarewell, [this] { return m_state->threads == 0; });
}

bool Server::hasLeftThreads() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->threads > 0;
}

} // namespace Atelier::Node
