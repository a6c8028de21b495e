// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QByteArray>
#include <QFileDevice>
#include <QString>

namespace Atelier::Engine {

/** The places in a node's folder on this computer. A value; knows no other node. */
class NodeFolder final
{
public:
    explicit NodeFolder(QString path)
        : m_path(std::move(path))
    {
    }

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString home() const { return below(QLatin1String("home")); }
    [[nodiscard]] QString etc() const { return below(QLatin1String("etc")); }
    [[nodiscard]] QString run() const { return below(QLatin1String("run")); }
    [[nodiscard]] QString lock() const { return below(QLatin1String("shim.lock")); }
    [[nodiscard]] QString spec() const { return below(QLatin1String("spec.json")); }
    [[nodiscard]] QString record() const { return below(QLatin1String("record.json")); }
    [[nodiscard]] QString end() const { return below(QLatin1String("end.json")); }
    [[nodiscard]] QString memory() const { return below(QLatin1String("memory.json")); }
    [[nodiscard]] QString creationLog() const { return below(QLatin1String("creation.log")); }
    [[nodiscard]] QString hostKey() const
    {
        return below(QLatin1String("run/ssh_host_ed25519_key"));
    }
    [[nodiscard]] QString authorizedKeys() const
    {
        return below(QLatin1String("run/authorized_keys"));
    }

private:
    [[nodiscard]] QString below(QLatin1String name) const
    {
        return m_path + QLatin1Char('/') + name;
    }
    QString m_path;
};

/** Replaces @p path by a rename, so that who reads it sees the old or the new content, never half.
 */
[[nodiscard]] Result<void> writeFile(const QString &path,
                                     const QByteArray &content,
                                     QFileDevice::Permissions mode);

/** Makes a folder with all above it. */
[[nodiscard]] Result<void> makeFolder(const QString &path);

/** The content; empty when there is no such file. */
[[nodiscard]] QByteArray contentOf(const QString &path);

inline constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner
                                                      | QFileDevice::WriteOwner;
inline constexpr QFileDevice::Permissions readableByAll = ownerOnly | QFileDevice::ReadGroup
                                                          | QFileDevice::ReadOther;
inline constexpr QFileDevice::Permissions executableByAll = readableByAll | QFileDevice::ExeOwner
                                                            | QFileDevice::ExeGroup
                                                            | QFileDevice::ExeOther;

} // namespace Atelier::Engine
