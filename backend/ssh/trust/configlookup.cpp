// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/configlookup.h"

#include "backend/core/async.h"

#include <QPointer>

#include <algorithm>
#include <functional>

namespace Atelier::Ssh {

namespace {

constexpr std::size_t maximumHops = 16;

/** Calls back in the lookup's thread when the token stops; lives as long as the lookup. */
class StopWatch final : public QObject
{
public:
    StopWatch(const std::stop_token &stop, QObject *lookup)
        : QObject(lookup)
        , m_callback(stop, [lookup] { QMetaObject::invokeMethod(lookup, &QObject::deleteLater); })
    {
    }

private:
    std::stop_callback<std::function<void()>> m_callback;
};

} // namespace

ConfigLookup::ConfigLookup(SshCommand command, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
{
}

ConfigLookup::~ConfigLookup() = default;

QFuture<Result<Destination>> ConfigLookup::start(const QString &text, const std::stop_token &stop)
{
    auto future = m_reply.future();
    auto name = HostName::parse(text);
    if (!name) {
        give(failure(name.error()));
        return future;
    }
    // Deleted by it, the lookup drops its reply, which then says Cancelled.
    new StopWatch(stop, this); // NOLINT(cppcoreguidelines-owning-memory): a child
    m_pending.push_back({.name = std::move(*name), .hasOwnJumps = true});
    askNext();
    return future;
}

void ConfigLookup::askNext()
{
    if (m_pending.empty()) {
        finish();
        return;
    }
    const Hop hop = m_pending.front();
    m_pending.pop_front();
    if (m_asked.contains(hop.name) || m_found.size() > maximumHops) {
        give(failure({.code = Error::Code::InvalidArgument,
                      .message = tr("The SSH configuration for %1 goes in a circle: ProxyJump "
                                    "leads back to %2.")
                                     .arg(m_asked.first().host, hop.name.host),
                      .target = hop.name.host}));
        return;
    }
    m_asked += hop.name;
    auto *query = new SshQuery(m_command, hop.name, !hop.hasOwnJumps, this);
    whenDone(query->start(), this, [this, query, hop](const Result<SshOptions> &options) {
        query->deleteLater();
        answered(hop, options);
    });
}

void ConfigLookup::answered(const Hop &hop, const Result<SshOptions> &options)
{
    if (!options) {
        give(failure(options.error()));
        return;
    }
    auto destination = destinationFrom(*options, hop.name.host);
    if (!destination) {
        give(failure(destination.error()));
        return;
    }
    m_found.push_back(std::move(*destination));
    if (hop.hasOwnJumps) {
        const auto jumps = jumpsOf(*options);
        if (!jumps) {
            give(failure(jumps.error()));
            return;
        }
        addJumps(*jumps);
    }
    askNext();
}

void ConfigLookup::addJumps(const QList<HostName> &jumps)
{
    for (qsizetype index = jumps.size() - 1; index >= 0; --index) {
        m_pending.push_back({.name = jumps[index], .hasOwnJumps = index == 0});
    }
}

void ConfigLookup::finish()
{
    Destination target = std::move(m_found.front());
    target.jumps.assign(std::make_move_iterator(m_found.rbegin()),
                        std::make_move_iterator(m_found.rend() - 1));
    give(std::move(target));
}

void ConfigLookup::give(Result<Destination> result)
{
    m_reply.give(std::move(result));
    deleteLater();
}

} // namespace Atelier::Ssh
