// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/nodestarter.h"

#include "backend/core/async.h"
#include "backend/nodeclient/faulterror.h"
#include "backend/nodeclient/nodecommands.h"
#include "backend/nodeclient/programsender.h"

#include <QRandomGenerator>

#include <sys/socket.h>

#include <utility>

namespace Atelier::NodeClient {

namespace {

/** Faults of the way to the node, not of what is at its end. */
bool isOfConnection(const Error &error)
{
    switch (error.code) {
    case Error::Code::CommandFailed:
    case Error::Code::Protocol:
    case Error::Code::TimedOut:
    case Error::Code::ChannelRefused:
        return false;
    default:
        return true;
    }
}

QString explanation(const Error &error)
{
    return error.detail.isEmpty() ? error.message : error.message + u' ' + error.detail;
}

QString unsafeSentence(const QByteArray &errorOutput)
{
    const auto place = unsafePlaceIn(errorOutput);
    if (!place) {
        return NodeStarter::tr("Others may change what lies in the cache folder of the node, so "
                               "atelier-node is not started from there.");
    }
    if (place->isOwn) {
        return NodeStarter::tr("Others may change what lies in %1 on the node, so atelier-node is "
                               "not started from there. “chmod go-w %1” on the node mends it.")
            .arg(place->path);
    }
    return NodeStarter::tr("Others may change what lies in %1 on the node, which belongs to "
                           "somebody else, so atelier-node is not started from there. Another "
                           "folder in $XDG_CACHE_HOME on the node mends it.")
        .arg(place->path);
}

} // namespace

NodeStarter::NodeStarter(Ssh::Connection *connection, bool isBulk, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_isBulk(isBulk)
    , m_poster(std::make_shared<Poster>(this))
{
    m_promise.start();
}

NodeStarter::~NodeStarter()
{
    m_poster->close();
    if (m_sending.descriptor) {
        // Ends the thread that still sends.
        static_cast<void>(::shutdown(m_sending.descriptor->get(), SHUT_RDWR));
    }
    if (!m_isDone) {
        m_promise.addResult(failure({.code = Error::Code::Cancelled, .message = {}}));
        m_promise.finish();
    }
}

QFuture<Result<LinkPointer>> NodeStarter::start()
{
    whenDone(findLocalProgram(), this, [this](const Result<LocalProgram> &program) {
        if (!program) {
            finish(failure(cannotRunError(program.error().message, program.error().detail)));
            return;
        }
        m_program = *program;
        serve();
    });
    return m_promise.future();
}

void NodeStarter::serve()
{
    if (!m_connection) {
        finish(failure({.code = Error::Code::Cancelled, .message = {}}));
        return;
    }
    Ssh::StreamTarget target = Ssh::StreamTarget::command(serveCommand(m_program.digest));
    target.isBulk = m_isBulk;
    whenDone(m_connection->stream(target), this, [this](const Result<Ssh::Stream> &stream) {
        if (stream) {
            greet(*stream);
        } else if (isOfConnection(stream.error())) {
            finish(failure(stream.error()));
        } else {
            finish(failure(cannotRunError(tr("This node does not let programs be started."),
                                          explanation(stream.error()))));
        }
    });
}

void NodeStarter::greet(const Ssh::Stream &stream)
{
    m_link = std::make_shared<NodeLink>(
        stream, [this, poster = m_poster](const Result<void> &result, const QByteArray &text) {
            poster->post([this, result, text] {
                if (result) {
                    finish(m_link);
                } else {
                    inspect(result.error(), text);
                }
            });
        });
}

void NodeStarter::inspect(const Error &error, const QByteArray &text)
{
    m_link.reset();
    const auto missing = missingCopyIn(text);
    if (!missing && isOfConnection(error)) {
        finish(failure(error));
        return;
    }
    if (missing
        && (missing->system != "Linux" || machineName(missing->machine) != m_program.machine)) {
        const QString machine = QString::fromUtf8(missing->system + ' ' + missing->machine);
        finish(failure(
            cannotRunError(tr("The node runs %1; atelier-node is here for Linux %2 only.")
                               .arg(machine.left(80), QString::fromLatin1(m_program.machine)),
                           {})));
        return;
    }
    // Silence and endless words don't come from a copy that could be replaced.
    if (m_hasBrought || error.code == Error::Code::TimedOut || text.size() >= 65536) {
        finish(failure(
            cannotRunError(tr("The program atelier-node could not be started on this node."),
                           explanation(error) + u' ' + QString::fromUtf8(text.left(200)))));
        return;
    }
    bring();
}

void NodeStarter::bring()
{
    if (!m_connection) {
        finish(failure({.code = Error::Code::Cancelled, .message = {}}));
        return;
    }
    m_hasBrought = true;
    const QByteArray nonce = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    const QString command = bringCommand(m_program.digest, nonce);
    whenDone(m_connection->stream(Ssh::StreamTarget::command(command).asBulk()),
             this,
             [this](const Result<Ssh::Stream> &stream) {
                 if (stream) {
                     send(*stream);
                 } else {
                     finish(failure(stream.error()));
                 }
             });
}

void NodeStarter::send(const Ssh::Stream &stream)
{
    m_sending = stream;
    whenDone(sendProgram(stream, m_program.path), this, [this](const Result<void> &sent) {
        const QFuture<Result<Ssh::StreamEnd>> end = m_sending.end;
        // Closed here, so that what doesn't end by itself is hung up.
        m_sending = {};
        if (!sent) {
            finish(failure(cannotRunError(sent.error().message, sent.error().detail)));
            return;
        }
        whenDone(end, this, [this](const Result<Ssh::StreamEnd> &result) { judge(result); });
    });
}

void NodeStarter::judge(const Result<Ssh::StreamEnd> &end)
{
    if (!end) {
        finish(failure(end.error()));
        return;
    }
    const QString detail = QStringLiteral("exit status %1, signal “%2”: %3")
                               .arg(end->exitStatus)
                               .arg(end->signal, QString::fromUtf8(end->errorOutput));
    QString sentence;
    switch (static_cast<BringStatus>(end->exitStatus)) {
    case BringStatus::Done:
        if (end->signal.isEmpty()) {
            serve();
            return;
        }
        break;
    case BringStatus::NoFolder:
        sentence = tr("The folder ~/.cache/atelier/node can't be made on the node, perhaps "
                      "because its home folder is read-only or full.");
        break;
    case BringStatus::NotWritten:
    case BringStatus::NotPublished:
        sentence = tr("The program atelier-node can't be written to ~/.cache on the node, perhaps "
                      "because the disk is full.");
        break;
    case BringStatus::Unsafe:
        sentence = unsafeSentence(end->errorOutput);
        break;
    case BringStatus::DoesNotRun:
        sentence = tr("The node does not start programs from ~/.cache, perhaps because the home "
                      "folder is mounted with “noexec”.");
        break;
    case BringStatus::Spoilt:
        sentence = tr("The program atelier-node arrived spoilt on the node.");
        break;
    }
    if (sentence.isEmpty()) {
        sentence = tr("The program atelier-node could not be brought to the node.");
    }
    finish(failure(cannotRunError(sentence, detail)));
}

void NodeStarter::finish(const Result<LinkPointer> &result)
{
    if (m_isDone) {
        return;
    }
    m_isDone = true;
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace Atelier::NodeClient
