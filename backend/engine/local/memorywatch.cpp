// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/memorywatch.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace Atelier::Engine {

namespace {

using namespace Qt::StringLiterals;

/** A group that has less than this of its limit did not run out of its own memory. */
constexpr double nearlyAll = 0.95;

QString gibibytes(double bytes, int decimals)
{
    constexpr double bytesInGiB = 1024.0 * 1024.0 * 1024.0;
    return QLocale().toString(bytes / bytesInGiB, 'f', decimals);
}

/** "2" of 2 GiB, "2.5" of 2.5. */
QString sizeInGiB(double bytes)
{
    const QString exact = gibibytes(bytes, 1);
    const QString whole = gibibytes(bytes, 0);
    return exact == whole + QLocale().decimalPoint() + QLocale().zeroDigit() ? whole : exact;
}

QString sentenceFrom(const QJsonObject &record)
{
    const double peak = record["peakBytes"_L1].toDouble();
    const double limit = record["limitBytes"_L1].toDouble();
    const QDateTime time = QDateTime::fromString(record["time"_L1].toString(), Qt::ISODateWithMs);
    if (record["kills"_L1].toInteger() <= 0 || limit <= 0) {
        return {};
    }
    const QString clock = QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
    if (peak < nearlyAll * limit && peak > 0) {
        return MemoryWatch::tr("The computer ran out of memory: the system ended a program of this "
                               "instance, which used %1 of %2 GiB (%3).")
            .arg(gibibytes(peak, 1), sizeInGiB(limit), clock);
    }
    return MemoryWatch::tr("Out of memory: %1 of %2 GiB. The system ended a program (%3).")
        .arg(gibibytes(peak > 0 ? peak : limit, 1), sizeInGiB(limit), clock);
}

} // namespace

QString lastExhaustion(const NodeFolder &folder, const QDateTime &end)
{
    constexpr qint64 together = 10;
    const QJsonObject record = QJsonDocument::fromJson(contentOf(folder.memory())).object();
    const QDateTime time = QDateTime::fromString(record["time"_L1].toString(), Qt::ISODateWithMs);
    return !end.isValid() || time.secsTo(end) <= together ? sentenceFrom(record) : QString();
}

MemoryWatch::MemoryWatch(QObject *parent)
    : QObject(parent)
{
    // The folder is watched: the file is made later, and replaced by a rename each time.
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this](const QString &path) {
        for (const auto &[id, folder] : m_folders.asKeyValueRange()) {
            if (folder.path() == path) {
                read(id);
                return;
            }
        }
    });
}

void MemoryWatch::watch(const QString &id, const NodeFolder &folder)
{
    m_folders.insert(id, folder);
    m_watcher.addPath(folder.path());
    // Not before the caller has told that the node runs.
    QMetaObject::invokeMethod(this, [this, id] { read(id); }, Qt::QueuedConnection);
}

void MemoryWatch::forget(const QString &id)
{
    const auto folder = m_folders.constFind(id);
    if (folder != m_folders.cend()) {
        m_watcher.removePath(folder->path());
        m_folders.erase(folder);
        m_told.remove(id);
    }
}

void MemoryWatch::read(const QString &id)
{
    const auto folder = m_folders.constFind(id);
    if (folder == m_folders.cend()) {
        return;
    }
    const QString sentence = lastExhaustion(*folder);
    if (!sentence.isEmpty() && m_told.value(id) != sentence) {
        m_told.insert(id, sentence);
        Q_EMIT exhausted(id, sentence);
    }
}

} // namespace Atelier::Engine
