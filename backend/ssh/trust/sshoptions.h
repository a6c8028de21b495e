// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMultiHash>
#include <QString>
#include <QStringList>

namespace Atelier::Ssh {

/** The options for one host as "ssh -G" prints them: one "name value" a line, names in lower case.
 * A value. */
class SshOptions final
{
public:
    [[nodiscard]] static SshOptions parse(const QByteArray &output);

    /** The first value; empty when the option is not printed. */
    [[nodiscard]] QString value(const char *name) const;
    /** All values of an option that has one a line, such as identityfile. */
    [[nodiscard]] QStringList values(const char *name) const;
    /** The paths of an option that has them on one line, where blanks also separate; "none" is
     * none. */
    [[nodiscard]] QStringList paths(const char *name) const;
    /** Whether it is there and not "none", "no" or "false". */
    [[nodiscard]] bool isOn(const char *name) const;
    [[nodiscard]] bool isEmpty() const { return m_values.isEmpty(); }

    /** @p value with "~", "${NAME}" and the tokens of ssh_config(5) put in, as OpenSSH does for
     * IdentityFile and IdentityAgent. @p alias is the name that was asked for. */
    [[nodiscard]] QString expanded(const QString &value, const QString &alias) const;

private:
    [[nodiscard]] QString token(QChar letter, const QString &alias) const;

    QMultiHash<QString, QString> m_values;
};

} // namespace Atelier::Ssh
