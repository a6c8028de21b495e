// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <random>

/**
 * A disk that fails on demand, below the real SQLite: the test's program defines the C library's
 * open64, pwrite64, fdatasync and so on itself, and the dynamic linker gives them to every library.
 * Only files below one folder are concerned. The program needs ENABLE_EXPORTS. Thread-safe.
 */
namespace Atelier::Test::FaultyDisk {

enum class Call { Open, Write, Sync };

struct Fault
{
    Call call = Call::Write;
    int number = 0; ///< the how manieth of these calls, from 1
    int error = 0;
    bool lasting = false; ///< also all that come after it
};

/** From now on; calls are counted anew. */
void watch(const QString &folder);
void fail(const Fault &fault);
/** Everything works again, and nothing is counted. */
void heal();
[[nodiscard]] int count(Call call);
/** Whether the fault has been met. */
[[nodiscard]] bool hasFailed();

/** What a disk holds of the folder: what was synchronised, and what came after that. */
class PowerLoss final
{
public:
    struct Change
    {
        enum class Kind { Create, Write, Resize, Remove };
        QString file = {};
        Kind kind = Kind::Write;
        qint64 offset = 0;
        QByteArray data = {};
    };

    /** Writes the folder as it may be found afterwards: of the changes that were not synchronised
     *  any may be missing, and a write may be torn at the border of a sector. */
    void leaveBehind(const QString &folder, std::mt19937 &random) const;

    QMap<QString, QByteArray> durable = {};
    QList<Change> pending = {};
};

/** Counts every change and synchronisation from now on; keeps the disk as it is before the one with
 *  that number. What is in the folder now counts as synchronised. */
void cutPowerAt(int number);
/** Meaningful once the number has come. */
[[nodiscard]] bool wasCut();
[[nodiscard]] PowerLoss lossAtCut();

} // namespace Atelier::Test::FaultyDisk
