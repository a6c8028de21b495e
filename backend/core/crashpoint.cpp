// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/core/crashpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

namespace Atelier {

namespace {

std::string crashPointWanted(const char *path)
{
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return {};
    }
    std::array<char, 64> text{};
    const ssize_t length = ::read(file, text.data(), text.size());
    ::close(file);
    return {text.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

} // namespace

void passCrashPoint(CrashPoint point)
{
    const char *path = std::getenv(crashPointVariable);
    if (path == nullptr
        || crashPointWanted(path) != crashPointNames.at(static_cast<std::size_t>(point))) {
        return;
    }
    if (::unlink(path) == 0) { // of several processes that come by, one
        ::kill(::getpid(), SIGKILL);
    }
}

const char *crashPointSetting()
{
    static const std::string setting = [] {
        const char *path = std::getenv(crashPointVariable);
        return path != nullptr ? std::string(crashPointVariable) + '=' + path : std::string();
    }();
    return setting.empty() ? nullptr : setting.c_str();
}

} // namespace Atelier
