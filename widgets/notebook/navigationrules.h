// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace Atelier::Notebook {

/**
 * Where a page of an instance may go and what it may load: its own origin (the tunnel), https
 * elsewhere for parts of the page unless a setting says no, and nothing else of this computer.
 */
struct NavigationRules
{
    QUrl origin = {};             ///< http://127.0.0.1:PORT/
    bool outsideResources = true; ///< https from other sites, for pictures, scripts and frames

    enum class Verdict {
        Allow,
        External, ///< opens in the system's browser
        Block,
    };

    /** A link, a script or a form wants to show @p url. @p gesture: a person followed a link. */
    [[nodiscard]] Verdict navigation(const QUrl &url, bool mainFrame, bool gesture) const;
    /** The page wants to load a part of itself. */
    [[nodiscard]] bool allowsResource(const QUrl &url) const;
    /** http, ws and blob of the page's own host and port. */
    [[nodiscard]] bool isOwn(const QUrl &url) const;
};

/** Names and addresses that lead back to this computer. */
[[nodiscard]] bool isLoopback(const QString &host);

} // namespace Atelier::Notebook
