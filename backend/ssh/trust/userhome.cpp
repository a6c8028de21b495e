// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/userhome.h"

#include <QByteArray>
#include <QDir>
#include <QFile>

#include <pwd.h>
#include <unistd.h>

namespace Atelier::Ssh {

QString userHome()
{
    QByteArray buffer(16 * 1024, '\0');
    struct passwd entry = {};
    struct passwd *found = nullptr;
    if (::getpwuid_r(
            ::getuid(), &entry, buffer.data(), static_cast<std::size_t>(buffer.size()), &found)
            == 0
        && found != nullptr && found->pw_dir != nullptr && *found->pw_dir == '/') {
        return QFile::decodeName(found->pw_dir);
    }
    return QDir::homePath();
}

} // namespace Atelier::Ssh
