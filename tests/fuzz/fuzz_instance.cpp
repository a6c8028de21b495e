// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The body of a PUT: what is taken from it must read back as the same, and must not count as a
// change of itself.
#include "backend/server/jsonbody.h"
#include "backend/server/requestedinstance.h"
#include "backend/server/validation.h"

#include <QByteArray>

#include <cstdint>
#include <cstdlib>

namespace {

using namespace Atelier;

void demand(bool condition)
{
    if (!condition) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text(QByteArrayView(data, static_cast<qsizetype>(size)));
    const auto json = Server::jsonBodyFrom(text);
    if (!json) {
        demand(!json.error().message.isEmpty());
        return 0;
    }
    const auto name = QStringLiteral("ada");
    const auto requested = Server::requestedFrom(name, *json);
    if (!requested) {
        demand(!requested.error().message.isEmpty());
        return 0;
    }
    demand(requested->name == name);
    const QJsonObject body = Arm::toPutBody(*requested);
    const auto again = Server::requestedFrom(name, body);
    demand(again.has_value() && Arm::toPutBody(*again) == body);
    const Arm::ComputeInstance stored = Server::merged(*requested, *requested);
    const Arm::ComputeInstance same = Server::merged(stored, *again);
    demand(Server::updateBetween(stored, same) == Server::Update::None);
    const auto checked = Server::checkInstance(*requested, {});
    demand(checked.has_value() || !checked.error().target.isEmpty());
    return 0;
}
