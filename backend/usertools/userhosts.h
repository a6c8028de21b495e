// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace Atelier::UserTools {

/**
 * The hosts that a person's own configuration of OpenSSH names, so that an instance does not take
 * one of their names: the first value that ssh finds wins, and the studio's file is read first.
 *
 * A pattern of wildcards alone (`Host *`) names nobody. `Match` blocks are not looked at.
 */
class UserHosts final
{
public:
    /** Reads @p configFile and the files that it includes, but not @p ownFile. A file that is not
     * there names nobody. */
    [[nodiscard]] static UserHosts read(const QString &configFile, const QString &ownFile);

    [[nodiscard]] bool contains(const QString &name) const;
    /** @p instance, or that with "atelier-" before it when it would hide a host of the person's, or
     * this computer. */
    [[nodiscard]] QString aliasFor(const QString &instance) const;

private:
    void readFile(const QString &file, const QString &folder, const QString &ownFile, int depth);
    void readLine(const QByteArray &line, const QString &folder, const QString &ownFile, int depth);

    QList<QByteArray> m_patterns;
};

/** A line of ssh_config(5) as its words: keyword, then arguments, without quotes. Empty for a
 * comment. */
[[nodiscard]] QList<QByteArray> configWords(const QByteArray &line);

} // namespace Atelier::UserTools
