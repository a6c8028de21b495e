// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/protocol/outcome.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace Atelier::Node {

/** What went wrong with single entries: the first @ref most of them, and how many there were. */
struct FaultList
{
    std::vector<Fault> first = {};
    std::uint64_t count = 0;

    static constexpr std::size_t most = 100;

    void add(Fault fault)
    {
        ++count;
        if (first.size() < most) {
            first.push_back(std::move(fault));
        }
    }

    /** {"faults":[…],"faultCount":n} into @p json. */
    void writeTo(nlohmann::json *json) const
    {
        nlohmann::json list = nlohmann::json::array();
        for (const Fault &fault : first) {
            list.push_back(jsonFrom(fault));
        }
        (*json)["faults"] = std::move(list);
        (*json)["faultCount"] = count;
    }
};

} // namespace Atelier::Node
