// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/diagnosis.h"

#include "app/daemon/folderlock.h"
#include "app/daemon/processlist.h"
#include "backend/core/diskroom.h"
#include "backend/core/paths.h"
#include "backend/server/protocol.h"
#include "backend/store/description.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QProcess>
#include <QSysInfo>

#include <algorithm>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

constexpr int mostDatabaseRows = 200;
constexpr int mostNodes = 50;
constexpr qint64 longestExcerpt = 256 * 1024;
constexpr int packingTime = 60'000;

QByteArray bytesOf(const QString &path, qint64 atMost = 1024 * 1024)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    if (file.size() > atMost) {
        file.seek(file.size() - atMost);
    }
    return file.read(atMost);
}

QStringList nodesIn(const QString &dataFolder)
{
    return QDir(dataFolder + u"/nodes"_s)
        .entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time)
        .first(std::min<qsizetype>(
            mostNodes,
            QDir(dataFolder + u"/nodes"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size()));
}

/** The first line that a program prints about its version. */
QString versionOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(5000)) {
        return u"not found"_s;
    }
    return QString::fromUtf8(process.readAll()).section(u'\n', 0, 0);
}

Error notWritten(const QString &path, const QString &detail)
{
    return {
        .code = Error::Code::PermissionDenied,
        .message = QCoreApplication::translate(
                       "Diagnosis",
                       "The report can't be written to “%1”. Choose another place with “--output”.")
                       .arg(path),
        .detail = detail};
}

} // namespace

Diagnosis::Diagnosis(const QString &dataFolder)
    : m_dataFolder(dataFolder)
    , m_holder(FolderLock::holderOf(dataFolder).value_or(FolderLock::Holder()).pid)
    , m_name(u"atelier-report-"_s + QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s))
    , m_redaction(knownSecrets())
{
}

QStringList Diagnosis::knownSecrets() const
{
    QStringList secrets = Redaction::secretsIn(bytesOf(u"/proc/self/environ"_s));
    if (m_holder > 0) {
        secrets += Redaction::secretsIn(bytesOf(u"/proc/%1/environ"_s.arg(m_holder)));
    }
    const QJsonObject note =
        QJsonDocument::fromJson(bytesOf(m_dataFolder + u"/endpoint.json"_s)).object();
    secrets.append(note.value("token"_L1).toString());
    for (const QString &node : nodesIn(m_dataFolder)) {
        const QByteArray spec = bytesOf(m_dataFolder + u"/nodes/"_s + node + u"/spec.json"_s);
        const QJsonObject variables =
            QJsonDocument::fromJson(spec).object().value("environment"_L1).toObject();
        for (auto entry = variables.begin(); entry != variables.end(); ++entry) {
            secrets += Redaction::secretsIn(
                (entry.key() + u'=' + entry.value().toString()).toUtf8());
        }
    }
    return secrets;
}

Result<QString> Diagnosis::write(const QString &target)
{
    QString path = target.isEmpty() ? QString(m_dataFolder + u"/reports/"_s + m_name + u".tar.gz"_s)
                                    : QFileInfo(target).absoluteFilePath();
    if (!m_work.isValid() || !QDir(m_work.path()).mkpath(m_name + u"/logs"_s)) {
        return failure(notWritten(m_work.path(), m_work.errorString()));
    }
    const auto json = [](const QJsonObject &object) {
        return QString::fromUtf8(QJsonDocument(object).toJson());
    };
    addFile(u"overview.json"_s, m_redaction.text(json(overview())));
    addFile(u"database.json"_s, json(database()));
    addFile(u"processes.txt"_s, m_redaction.text(processList()));
    addLogs();
    if (!QDir().mkpath(QFileInfo(path).path())) {
        return failure(notWritten(path, {}));
    }
    QProcess packing;
    packing.start(u"tar"_s, {u"-czf"_s, path, u"-C"_s, m_work.path(), m_name});
    if (!packing.waitForFinished(packingTime) || packing.exitCode() != 0) {
        QFile::remove(path);
        return failure(notWritten(path, QString::fromUtf8(packing.readAllStandardError())));
    }
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return path;
}

void Diagnosis::addFile(const QString &name, const QString &redacted) const
{
    QFile file(m_work.filePath(m_name + u'/' + name));
    if (!file.open(QIODevice::WriteOnly) || file.write(redacted.toUtf8()) < 0) {
        qWarning("“%s” is missing in the report.", qPrintable(name));
    }
}

QJsonObject Diagnosis::overview() const
{
    return {
        {u"written"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
        {u"versions"_s,
         QJsonObject{{u"atelier"_s, QCoreApplication::applicationVersion()},
                     {u"protocol"_s, Server::protocolVersion},
                     {u"qt"_s, QString::fromLatin1(qVersion())},
                     {u"bubblewrap"_s, versionOf(u"bwrap"_s, {u"--version"_s})},
                     {u"ssh"_s, versionOf(u"ssh"_s, {u"-V"_s})},
                     {u"python"_s, versionOf(u"python3"_s, {u"--version"_s})}}},
        {u"system"_s,
         QJsonObject{
             {u"name"_s, QSysInfo::prettyProductName()},
             {u"kernel"_s, QSysInfo::kernelVersion()},
             {u"architecture"_s, QSysInfo::currentCpuArchitecture()},
             {u"language"_s, QLocale().name()},
             {u"userNamespaces"_s,
              QString::fromLatin1(bytesOf(u"/proc/sys/user/max_user_namespaces"_s).trimmed())}}},
        {u"dataFolder"_s, m_dataFolder},
        {u"controlPlane"_s,
         m_holder > 0 ? u"runs as process %1"_s.arg(m_holder) : u"does not run"_s},
        {u"endpoint"_s, endpoint()},
        {u"instances"_s, nodesIn(m_dataFolder).size()},
        {u"disk"_s, disk()},
    };
}

QJsonObject Diagnosis::endpoint() const
{
    QJsonObject note =
        QJsonDocument::fromJson(bytesOf(m_dataFolder + u"/endpoint.json"_s)).object();
    note.remove(u"token"_s);
    return note;
}

QJsonObject Diagnosis::disk() const
{
    QJsonObject result;
    for (const QString &folder : {m_dataFolder, Paths::workspaceFolder(), QDir::tempPath()}) {
        if (const auto room = diskRoomAt(folder)) {
            result.insert(
                folder, QJsonObject{{u"freeBytes"_s, room->free}, {u"totalBytes"_s, room->total}});
        }
    }
    for (const QFileInfo &file : QDir(m_dataFolder).entryInfoList(QDir::Files)) {
        result.insert(file.fileName(), QJsonObject{{u"bytes"_s, file.size()}});
    }
    return result;
}

QJsonObject Diagnosis::database() const
{
    const QString name = u"atelier.sqlite"_s;
    QString file = m_dataFolder + u'/' + name;
    if (!QFile::exists(file)) {
        return {{u"fault"_s, u"There is no database."_s}};
    }
    if (m_holder == 0) {
        // Nobody writes: a copy is whole, and the original gets no helper files beside it.
        for (const QString &suffix : {QString(), u"-wal"_s, u"-journal"_s}) {
            QFile::copy(file + suffix, m_work.filePath(name + suffix));
        }
        file = m_work.filePath(name);
    }
    const auto described = Store::describe(file, mostDatabaseRows);
    if (!described) {
        return {
            {u"fault"_s, m_redaction.text(described.error().message + described.error().detail)}};
    }
    QJsonObject result = *described;
    QJsonObject tables;
    const QJsonObject all = described->value("tables"_L1).toObject();
    for (auto table = all.begin(); table != all.end(); ++table) {
        tables.insert(table.key(), m_redaction.json(table.value()));
    }
    result.insert(u"tables"_s, tables);
    return result;
}

void Diagnosis::addLogs() const
{
    const QString folder = m_dataFolder + u"/log/"_s;
    for (const QString &name : QDir(folder).entryList(QDir::Files)) {
        addLog(folder + name, name);
    }
    for (const QString &node : nodesIn(m_dataFolder)) {
        const QString place = m_dataFolder + u"/nodes/"_s + node + u'/';
        for (const QString &name : {u"creation.log"_s,
                                    u"creation.log.1"_s,
                                    u"sshd.log"_s,
                                    u"sshd.log.1"_s,
                                    u"record.json"_s,
                                    u"end.json"_s}) {
            addLog(place + name, node + u'-' + name);
        }
    }
}

void Diagnosis::addLog(const QString &source, const QString &name) const
{
    if (!QFile::exists(source)) {
        return;
    }
    const QByteArray excerpt = bytesOf(source, longestExcerpt);
    // The first line may begin in the middle of a secret.
    const bool isCut = excerpt.size() == longestExcerpt;
    const QByteArray whole = isCut ? excerpt.sliced(excerpt.indexOf('\n') + 1) : excerpt;
    addFile(u"logs/"_s + name, m_redaction.text(QString::fromUtf8(whole)));
}

} // namespace Atelier::Daemon
