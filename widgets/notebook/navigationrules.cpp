// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/navigationrules.h"

#include <QHostAddress>

namespace Atelier::Notebook {

namespace {

bool isEmptyPage(const QUrl &url)
{
    return url.scheme() == QLatin1StringView("about")
           && (url.path() == QLatin1StringView("blank")
               || url.path() == QLatin1StringView("srcdoc"));
}

bool isOutside(const QUrl &url)
{
    const bool encrypted = url.scheme() == QLatin1StringView("https")
                           || url.scheme() == QLatin1StringView("wss");
    return encrypted && !url.host().isEmpty() && !isLoopback(url.host());
}

bool isForBrowser(const QUrl &url)
{
    const QString scheme = url.scheme();
    return scheme == QLatin1StringView("https") || scheme == QLatin1StringView("http")
           || scheme == QLatin1StringView("mailto");
}

} // namespace

bool isLoopback(const QString &host)
{
    const QString name = host.endsWith(u'.') ? host.chopped(1) : host;
    if (name.compare(QLatin1StringView("localhost"), Qt::CaseInsensitive) == 0
        || name.endsWith(QLatin1StringView(".localhost"), Qt::CaseInsensitive)) {
        return true;
    }
    const QHostAddress address(name);
    bool mapped = false;
    const quint32 ipv4 = address.toIPv4Address(&mapped);
    if (mapped) {
        return (ipv4 >> 24U) == 127U || ipv4 == 0;
    }
    return address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv6);
}

bool NavigationRules::isOwn(const QUrl &url) const
{
    if (url.scheme() == QLatin1StringView("blob")) {
        return isOwn(QUrl(url.path(QUrl::FullyEncoded)));
    }
    return (url.scheme() == origin.scheme() || url.scheme() == QLatin1StringView("ws"))
           && url.host() == origin.host() && url.port(80) == origin.port(80);
}

NavigationRules::Verdict NavigationRules::navigation(const QUrl &url,
                                                     bool mainFrame,
                                                     bool gesture) const
{
    if (isOwn(url) || isEmptyPage(url)) {
        return Verdict::Allow;
    }
    if (!mainFrame) {
        return allowsResource(url) ? Verdict::Allow : Verdict::Block;
    }
    return gesture && isForBrowser(url) ? Verdict::External : Verdict::Block;
}

bool NavigationRules::allowsResource(const QUrl &url) const
{
    if (isOwn(url) || isEmptyPage(url) || url.scheme() == QLatin1StringView("data")) {
        return true;
    }
    if (url.scheme() == QLatin1StringView("blob")) {
        // A blob of a sandboxed frame has the origin "null"; it was made by the page itself.
        return url.path().startsWith(QLatin1StringView("null/"));
    }
    return outsideResources && isOutside(url);
}

} // namespace Atelier::Notebook
