// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/logfile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>

#include <cstdio>
#include <memory>

namespace Atelier::Daemon {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestLog = 1024 * 1024;
constexpr int formerLogs = 2;

struct Log
{
    QMutex mutex;
    QFile file;
};

/** The file becomes FILE.1, that one FILE.2, and the oldest goes. */
void rotate(QFile *file)
{
    file->close();
    const QString path = file->fileName();
    QFile::remove(path + u'.' + QString::number(formerLogs));
    for (int number = formerLogs - 1; number >= 0; --number) {
        const QString from = number == 0 ? path : QString(path + u'.' + QString::number(number));
        QFile::rename(from, path + u'.' + QString::number(number + 1));
    }
}

bool openLog(QFile *file)
{
    return file->open(QIODevice::WriteOnly | QIODevice::Append)
           && file->setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

/** The one log of the process: Qt's message handler is a plain function. */
Log &theLog()
{
    static Log log;
    return log;
}

QByteArrayView wordFor(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        break;
    }
    return "fatal";
}

void write(QtMsgType type, const QMessageLogContext & /*context*/, const QString &message)
{
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1()
                            + ' ' + wordFor(type).toByteArray() + ' ' + message.toUtf8() + '\n';
    Log &log = theLog();
    const QMutexLocker lock(&log.mutex);
    if (log.file.size() + line.size() > largestLog) {
        rotate(&log.file);
        if (!openLog(&log.file)) {
            std::fputs("The log can't be opened again.\n", stderr);
        }
    }
    log.file.write(line);
    log.file.flush();
    if (type != QtDebugMsg && type != QtInfoMsg) {
        std::fputs(line.constData(), stderr);
    }
}

} // namespace

Result<void> startLog(const QString &folder)
{
    const QString path = folder + u"/log/control-plane.log"_s;
    QFile &file = theLog().file;
    file.setFileName(path);
    if (!QDir().mkpath(folder + u"/log"_s) || !openLog(&file)) {
        return failure({
            .code = Error::Code::PermissionDenied,
            .message = QCoreApplication::translate("Daemon", "The log “%1” can't be written: %2.")
                           .arg(path, file.errorString()),
        });
    }
    qInstallMessageHandler(write);
    return {};
}

bool isLogging()
{
    return theLog().file.isOpen();
}

} // namespace Atelier::Daemon
