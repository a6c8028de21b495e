// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/strays.h"

#include "backend/engine/local/creationlog.h"
#include "backend/engine/local/folderremoval.h"
#include "backend/engine/local/homefolder.h"
#include "backend/engine/local/nodebuilder.h"
#include "backend/engine/local/nodesurvey.h"

#include <QCoreApplication>
#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace Atelier::Engine {

namespace {

constexpr int mostOfADay = 1000;

bool holdsUserFiles(const NodeFolder &folder)
{
    const QFileInfo home(folder.home());
    if (!home.exists() && !home.isSymLink()) {
        return false;
    }
    // What could not be looked at may be somebody's.
    const Arm::HomeSummary summary = summarize(folder.home());
    return summary.files > 0 || !summary.complete;
}

/** As the node was called; its id where it was never started. */
QString calledBefore(const NodeFolder &folder)
{
    const QString name = specifiedRecord(folder).node[QLatin1String("name")].toString();
    return name.isEmpty() || name.contains(QLatin1Char('/')) || name.startsWith(QLatin1Char('.'))
               ? QFileInfo(folder.path()).fileName()
               : name;
}

/** A path that is still free: NAME-DATE, with a number behind it from the second of a day on. */
QString placeFor(const QString &above, const QString &name)
{
    const QString first = above + QLatin1Char('/') + name + QLatin1Char('-')
                          + QDate::currentDate().toString(Qt::ISODate);
    QString place = first;
    for (int number = 2; QFileInfo::exists(place) && number < mostOfADay; ++number) {
        place = first + QLatin1Char('-') + QString::number(number);
    }
    return place;
}

void setAside(const QString &dataFolder, const NodeFolder &folder)
{
    const QString above = setAsideFolder(dataFolder);
    if (auto made = makeFolder(above); !made) {
        qWarning("%s", qPrintable(made.error().message));
        return;
    }
    const QString id = QFileInfo(folder.path()).fileName();
    const QString place = placeFor(above, calledBefore(folder));
    if (std::rename(QFile::encodeName(folder.path()).constData(),
                    QFile::encodeName(place).constData())
        != 0) {
        qWarning("The folder of the unknown instance %s can't be set aside: %s",
                 qPrintable(id),
                 std::strerror(errno)); // NOLINT(concurrency-mt-unsafe): glibc's is per thread
        return;
    }
    qWarning("The database knows no instance %s. Its files were kept: they are in “%s” now.",
             qPrintable(id),
             qPrintable(place));
    logCreation(NodeFolder(place),
                QCoreApplication::translate("Atelier::Engine",
                                            "The database knows no instance “%1”, so its folder "
                                            "was set aside; nothing of it was removed.")
                    .arg(id));
}

} // namespace

QString setAsideFolder(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/set-aside");
}

void clearStrays(const QString &dataFolder, const QStringList &strays, const Boot &boot)
{
    for (const QString &name : strays) {
        const NodeFolder folder = folderOf(dataFolder, name);
        if (!endNode(folder, boot)) {
            continue;
        }
        if (!name.startsWith(removedPrefix) && holdsUserFiles(folder)) {
            setAside(dataFolder, folder);
        } else if (auto removed = removeFolder(folder.path()); !removed) {
            qWarning("%s", qPrintable(removed.error().message));
        }
    }
}

} // namespace Atelier::Engine
