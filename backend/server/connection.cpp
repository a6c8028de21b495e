// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/connection.h"

#include "backend/server/refusedanswer.h"

#include <QCoreApplication>

#include <sys/socket.h>

namespace Atelier::Server {

namespace {

// What a connection holds of bytes that nobody has read yet: one whole request, which the parser
// takes back to its first byte until it has all; while one is being handled, the next one's start.
constexpr qint64 readAhead = largestHeader + largestBody + (64 * 1024);
constexpr qint64 readAheadWhileHandling = 64 * 1024;

} // namespace

Connection::Connection(const BorderLimits &limits, QObject *parent)
    : QTcpSocket(parent)
    , m_limits(limits)
{
    m_deadline.setSingleShot(true);
    // Coarse timers may fire together with others: an idle connection is in no hurry.
    m_deadline.setTimerType(Qt::VeryCoarseTimer);
    setReadBufferSize(readAhead);
    connect(&m_deadline, &QTimer::timeout, this, &Connection::giveUp);
    connect(this, &QIODevice::readyRead, this, &Connection::inspect);
    m_deadline.start(m_limits.idle);
}

bool Connection::requestTaken(qsizetype bodySize)
{
    if (m_phase != Phase::Reading || !m_guard.isComplete() || m_guard.bodySize() != bodySize) {
        refuse(400, QCoreApplication::translate("RequestGuard", "The request is malformed."));
        return false;
    }
    m_phase = Phase::Handling;
    m_deadline.stop();
    setReadBufferSize(readAheadWhileHandling);
    return true;
}

void Connection::requestAnswered()
{
    const bool close = m_guard.wantsClose();
    m_guard.reset();
    if (state() != QAbstractSocket::ConnectedState) {
        return;
    }
    if (close) {
        hangUp();
        return;
    }
    m_phase = Phase::Reading;
    setReadBufferSize(readAhead);
    m_deadline.start(m_limits.idle);
}

bool Connection::closesAfterAnswer() const
{
    return m_guard.wantsClose();
}

const RequestGuard &Connection::request() const
{
    return m_guard;
}

void Connection::inspect()
{
    if (m_phase == Phase::Handling) {
        return; // the next request already: it is looked at when this one is answered
    }
    if (m_phase == Phase::HangingUp) {
        discard();
        return;
    }
    const QByteArray bytes = peek(bytesAvailable());
    if (bytes.isEmpty()) {
        return;
    }
    if (m_guard.isEmpty()) {
        if (bytesToWrite() > mostPending) {
            // Asks on and on without reading an answer. The parser is told of these bytes next, and
            // must still have a socket to read from.
            m_phase = Phase::HangingUp;
            discard();
            QMetaObject::invokeMethod(this, &QAbstractSocket::abort, Qt::QueuedConnection);
            return;
        }
        m_deadline.start(m_limits.request);
    }
    if (m_guard.feed(bytes) == RequestGuard::Verdict::Refused) {
        refuse(m_guard.status(), m_guard.reason());
    }
}

/** So that the parser behind us finds nothing to read. */
void Connection::discard()
{
    skip(bytesAvailable());
    if (isTransactionStarted()) {
        commitTransaction(); // the parser's; what was skipped would be kept for it
    }
}

void Connection::giveUp()
{
    if (m_phase == Phase::Reading && !m_guard.isEmpty()) {
        refuse(408, QCoreApplication::translate("RequestGuard", "The request took too long."));
    } else {
        abort();
    }
}

void Connection::refuse(int status, const QString &reason)
{
    discard();
    write(refusedAnswer(status, reason));
    hangUp();
}

/** A socket that is closed while bytes of the client are unread resets the connection, and the
 * client may lose the answer: our half is closed, and the client's is read until it closes too. */
void Connection::hangUp()
{
    m_phase = Phase::HangingUp;
    setReadBufferSize(readAhead);
    m_deadline.start(m_limits.idle);
    connect(this, &QIODevice::bytesWritten, this, &Connection::closeWhenWritten);
    closeWhenWritten();
}

void Connection::closeWhenWritten()
{
    if (bytesToWrite() == 0) {
        ::shutdown(static_cast<int>(socketDescriptor()), SHUT_WR);
        m_deadline.start(m_limits.linger);
    }
}

} // namespace Atelier::Server
