// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/ssh/destination.h"

#include <QByteArray>
#include <QStringList>

namespace Atelier::Ssh {

/** What a login has tried, for the sentence that explains its end. No secrets. */
struct LoginRecord
{
    QList<QByteArray> offered = {}; ///< the methods that the server would still take
    QStringList triedKeys = {};     ///< "file (SHA256:…)"
    QStringList triedOthers = {};   ///< "password", …
    QStringList skipped = {};       ///< whole sentences: which key, why not
};

/** The server took nothing of what there was. */
[[nodiscard]] Error refusedError(const Destination &destination, const LoginRecord &record);
/** The server disconnected after too many keys. */
[[nodiscard]] Error tooManyError(const Destination &destination, const LoginRecord &record);
/** The server disconnected during the login, with its own @p words. */
[[nodiscard]] Error dismissedError(const Destination &destination, const QString &words);
/** The server disconnected while a person was asked. */
[[nodiscard]] Error waitedTooLongError(const Destination &destination);
/** The person did not answer. */
[[nodiscard]] Error givenUpError(const Destination &destination);
/** The server asks something, and there is nobody to answer. */
[[nodiscard]] Error nobodyError(const Destination &destination);
/** The password must be changed first. */
[[nodiscard]] Error expiredError(const Destination &destination);

} // namespace Atelier::Ssh
