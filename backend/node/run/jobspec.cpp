// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobspec.h"

#include <nlohmann/json.hpp>
#include <sched.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <format>
#include <limits>

namespace Atelier::Node {

namespace {

using nlohmann::json;

constexpr std::size_t longestId = 128;
constexpr std::size_t mostTexts = 100'000;
constexpr std::int64_t longestGrace = 24L * 60 * 60;
constexpr int allModes = 0777;
// What exec() allows for one argument (MAX_ARG_STRLEN).
constexpr std::size_t longestText = 131'071;

Fault wrong(std::string_view member, std::string_view rule)
{
    return {.code = FaultCode::Invalid,
            .message = std::format("The member \"{}\" of the job {}.", member, rule)};
}

bool isText(const json &value)
{
    return value.is_string() && value.get_ref<const std::string &>().size() <= longestText
           && !value.get_ref<const std::string &>().contains('\0');
}

bool isName(std::string_view name)
{
    return !name.empty() && !name.contains('=') && !name.contains('\0');
}

/** Reads members of one object one after the other; the first fault stays. */
class SpecReader final
{
public:
    explicit SpecReader(const json &object)
        : m_object(object)
    {
    }

    [[nodiscard]] std::optional<Fault> fault() const { return m_fault; }

    void refuse(const char *name, std::string_view rule)
    {
        if (!m_fault) {
            m_fault = wrong(name, rule);
        }
    }

    void texts(const char *name, std::vector<std::string> *to)
    {
        const json *value = member(name);
        if (value == nullptr) {
            return;
        }
        if (!value->is_array() || value->size() > mostTexts
            || !std::ranges::all_of(*value, isText)) {
            refuse(name, "must be a list of texts without NUL, each up to 131071 bytes");
            return;
        }
        *to = value->get<std::vector<std::string>>();
    }

    void variables(const char *name, std::map<std::string, std::string> *to)
    {
        const json *value = member(name);
        if (value == nullptr) {
            return;
        }
        const bool good = value->is_object() && value->size() <= mostTexts
                          && std::ranges::all_of(value->items(), [](const auto &item) {
                                 return isName(item.key()) && isText(item.value());
                             });
        if (!good) {
            refuse(name, "must map names without '=' to texts without NUL");
            return;
        }
        *to = value->get<std::map<std::string, std::string>>();
    }

    void text(const char *name, std::string *to)
    {
        if (const json *value = member(name)) {
            if (isText(*value)) {
                *to = value->get<std::string>();
            } else {
                refuse(name, "must be a text without NUL");
            }
        }
    }

    void flag(const char *name, bool *to)
    {
        if (const json *value = member(name)) {
            if (value->is_boolean()) {
                *to = value->get<bool>();
            } else {
                refuse(name, "must be true or false");
            }
        }
    }

    template<typename Number>
    void number(const char *name, std::int64_t least, std::int64_t most, Number *to)
    {
        const json *value = member(name);
        if (value == nullptr) {
            return;
        }
        const bool fits = value->is_number_integer()
                          && (!value->is_number_unsigned()
                              || std::cmp_less_equal(value->get<std::uint64_t>(), most));
        if (!fits || value->get<std::int64_t>() < least || value->get<std::int64_t>() > most) {
            refuse(name, std::format("must be a whole number from {} to {}", least, most));
            return;
        }
        *to = static_cast<Number>(value->get<std::int64_t>());
    }

    template<typename Number>
    void number(const char *name, std::int64_t least, std::int64_t most, std::optional<Number> *to)
    {
        if (m_object.contains(name)) {
            number(name, least, most, &to->emplace());
        }
    }

    void cpus(const char *name, std::vector<int> *to)
    {
        const json *value = member(name);
        if (value == nullptr) {
            return;
        }
        const bool good = value->is_array() && std::ranges::all_of(*value, [](const json &cpu) {
                              return cpu.is_number_integer() && cpu.get<std::int64_t>() >= 0
                                     && cpu.get<std::int64_t>() < CPU_SETSIZE;
                          });
        if (!good) {
            refuse(name, std::format("must be a list of numbers from 0 to {}", CPU_SETSIZE - 1));
            return;
        }
        *to = value->get<std::vector<int>>();
        std::ranges::sort(*to);
        const auto doubled = std::ranges::unique(*to);
        to->erase(doubled.begin(), doubled.end());
    }

    /** After all: a member that nobody asked for is refused. */
    void refuseOthers()
    {
        for (const auto &item : m_object.items()) {
            if (!std::ranges::contains(m_known, item.key())) {
                refuse(item.key().c_str(), "is not known here");
            }
        }
    }

private:
    const json *member(const char *name)
    {
        m_known.emplace_back(name);
        const auto found = m_object.find(name);
        return found == m_object.end() ? nullptr : &*found;
    }

    const json &m_object;
    std::vector<std::string> m_known;
    std::optional<Fault> m_fault;
};

} // namespace

bool isJobId(std::string_view id)
{
    const auto allowed = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
               || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
    };
    return !id.empty() && id.size() <= longestId && id.front() != '.'
           && std::ranges::all_of(id, allowed);
}

Outcome<JobSpec> jobSpecFrom(const json &object)
{
    if (!object.is_object()) {
        return std::unexpected(wrong("spec", "must be an object"));
    }
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    JobSpec spec;
    SpecReader reader(object);
    reader.texts("command", &spec.command);
    reader.variables("environment", &spec.environment);
    reader.texts("withoutEnvironment", &spec.withoutEnvironment);
    reader.text("folder", &spec.folder);
    reader.flag("mergeOutput", &spec.mergeOutput);
    reader.number("mask", -1, allModes, &spec.mask);
    reader.number("nice", -40, 40, &spec.nice);
    reader.number("graceSeconds", 0, longestGrace, &spec.graceSeconds);
    reader.cpus("cpus", &spec.cpus);
    reader.number("timeLimitSeconds", 1, most / 2'000'000'000, &spec.timeLimitSeconds);
    reader.number("openFiles", 3, most, &spec.openFiles);
    reader.number("addressSpaceBytes", 1, most, &spec.addressSpaceBytes);
    reader.number("memoryBytes", 1, most, &spec.memoryBytes);
    reader.number("coreBytes", 0, most, &spec.coreBytes);
    reader.refuseOthers();
    if (spec.command.empty() || spec.command.front().empty()) {
        reader.refuse("command", "must name a program");
    }
    if (!spec.folder.empty() && spec.folder.front() != '/') {
        reader.refuse("folder", "must be an absolute path");
    }
    if (!std::ranges::all_of(spec.withoutEnvironment, isName)) {
        reader.refuse("withoutEnvironment", "must be a list of names without '='");
    }
    if (const auto fault = reader.fault()) {
        return std::unexpected(*fault);
    }
    return spec;
}

json jsonFrom(const JobSpec &spec)
{
    json object{{"command", spec.command}};
    const auto add = [&object,
                      normal = JobSpec()](const char *name, const auto &value, auto member) {
        if (value != normal.*member) {
            object[name] = value;
        }
    };
    const auto addLimit = [&object](const char *name, const std::optional<std::uint64_t> &value) {
        if (value) {
            object[name] = *value;
        }
    };
    add("environment", spec.environment, &JobSpec::environment);
    add("withoutEnvironment", spec.withoutEnvironment, &JobSpec::withoutEnvironment);
    add("folder", spec.folder, &JobSpec::folder);
    add("mergeOutput", spec.mergeOutput, &JobSpec::mergeOutput);
    add("mask", spec.mask, &JobSpec::mask);
    add("nice", spec.nice, &JobSpec::nice);
    add("graceSeconds", spec.graceSeconds, &JobSpec::graceSeconds);
    add("cpus", spec.cpus, &JobSpec::cpus);
    addLimit("timeLimitSeconds", spec.timeLimitSeconds);
    addLimit("openFiles", spec.openFiles);
    addLimit("addressSpaceBytes", spec.addressSpaceBytes);
    addLimit("memoryBytes", spec.memoryBytes);
    add("coreBytes", spec.coreBytes, &JobSpec::coreBytes);
    return object;
}

} // namespace Atelier::Node
