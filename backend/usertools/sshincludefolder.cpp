// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/sshincludefolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <iterator>
#include <utility>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

Result<void> put(const QString &file, const QByteArray &content)
{
    QFile present(file);
    if (present.open(QIODevice::ReadOnly) && present.readAll() == content
        && (present.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)) == 0) {
        return {};
    }
    QSaveFile output(file);
    if (output.open(QIODevice::WriteOnly) && output.setPermissions(ownerOnly)
        && output.write(content) == content.size() && output.commit()) {
        return {};
    }
    return failure({.code = Error::Code::PermissionDenied,
                    .message = QCoreApplication::translate(
                                   "SshIncludeFolder",
                                   "“%1” can't be written, so SSH does not know your instances by "
                                   "their names.")
                                   .arg(file),
                    .detail = output.errorString(),
                    .target = file});
}

} // namespace

SshIncludeFolder::SshIncludeFolder(QString folder)
    : m_folder(std::move(folder))
{
}

QString SshIncludeFolder::configFile() const
{
    return m_folder + u"/config"_s;
}

QString SshIncludeFolder::knownHostsFile() const
{
    return m_folder + u"/known_hosts"_s;
}

QMap<QString, KnownHost> SshIncludeFolder::load() const
{
    QMap<QString, KnownHost> known;
    QFile input(m_folder + u"/hosts.json"_s);
    if (!input.open(QIODevice::ReadOnly)) {
        return known;
    }
    const QJsonObject all = QJsonDocument::fromJson(input.readAll()).object();
    for (auto entry = all.begin(); entry != all.end(); ++entry) {
        const QJsonObject object = entry.value().toObject();
        if (const auto access = Arm::nodeAccessFrom(object.value("access"_L1).toObject())) {
            known.insert(entry.key(),
                         {.access = *access, .run = object.value("run"_L1).toString()});
        }
    }
    return known;
}

Result<void> SshIncludeFolder::save(const QMap<QString, KnownHost> &known,
                                    const QList<SshHost> &hosts,
                                    const QString &keyFile) const
{
    for (const QString &path : {keyFile, knownHostsFile()}) {
        if (auto usable = checkPath(path); !usable) {
            return usable;
        }
    }
    QList<SshHost> fit;
    std::ranges::copy_if(hosts, std::back_inserter(fit), [](const SshHost &host) {
        return checkHost(host).has_value();
    });
    if (!QFileInfo(m_folder).isDir()) {
        QDir().mkpath(m_folder); // what fails here is told by the first file
        QFile::setPermissions(m_folder, ownerOnly | QFileDevice::ExeOwner);
    }
    QJsonObject all;
    for (auto entry = known.begin(); entry != known.end(); ++entry) {
        all.insert(entry.key(),
                   QJsonObject{{u"access"_s, Arm::toJson(entry->access)}, {u"run"_s, entry->run}});
    }
    // The keys first: a name that ssh finds is one that it can verify.
    const std::array files{
        std::pair(knownHostsFile(), knownHostsText(fit)),
        std::pair(configFile(), sshConfigText(fit, keyFile, knownHostsFile())),
        std::pair(QString(m_folder + u"/hosts.json"_s), QJsonDocument(all).toJson()),
    };
    for (const auto &[file, content] : files) {
        if (auto written = put(file, content); !written) {
            return written;
        }
    }
    return {};
}

} // namespace Atelier::UserTools
