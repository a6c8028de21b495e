// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/computes/{name}/creationLog[?follow=true].
#include "backend/server/creationlogstream.h"
#include "backend/server/handlers.h"
#include "backend/server/services.h"

#include <sys/stat.h>

#include <chrono>
#include <utility>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

constexpr std::chrono::milliseconds missingInterval{50};
constexpr qint64 blockSize = 64 * 1024;
constexpr qint64 enoughPending = 4 * blockSize;
constexpr auto contentType = "text/plain; charset=utf-8";

/** "Ready." and "Failed: …" are the last line of a set-up, once they are whole. */
bool endsSetUp(const QByteArray &line)
{
    return line == "Ready.\n" || (line.startsWith("Failed:") && line.endsWith('\n'));
}

/** A log that has grown too long is put aside when the instance starts again. */
bool wasReplaced(const QFile &file)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(file.handle(), &open) == 0
           && ::stat(QFile::encodeName(file.fileName()).constData(), &named) == 0
           && (open.st_ino != named.st_ino || open.st_dev != named.st_dev);
}

} // namespace

CreationLogStream::CreationLogStream(ReplyPtr reply,
                                     const ChangeLog *changes,
                                     const QString &path,
                                     QString name)
    : m_reply(std::move(reply))
    , m_changes(changes)
    , m_name(std::move(name))
    , m_file(path)
{
    connect(m_reply.get(), &Reply::closed, this, &QObject::deleteLater);
    connect(m_reply.get(), &Reply::drained, this, &CreationLogStream::advance);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &CreationLogStream::advance);
    connect(&m_missing, &QTimer::timeout, this, &CreationLogStream::advance);
    connect(changes, &ChangeLog::published, this, [this](const Store::ChangeRow &change) {
        if (change.name.compare(m_name, Qt::CaseInsensitive) == 0) {
            advance();
        }
    });
    m_missing.setInterval(missingInterval);
    m_reply->begin(contentType);
    advance();
}

void CreationLogStream::advance()
{
    if (m_done) {
        return;
    }
    watch();
    while (m_file.isOpen() && !m_done) {
        if (m_reply->pending() > enoughPending) {
            return; // goes on when the reader has taken that
        }
        const QByteArray block = m_file.read(blockSize);
        if (block.isEmpty()) {
            break;
        }
        if (!m_reply->write(block)) {
            m_done = true;
            deleteLater();
            return;
        }
        m_lastLine += block;
        const QByteArray trimmed = m_lastLine.trimmed();
        m_lastLine = m_lastLine.endsWith('\n') ? trimmed.mid(trimmed.lastIndexOf('\n') + 1) + '\n'
                                               : m_lastLine.mid(m_lastLine.lastIndexOf('\n') + 1);
    }
    if (!mayGrow()) {
        finish();
    }
}

void CreationLogStream::watch()
{
    if (m_file.isOpen() && wasReplaced(m_file)) {
        m_watcher.removePath(m_file.fileName());
        m_file.close();
        m_lastLine.clear();
    }
    if (m_file.isOpen()) {
        return;
    }
    if (m_file.open(QIODevice::ReadOnly)) {
        m_missing.stop();
        m_watcher.addPath(m_file.fileName());
    } else if (!m_missing.isActive()) {
        m_missing.start();
    }
}

bool CreationLogStream::mayGrow() const
{
    const auto resource = m_changes->find(m_name);
    if (!resource) {
        return false;
    }
    const QString text = resource->value("properties"_L1)
                             .toObject()
                             .value("properties"_L1)
                             .toObject()
                             .value("state"_L1)
                             .toString();
    switch (Arm::instanceStateFrom(text)) {
    case Arm::InstanceState::Creating:
    case Arm::InstanceState::Starting:
    case Arm::InstanceState::Restarting:
        return true;
    case Arm::InstanceState::Running:
        // The set-up goes on behind a running instance. Before that a closing line may be the one
        // of the last start.
        return m_file.isOpen() && !endsSetUp(m_lastLine);
    default:
        return false;
    }
}

void CreationLogStream::finish()
{
    m_done = true;
    m_missing.stop();
    m_reply->end();
    deleteLater();
}

void getCreationLog(const Services &services, const Request &request, const ReplyPtr &reply)
{
    const QString name = request.parameters.value(u"name"_s);
    const auto id = services.registry->nodeId(name);
    if (!id) {
        reply->fail(id.error());
        return;
    }
    const QString path = services.engine->creationLogPath(*id);
    if (request.query.queryItemValue(u"follow"_s).compare("true"_L1, Qt::CaseInsensitive) == 0) {
        services.streams->add(
            new CreationLogStream(reply, services.registry->changes(), path, name));
        return;
    }
    QFile file(path);
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    reply->send({.headers = {{"Content-Type", contentType}}, .text = text});
}

} // namespace Atelier::Server
