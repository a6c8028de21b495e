// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/resolver.h"

#include "backend/core/uniquefd.h"

#include <QCoreApplication>
#include <QMutex>

#include <netdb.h>
#include <sys/eventfd.h>

#include <cstring>
#include <system_error>
#include <thread>

namespace Atelier::Ssh {

struct Resolver::Lookup
{
    QString host;
    quint16 port = 0;
    UniqueFd event{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    QMutex mutex;
    std::optional<Result<std::vector<Address>>> answer;

    void settle(Result<std::vector<Address>> result)
    {
        const QMutexLocker locker(&mutex);
        answer = std::move(result);
        const std::uint64_t one = 1;
        // The counter of a fresh eventfd can't be full.
        static_cast<void>(::write(event.get(), &one, sizeof one));
    }
};

namespace {

Error notResolved(const QString &host, const QString &detail)
{
    return {.code = Error::Code::NameNotResolved,
            .message = QCoreApplication::translate("Ssh::Resolver",
                                                   "The name %1 could not be resolved.")
                           .arg(host),
            .detail = detail,
            .target = host};
}

Result<std::vector<Address>> lookUp(const QString &host, quint16 port, int flags)
{
    addrinfo hints = {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo *found = nullptr;
    const int status = ::getaddrinfo(
        host.toUtf8().constData(), QByteArray::number(port).constData(), &hints, &found);
    if (status != 0) {
        return failure(notResolved(host, QString::fromLocal8Bit(::gai_strerror(status))));
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> guard(found, &::freeaddrinfo);
    std::vector<Address> addresses;
    for (const addrinfo *entry = found; entry != nullptr; entry = entry->ai_next) {
        Address address{.storage = {}, .length = entry->ai_addrlen};
        std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
        addresses.push_back(address);
    }
    return addresses;
}

} // namespace

Resolver::Resolver(QString host, quint16 port)
    : m_lookup(std::make_shared<Lookup>())
{
    m_lookup->host = std::move(host);
    m_lookup->port = port;
    auto numeric = lookUp(m_lookup->host, port, AI_NUMERICHOST);
    if (numeric) {
        m_lookup->settle(std::move(numeric));
        return;
    }
    try {
        std::thread([lookup = m_lookup] {
            lookup->settle(lookUp(lookup->host, lookup->port, 0));
        }).detach();
    } catch (const std::system_error &error) {
        m_lookup->settle(
            failure(notResolved(m_lookup->host, QString::fromLocal8Bit(error.what()))));
    }
}

int Resolver::descriptor() const
{
    return m_lookup->event.get();
}

std::optional<Result<std::vector<Address>>> Resolver::answer() const
{
    const QMutexLocker locker(&m_lookup->mutex);
    return m_lookup->answer;
}

} // namespace Atelier::Ssh
