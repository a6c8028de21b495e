// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodelayout.h"

namespace Atelier::Engine {

QString systemPath()
{
    return QStringLiteral("/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
}

Variables nodeVariables(const NodeLayout &layout, const HostEnvironment &host)
{
    Variables variables = host.variables;
    const auto set = [&variables](const char *name, const QString &value) {
        variables.insert(QString::fromLatin1(name), value);
    };
    const QString environment = layout.home + QStringLiteral("/.venv");
    set("HOME", layout.home);
    set("VIRTUAL_ENV", environment);
    // Ours stands before the system's programs, so that its "sudo" is the one found.
    const QString own = layout.instance + QStringLiteral("/bin");
    const QStringList path{environment + QStringLiteral("/bin"),
                           layout.home + QStringLiteral("/.local/bin"),
                           own,
                           systemPath()};
    set("ATELIER_BIN", own); // for ~/.profile
    set("PATH", path.join(QLatin1Char(':')));
    set("XDG_RUNTIME_DIR", layout.runtime);
    set("ATELIER_NODE", layout.mark);
    set("PIP_CACHE_DIR", layout.cache + QStringLiteral("/pip"));
    set("UV_CACHE_DIR", layout.cache + QStringLiteral("/uv"));
    if (!variables.contains(QStringLiteral("UV_LINK_MODE"))) {
        set("UV_LINK_MODE",
            QStringLiteral("copy")); // the cache is another mount: hard links never work
    }
    if (!layout.isolated) {
        set("PIP_CONFIG_FILE", layout.instance + QStringLiteral("/pip.conf"));
        if (!host.uvConfig.isEmpty()) {
            set("UV_CONFIG_FILE", layout.instance + QStringLiteral("/uv.toml"));
        }
    }
    return variables;
}

} // namespace Atelier::Engine
