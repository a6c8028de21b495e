// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/mountchecks.h"

#include "backend/arm/mountrules.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <pwd.h>
#include <unistd.h>

namespace Atelier::Client {

namespace {

using namespace Qt::StringLiterals;

/** The translation context of this file. */
struct MountChecks
{
    Q_DECLARE_TR_FUNCTIONS(MountChecks)
};

} // namespace

QString sourceError(const QString &source, const FoundFolder &found)
{
    const auto rule = Arm::brokenMountSourceRule(source, found.facts);
    return rule ? Arm::explain(*rule, source) : QString();
}

QString sourceWarning(const QString &source, const FoundFolder &found)
{
    // A link is judged by where it leads.
    const QString &real = found.facts.realPath;
    const QString &home = found.realHome;
    if (Arm::isAtOrBelow(home, real)) {
        return MountChecks::tr("“%1” contains your whole home: programs in the instance can then "
                               "read every file in it, keys and passwords included.")
            .arg(source);
    }
    if (Arm::isAtOrBelow(real, home + u"/.ssh"_s)) {
        return MountChecks::tr("“%1” holds your SSH keys: programs in the instance can then log "
                               "in to other computers as you.")
            .arg(source);
    }
    if (Arm::isAtOrBelow(real, home + u"/.gnupg"_s)) {
        return MountChecks::tr("“%1” holds your private GnuPG keys: programs in the instance can "
                               "then copy them.")
            .arg(source);
    }
    return {};
}

QString mountPathError(const QString &path, const QString &userHome)
{
    const auto rule = Arm::brokenMountPathRule(path, userHome);
    return rule ? Arm::explain(*rule, path, userHome) : QString();
}

QString homeInsideInstance()
{
    // Login names as useradd allows them; anything else gets a name of our own.
    static const QRegularExpression loginName(u"^[a-z_][a-z0-9_-]{0,30}$"_s);
    static const QStringList taken{u"root"_s, u"nobody"_s, u"sshd"_s};
    QString name;
    if (const passwd *entry = getpwuid(getuid()); entry != nullptr) {
        name = QString::fromLocal8Bit(entry->pw_name);
    }
    const bool usable = !taken.contains(name) && loginName.match(name).hasMatch();
    return u"/home/"_s + (usable ? name : u"atelier"_s);
}

} // namespace Atelier::Client
