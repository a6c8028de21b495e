// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/noderecord.h"

#include "backend/engine/local/memorywatch.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <cerrno>

namespace Atelier::Engine {

namespace {

QJsonObject readJson(const QString &path)
{
    return QJsonDocument::fromJson(contentOf(path)).object();
}

ProcessIdentity identityFrom(const QJsonValue &json)
{
    return {.pid = json[QLatin1String("pid")].toInt(),
            .startTime = static_cast<quint64>(json[QLatin1String("startTime")].toInteger())};
}

/** "The computer restarted at 07:12.", with the day when it was not today. */
QString restartSentence(const QDateTime &moment)
{
    const QString clock = moment.time().toString(QStringLiteral("HH:mm"));
    if (moment.date() == QDate::currentDate()) {
        return QCoreApplication::translate("Atelier::Engine", "The computer restarted at %1.")
            .arg(clock);
    }
    const QString day = QLocale().toString(moment.date(), QLocale::ShortFormat);
    return QCoreApplication::translate("Atelier::Engine", "The computer restarted on %1.")
        .arg(day + QLatin1Char(' ') + clock);
}

} // namespace

std::optional<NodeRecord> recordOf(const NodeFolder &folder)
{
    const QJsonObject json = readJson(folder.record());
    if (json.isEmpty()) {
        return {};
    }
    return NodeRecord{.protocol = json[QLatin1String("protocol")].toInt(),
                      .state = json[QLatin1String("state")].toString(),
                      .bootId = json[QLatin1String("bootId")].toString(),
                      .shim = identityFrom(json[QLatin1String("shim")]),
                      .child = identityFrom(json[QLatin1String("child")]),
                      .port = static_cast<quint16>(json[QLatin1String("port")].toInt()),
                      .isolated = json[QLatin1String("isolated")].toBool(),
                      .coresLimited = json[QLatin1String("coresLimited")].toBool(),
                      .memoryLimited = json[QLatin1String("memoryLimited")].toBool(),
                      .node = json[QLatin1String("node")].toObject()};
}

NodeRecord specifiedRecord(const NodeFolder &folder)
{
    const QJsonObject json = readJson(folder.spec());
    return {.isolated = json[QLatin1String("isolated")].toBool(true),
            .node = json[QLatin1String("node")].toObject()};
}

NodeEnd endOf(const QString &id, const NodeFolder &folder, const Boot &boot)
{
    NodeEnd end{.id = id};
    const QJsonObject json = readJson(folder.end());
    const QString cause = json[QLatin1String("cause")].toString();
    const QJsonValue asked = json[QLatin1String("asked")]; // absent in version 1
    const std::optional<NodeRecord> record = recordOf(folder);
    // A computer that goes down tells every process to end: its keeper may still have written so.
    const bool stopped = cause == QLatin1String("stopped");
    if (record && record->bootId != boot.id && (cause.isEmpty() || (stopped && !asked.toBool()))) {
        end.cause = NodeEnd::Cause::ComputerRestarted;
        end.sentence = restartSentence(boot.time.toLocalTime());
    } else if (stopped) {
        end.cause = NodeEnd::Cause::Stopped;
        end.sentence = asked.isBool() && !asked.toBool()
                           ? QCoreApplication::translate(
                                 "Atelier::Engine",
                                 "The instance was ended from outside, perhaps with your session.")
                           : QCoreApplication::translate("Atelier::Engine",
                                                         "The instance was stopped.");
    } else if (cause == QLatin1String("killed")) {
        end.cause = NodeEnd::Cause::Killed;
        const QDateTime time = QDateTime::fromString(json[QLatin1String("time")].toString(),
                                                     Qt::ISODateWithMs);
        end.sentence = lastExhaustion(folder, time);
        if (end.sentence.isEmpty()) {
            end.sentence = QCoreApplication::translate(
                "Atelier::Engine", "The instance was killed, perhaps because the memory ran out.");
        }
    } else if (cause == QLatin1String("gaveUp")) {
        end.cause = NodeEnd::Cause::Exited;
        end.sentence = QCoreApplication::translate("Atelier::Engine",
                                                   "The instance had to end: %1.")
                           .arg(json[QLatin1String("reason")].toString());
    } else if (!cause.isEmpty()) {
        end.cause = NodeEnd::Cause::Exited;
        end.sentence = QCoreApplication::translate(
                           "Atelier::Engine",
                           "The instance's SSH server ended by itself (status %1).")
                           .arg(json[QLatin1String("exitStatus")].toInt());
    } else {
        end.sentence = QCoreApplication::translate(
            "Atelier::Engine", "The instance ended unexpectedly; why is not known.");
    }
    return end;
}

QString sentenceOf(const QByteArray &report)
{
    if (report.isEmpty()) {
        return QCoreApplication::translate("Atelier::Engine",
                                           "The instance's SSH server did not start.");
    }
    const qsizetype blank = report.indexOf(' ');
    const int code = report.first(qMax<qsizetype>(blank, 0)).toInt();
    if (code == ENOSPC || code == EDQUOT) {
        return QCoreApplication::translate(
            "Atelier::Engine",
            "The instance could not be started because the disk is full. Make room, then try "
            "again.");
    }
    return QCoreApplication::translate("Atelier::Engine", "The instance could not be started: %1.")
        .arg(QString::fromLocal8Bit(report.sliced(blank + 1)));
}

QString lastLinesOf(const NodeFolder &folder)
{
    QStringList lines;
    const QJsonArray array = readJson(folder.end())[QLatin1String("lastLines")].toArray();
    for (const auto &line : array) {
        lines.append(line.toString());
    }
    return lines.join(QLatin1Char('\n'));
}

RunningNode runningNodeFrom(const QString &id, const NodeFolder &folder, const NodeRecord &record)
{
    RunningNode running{.id = id};
    running.access = {.address = QStringLiteral("127.0.0.1"),
                      .port = record.port,
                      .user = record.node[QLatin1String("user")].toString()};
    const QList<QByteArray> key = contentOf(folder.hostKey() + QStringLiteral(".pub")).split(' ');
    if (key.size() >= 2) {
        running.access.hostKeys.append({.type = QString::fromLatin1(key.at(0)),
                                        .blob = QByteArray::fromBase64(key.at(1).trimmed())});
    }
    running.details.stateSince = QFileInfo(folder.record()).lastModified();
    running.details.isolated = record.isolated;
    running.details.coresLimited = record.coresLimited;
    running.details.memoryLimited = record.memoryLimited;
    running.details.userHome = record.node[QLatin1String("home")].toString();
    return running;
}

} // namespace Atelier::Engine
