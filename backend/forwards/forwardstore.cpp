// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwardstore.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <utility>

namespace Atelier::Forwards {

namespace {

using namespace Qt::StringLiterals;

} // namespace

ForwardStore::ForwardStore(QString file, QString controlPlane)
    : m_file(std::move(file))
    , m_controlPlane(std::move(controlPlane))
{
}

QJsonObject ForwardStore::readAll() const
{
    QFile input(m_file);
    return input.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(input.readAll()).object()
                                           : QJsonObject();
}

ForwardRecords ForwardStore::load() const
{
    ForwardRecords records;
    const QJsonObject mine = readAll().value(m_controlPlane).toObject();
    const QJsonArray forwards = mine.value("forwards"_L1).toArray();
    for (const auto &value : forwards) {
        if (const auto forward = forwardFrom(value.toObject())) {
            records.forwards.append(*forward);
        }
    }
    const QJsonObject declined = mine.value("declined"_L1).toObject();
    for (auto entry = declined.begin(); entry != declined.end(); ++entry) {
        const QJsonArray ports = entry.value().toArray();
        for (const auto &port : ports) {
            records.declined[entry.key()].insert(static_cast<quint16>(port.toInt()));
        }
    }
    return records;
}

Result<void> ForwardStore::save(const ForwardRecords &records) const
{
    QJsonArray forwards;
    for (const Forward &forward : records.forwards) {
        forwards.append(toJson(forward));
    }
    QJsonObject declined;
    for (auto entry = records.declined.cbegin(); entry != records.declined.cend(); ++entry) {
        QJsonArray ports;
        for (const quint16 port : *entry) {
            ports.append(port);
        }
        declined.insert(entry.key(), ports);
    }
    QJsonObject all = readAll();
    all.insert(m_controlPlane, QJsonObject{{u"forwards"_s, forwards}, {u"declined"_s, declined}});
    const QByteArray text = QJsonDocument(all).toJson();
    QDir().mkpath(QFileInfo(m_file).path());
    QSaveFile output(m_file);
    if (output.open(QIODevice::WriteOnly)
        && output.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && output.write(text) == text.size() && output.commit()) {
        return {};
    }
    return failure({.code = Error::Code::PermissionDenied,
                    .message = QCoreApplication::translate(
                                   "ForwardStore",
                                   "“%1” can't be written, so forwarded ports are not remembered.")
                                   .arg(m_file),
                    .detail = output.errorString(),
                    .target = m_file});
}

} // namespace Atelier::Forwards
