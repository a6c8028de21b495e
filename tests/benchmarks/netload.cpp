// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/* Traffic for tunnels, without Qt so that it adds little of its own:
 *   netload serve                 a server on a free port of 127.0.0.1, which it prints
 *   netload ping PORT COUNT       round trips of one byte on one connection
 *   netload open PORT COUNT       new connections with one byte there and back
 *   netload down PORT BYTES       one download; netload up PORT BYTES: one upload
 *   netload busy PORT COUNT WHEN  round trips while a download runs; WHEN is "before" or "after":
 *                                 when their connection was opened
 * Prints one JSON object; times are in microseconds, rates in MiB a second. */
#include "backend/core/uniquefd.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using Atelier::UniqueFd;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t blockSize = std::size_t{256} * 1024;
constexpr double mebibyte = 1024.0 * 1024.0;

[[noreturn]] void fail(const std::string &what)
{
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void sendAll(int socket, const void *data, std::size_t size)
{
    const auto *bytes = static_cast<const char *>(data);
    while (size > 0) {
        const ssize_t count = ::send(socket, bytes, size, MSG_NOSIGNAL);
        if (count <= 0) {
            fail("send");
        }
        bytes += count;
        size -= static_cast<std::size_t>(count);
    }
}

/** False at the end. */
bool receiveAll(int socket, void *data, std::size_t size)
{
    auto *bytes = static_cast<char *>(data);
    while (size > 0) {
        const ssize_t count = ::recv(socket, bytes, size, 0);
        if (count <= 0) {
            return false;
        }
        bytes += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

struct Order
{
    char what = 'e'; ///< e: echo, d: send that many bytes, u: take that many and answer one
    std::uint64_t bytes = 0;
};

void pourOut(int socket, std::uint64_t bytes)
{
    const std::vector<char> block(blockSize, 'x');
    for (; bytes > 0;) {
        const auto size = std::min<std::uint64_t>(bytes, block.size());
        sendAll(socket, block.data(), size);
        bytes -= size;
    }
}

std::uint64_t takeIn(int socket, std::uint64_t bytes)
{
    std::vector<char> block(blockSize);
    std::uint64_t taken = 0;
    while (taken < bytes) {
        const ssize_t count = ::recv(socket, block.data(), block.size(), 0);
        if (count <= 0) {
            break;
        }
        taken += static_cast<std::uint64_t>(count);
    }
    return taken;
}

void serveOne(UniqueFd socket)
{
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::array<char, 9> head{};
    if (!receiveAll(socket.get(), head.data(), head.size())) {
        return;
    }
    Order order{.what = head[0]};
    std::memcpy(&order.bytes, &head[1], sizeof order.bytes);
    char byte = 0;
    try {
        if (order.what == 'd') {
            pourOut(socket.get(), order.bytes);
        } else if (order.what == 'u') {
            takeIn(socket.get(), order.bytes);
            sendAll(socket.get(), &byte, 1);
        } else {
            while (receiveAll(socket.get(), &byte, 1)) {
                sendAll(socket.get(), &byte, 1);
            }
        }
    } catch (const std::runtime_error &) {
        return; // the client has gone
    }
}

int serve()
{
    const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    if (::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), length) != 0
        || ::listen(listener.get(), 512) != 0
        || ::getsockname(listener.get(), reinterpret_cast<sockaddr *>(&address), &length) != 0) {
        fail("listen");
    }
    std::printf("%u\n", static_cast<unsigned>(ntohs(address.sin_port)));
    std::fflush(stdout);
    for (;;) {
        UniqueFd socket(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (socket.isValid()) {
            std::thread(serveOne, std::move(socket)).detach();
        }
    }
}

UniqueFd begin(std::uint16_t port, Order order)
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port);
    const int on = 1;
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        fail("connect");
    }
    std::array<char, 9> head{order.what};
    std::memcpy(&head[1], &order.bytes, sizeof order.bytes);
    sendAll(socket.get(), head.data(), head.size());
    return socket;
}

void roundTrip(int socket)
{
    char byte = 'p';
    sendAll(socket, &byte, 1);
    if (!receiveAll(socket, &byte, 1)) {
        fail("receive");
    }
}

double microseconds(Clock::time_point since)
{
    return std::chrono::duration<double, std::micro>(Clock::now() - since).count();
}

void printSpread(std::vector<double> samples)
{
    std::ranges::sort(samples);
    const auto at = [&](double part) {
        return samples[static_cast<std::size_t>(part * static_cast<double>(samples.size() - 1))];
    };
    std::printf(
        "{\"p50\": %.1f, \"p99\": %.1f, \"count\": %zu}\n", at(0.5), at(0.99), samples.size());
}

std::vector<double> pings(int socket, int count)
{
    std::vector<double> samples;
    for (int index = 0; index < count; ++index) {
        const auto started = Clock::now();
        roundTrip(socket);
        samples.push_back(microseconds(started));
    }
    return samples;
}

void measureOpening(std::uint16_t port, int count)
{
    std::vector<double> samples;
    for (int index = 0; index < count; ++index) {
        const auto started = Clock::now();
        const UniqueFd socket = begin(port, {});
        roundTrip(socket.get());
        samples.push_back(microseconds(started));
    }
    printSpread(std::move(samples));
}

void measureRate(std::uint16_t port, char direction, std::uint64_t bytes)
{
    const auto started = Clock::now();
    const UniqueFd socket = begin(port, {.what = direction, .bytes = bytes});
    if (direction == 'd') {
        if (takeIn(socket.get(), bytes) != bytes) {
            fail("the download ended early");
        }
    } else {
        pourOut(socket.get(), bytes);
        char done = 0;
        if (!receiveAll(socket.get(), &done, 1)) {
            fail("the upload was not confirmed");
        }
    }
    const double seconds = microseconds(started) / 1e6;
    std::printf("{\"rate\": %.1f, \"seconds\": %.3f}\n",
                static_cast<double>(bytes) / mebibyte / seconds,
                seconds);
}

void measureBusy(std::uint16_t port, int count, bool openedBefore)
{
    UniqueFd probe;
    if (openedBefore) {
        probe = begin(port, {});
        roundTrip(probe.get());
    }
    std::atomic<std::uint64_t> taken{0};
    const UniqueFd bulk = begin(port, {.what = 'd', .bytes = std::uint64_t{1} << 50U});
    std::thread reader([&] {
        std::vector<char> block(blockSize);
        for (ssize_t got = 1; got > 0;) {
            got = ::recv(bulk.get(), block.data(), block.size(), 0);
            taken += static_cast<std::uint64_t>(std::max<ssize_t>(got, 0));
        }
    });
    while (taken < std::uint64_t{64} * 1024 * 1024) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (!openedBefore) {
        probe = begin(port, {});
    }
    printSpread(pings(probe.get(), count));
    ::shutdown(bulk.get(), SHUT_RDWR);
    reader.join();
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const std::vector<std::string> words(argv + 1, argv + argc);
        if (words.size() == 1 && words[0] == "serve") {
            return serve();
        }
        if (words.size() < 3) {
            throw std::runtime_error("netload serve | ping|open|down|up|busy PORT COUNT [WHEN]");
        }
        const auto port = static_cast<std::uint16_t>(std::stoul(words[1]));
        const auto amount = std::stoull(words[2]);
        if (words[0] == "ping") {
            const UniqueFd socket = begin(port, {});
            printSpread(pings(socket.get(), static_cast<int>(amount)));
        } else if (words[0] == "open") {
            measureOpening(port, static_cast<int>(amount));
        } else if (words[0] == "busy") {
            measureBusy(port, static_cast<int>(amount), words.at(3) == "before");
        } else {
            measureRate(port, words[0] == "down" ? 'd' : 'u', amount);
        }
        return 0;
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "netload: %s\n", problem.what());
        return 1;
    }
}
