// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A bad network for programs that are not ours, for the benchmarks:
//   faultproxy --target 127.0.0.1:22 [--delay-ms 20] [--up-rate BYTES] [--down-rate BYTES]
// prints its port in one line and serves until it gets a signal or its parent ends.
#include "tests/support/faultproxy.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

using Atelier::Test::FaultProxy;

namespace {

constexpr const char *usage =
    "faultproxy --target ADDRESS:PORT [--delay-ms ONE-WAY] [--up-rate BYTES] [--down-rate BYTES]\n";

struct Wishes
{
    std::string host = "127.0.0.1";
    long port = 0;
    double delay = 0;
    long long upRate = 0;
    long long downRate = 0;
};

bool read(std::span<char *> arguments, Wishes &wishes)
{
    if (arguments.size() % 2 != 0) {
        return false;
    }
    for (std::size_t index = 0; index < arguments.size(); index += 2) {
        const std::string option = arguments[index];
        const std::string value = arguments[index + 1];
        if (option == "--target") {
            const std::size_t colon = value.rfind(':');
            wishes.host = colon == std::string::npos ? wishes.host : value.substr(0, colon);
            wishes.port = std::strtol(
                value.c_str() + (colon == std::string::npos ? 0 : colon + 1), nullptr, 10);
        } else if (option == "--delay-ms") {
            wishes.delay = std::strtod(value.c_str(), nullptr);
        } else if (option == "--up-rate") {
            wishes.upRate = std::strtoll(value.c_str(), nullptr, 10);
        } else if (option == "--down-rate") {
            wishes.downRate = std::strtoll(value.c_str(), nullptr, 10);
        } else {
            return false;
        }
    }
    return wishes.port > 0 && wishes.port < 65536;
}

} // namespace

int main(int argc, char **argv)
{
    Wishes wishes;
    if (!read(std::span(argv, static_cast<std::size_t>(argc)).subspan(1), wishes)) {
        static_cast<void>(std::fputs(usage, stderr));
        return 2;
    }
    FaultProxy proxy(static_cast<std::uint16_t>(wishes.port), wishes.host);
    if (!proxy.isListening()) {
        std::perror("faultproxy");
        return 1;
    }
    proxy.setDelay(std::chrono::microseconds(static_cast<long long>(wishes.delay * 1000)));
    proxy.setThrottle(FaultProxy::Direction::Up, wishes.upRate);
    proxy.setThrottle(FaultProxy::Direction::Down, wishes.downRate);
    static_cast<void>(std::printf("%d\n", int{proxy.port()}));
    static_cast<void>(std::fflush(stdout));
    static_cast<void>(::prctl(PR_SET_PDEATHSIG, SIGTERM));
    return ::pause();
}
