// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/adoption.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>

namespace Atelier::Server {

namespace {

using State = Arm::InstanceState;
using Name = Arm::OperationName;

} // namespace

AdoptionStep adoptionOf(State state, bool found)
{
    switch (state) {
    case State::Creating:
        return found ? AdoptionStep{.event = Event::Started} : AdoptionStep{.resume = Name::Create};
    case State::Starting:
        return found ? AdoptionStep{.event = Event::Started} : AdoptionStep{.resume = Name::Start};
    case State::Restarting:
        return {.resume = Name::Restart};
    case State::Stopping:
        return found ? AdoptionStep{.resume = Name::Stop} : AdoptionStep{.event = Event::Ended};
    case State::Deleting:
        return {.resume = Name::Delete};
    case State::Running:
        return found ? AdoptionStep{} : AdoptionStep{.event = Event::Ended};
    default:
        // A node that runs although its row says that it must not is brought to its end.
        return found ? AdoptionStep{.resume = Name::Stop} : AdoptionStep{};
    }
}

QDateTime computerStart()
{
    QFile file(QStringLiteral("/proc/stat"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("btime ")) {
            return QDateTime::fromSecsSinceEpoch(line.mid(6).trimmed().toLongLong());
        }
    }
    return {};
}

QString lossSentence(const QDateTime &stateSince, const QDateTime &computerStart)
{
    if (computerStart.isValid() && stateSince.isValid() && stateSince < computerStart) {
        const QDateTime local = computerStart.toLocalTime();
        const bool today = local.date() == QDate::currentDate();
        const QString moment = today ? QLocale().toString(local.time(), QStringLiteral("HH:mm"))
                                     : QLocale().toString(local, QLocale::ShortFormat);
        return QCoreApplication::translate("Adoption", "The computer restarted at %1.").arg(moment);
    }
    return QCoreApplication::translate("Adoption", "It ended unexpectedly.");
}

} // namespace Atelier::Server
