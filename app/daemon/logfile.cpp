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

struct Log
{
    QMutex mutex;
    QFile file;
};

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
    if (QFile(path).size() > largestLog) {
        QFile::remove(path + u".1"_s);
        QFile::rename(path, path + u".1"_s);
    }
    if (!QDir().mkpath(folder + u"/log"_s)
        || !file.open(QIODevice::WriteOnly | QIODevice::Append)) {
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
