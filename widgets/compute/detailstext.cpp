// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/detailstext.h"

#include "backend/client/instancetext.h"
#include "backend/keys/publickey.h"
#include "widgets/common/ageformat.h"
#include "widgets/common/plainlabel.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace Atelier::Compute {

namespace {

/** The translation context of this file. */
struct DetailsText
{
    Q_DECLARE_TR_FUNCTIONS(DetailsText)
};

QString causeText(const QString &trigger)
{
    if (trigger == QLatin1String("User")) {
        return DetailsText::tr("asked for by a person");
    }
    const QString known = Client::triggerText(trigger);
    return known.isEmpty() ? Ui::singleLine(trigger) : known;
}

} // namespace

QString limitsText(const Arm::ComputeInstance &instance)
{
    const auto size = Arm::localSizeFrom(instance.vmSize);
    if (!size) {
        return {};
    }
    const QString cores = instance.local.coresLimited
                              ? DetailsText::tr("Cores: limited to %1.").arg(size->cores)
                              : DetailsText::tr("Cores: not limited.");
    const QString memory = instance.local.memoryLimited
                               ? DetailsText::tr("Memory: limited to %1 GiB.").arg(size->memoryGiB)
                               : DetailsText::tr("Memory: not limited.");
    return cores + QLatin1Char('\n') + memory;
}

QString isolationText(const Arm::ComputeInstance &instance)
{
    return instance.local.isolated
               ? DetailsText::tr("Isolated: it has its own home, processes and host name.")
               : DetailsText::tr("Not isolated: its programs can see your files and processes.");
}

QString foldersText(const Arm::ComputeInstance &instance)
{
    QStringList lines;
    for (const Arm::DataMount &mount : instance.mounts) {
        const QString access = mount.readOnly ? DetailsText::tr("read-only")
                                              : DetailsText::tr("writable");
        lines << DetailsText::tr("%1 → %2 (%3)")
                     .arg(Ui::singleLine(mount.source), Ui::singleLine(mount.mountPath), access);
    }
    return lines.isEmpty() ? DetailsText::tr("None") : lines.join(QLatin1Char('\n'));
}

QString loginsText(const Arm::ComputeInstance &instance)
{
    if (!instance.ssh.publicAccess) {
        return DetailsText::tr("Only the studio logs in, with its own key.");
    }
    const auto key = Ssh::publicKeyFrom(instance.ssh.adminPublicKey);
    if (!key) {
        return DetailsText::tr("Your own logins are allowed.");
    }
    return DetailsText::tr("Allowed for your key %1 (%2).")
        .arg(key->comment.isEmpty() ? key->fingerprint() : Ui::singleLine(key->comment),
             key->algorithm());
}

QString lastOperationText(const Arm::ComputeInstance &instance)
{
    if (!instance.lastOperation) {
        return {};
    }
    const Arm::LastOperation &operation = *instance.lastOperation;
    QString what = Client::operationText(operation.name);
    if (operation.status.endsWith(QLatin1String("Failed"))) {
        what = DetailsText::tr("%1 failed").arg(what);
    } else if (operation.status == QLatin1String("InProgress")) {
        what = DetailsText::tr("%1 is in progress").arg(what);
    }
    QStringList parts{what, causeText(operation.trigger), Ui::formatTime(operation.time)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString createdText(const Arm::ComputeInstance &instance)
{
    QString time = Ui::formatTime(instance.createdOn);
    if (instance.createdBy.isEmpty()) {
        return time;
    }
    return DetailsText::tr("%1 by %2").arg(time, Ui::singleLine(instance.createdBy));
}

QString tagsText(const Arm::ComputeInstance &instance)
{
    QStringList lines;
    for (auto tag = instance.tags.cbegin(); tag != instance.tags.cend(); ++tag) {
        lines << Ui::singleLine(
            tag.value().isEmpty() ? tag.key() : tag.key() + QStringLiteral(" = ") + tag.value());
    }
    return lines.join(QLatin1Char('\n'));
}

QString reasonText(const Arm::ComputeInstance &instance)
{
    return instance.errors.isEmpty() ? instance.local.stateReason
                                     : instance.errors.join(QLatin1Char('\n'));
}

QString ownKeyFile(const Arm::ComputeInstance &instance)
{
    if (!instance.ssh.publicAccess) {
        return {};
    }
    const auto allowed = Ssh::publicKeyFrom(instance.ssh.adminPublicKey);
    if (!allowed) {
        return {};
    }
    for (const Ssh::PublicKey &key :
         Ssh::publicKeysIn(QDir::homePath() + QStringLiteral("/.ssh"))) {
        QString privateFile = key.file;
        privateFile.chop(static_cast<int>(qstrlen(".pub")));
        if (key.blob == allowed->blob && QFile::exists(privateFile)) {
            return privateFile;
        }
    }
    return {};
}

} // namespace Atelier::Compute
