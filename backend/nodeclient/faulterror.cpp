// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/nodeclient/faulterror.h"

#include <QCoreApplication>

namespace Atelier::NodeClient {

namespace {

constexpr QLatin1StringView programTarget("atelier-node");

Error::Code codeFrom(Node::FaultCode code)
{
    switch (code) {
    case Node::FaultCode::Cancelled:
        return Error::Code::Cancelled;
    case Node::FaultCode::Invalid:
    case Node::FaultCode::LeadsOut:
        return Error::Code::InvalidArgument;
    case Node::FaultCode::NotFound:
        return Error::Code::NotFound;
    case Node::FaultCode::AlreadyExists:
        return Error::Code::AlreadyExists;
    case Node::FaultCode::NotAFolder:
    case Node::FaultCode::IsAFolder:
    case Node::FaultCode::Changed:
        return Error::Code::Conflict;
    case Node::FaultCode::PermissionDenied:
    case Node::FaultCode::ReadOnly:
        return Error::Code::PermissionDenied;
    case Node::FaultCode::NoSpace:
    case Node::FaultCode::Limit:
        return Error::Code::Exhausted;
    case Node::FaultCode::Busy:
    case Node::FaultCode::NoLocks:
        return Error::Code::Unavailable;
    case Node::FaultCode::Unsupported:
    case Node::FaultCode::UnknownRequest:
    case Node::FaultCode::Version:
    case Node::FaultCode::Protocol:
        return Error::Code::Protocol;
    case Node::FaultCode::Failed:
        break;
    }
    return Error::Code::Unknown;
}

QString sentenceFor(Node::FaultCode code)
{
    switch (code) {
    case Node::FaultCode::Invalid:
        return QCoreApplication::translate("Node", "“%1” is not a path that can be used here.");
    case Node::FaultCode::LeadsOut:
        return QCoreApplication::translate("Node", "“%1” leads out of its folder.");
    case Node::FaultCode::NotFound:
        return QCoreApplication::translate("Node", "“%1” does not exist.");
    case Node::FaultCode::AlreadyExists:
        return QCoreApplication::translate("Node", "“%1” exists already.");
    case Node::FaultCode::NotAFolder:
        return QCoreApplication::translate("Node", "“%1” is not a folder.");
    case Node::FaultCode::IsAFolder:
        return QCoreApplication::translate("Node", "“%1” is a folder.");
    case Node::FaultCode::Changed:
        return QCoreApplication::translate("Node", "“%1” changed while it was read.");
    case Node::FaultCode::PermissionDenied:
        return QCoreApplication::translate("Node", "You may not access “%1”.");
    case Node::FaultCode::ReadOnly:
        return QCoreApplication::translate("Node", "“%1” is on a read-only file system.");
    case Node::FaultCode::NoSpace:
        return QCoreApplication::translate("Node", "There is no room left for “%1”.");
    case Node::FaultCode::Limit:
        return QCoreApplication::translate("Node", "A limit of the machine is reached at “%1”.");
    case Node::FaultCode::Busy:
        return QCoreApplication::translate("Node",
                                           "The node is busy with other requests; try “%1” later.");
    case Node::FaultCode::NoLocks:
        return QCoreApplication::translate(
            "Node",
            "The file system of “%1” has no file locks, without which no job is started. Let "
            "XDG_STATE_HOME on the node name a folder of a local disk.");
    case Node::FaultCode::Unsupported:
        return QCoreApplication::translate("Node", "“%1” is of a kind that can't be used here.");
    default:
        return QCoreApplication::translate("Node", "“%1” could not be used.");
    }
}

} // namespace

Error errorFrom(const Node::Fault &fault, const QByteArray &about)
{
    if (fault.code == Node::FaultCode::Cancelled) {
        return {.code = Error::Code::Cancelled, .message = {}};
    }
    const QString detail = QString::fromStdString(fault.message);
    if (fault.code == Node::FaultCode::Version || fault.code == Node::FaultCode::UnknownRequest) {
        return {
            .code = Error::Code::Protocol,
            .message = QCoreApplication::translate("Node",
                                                   "The node's program is of another version and "
                                                   "does not know this request."),
            .detail = detail};
    }
    if (fault.code == Node::FaultCode::Protocol && fault.path.empty()) {
        return brokenNode(detail);
    }
    const QByteArray path = fault.path.empty() ? about : QByteArray::fromStdString(fault.path);
    const QString name = path.isEmpty() ? QStringLiteral("/") : QString::fromUtf8(path);
    return {.code = codeFrom(fault.code),
            .message = sentenceFor(fault.code).arg(name),
            .detail = detail,
            .target = name};
}

Error brokenNode(const QString &detail)
{
    return {.code = Error::Code::Protocol,
            .message = QCoreApplication::translate(
                "Node", "The node's program answered what its protocol does not allow."),
            .detail = detail};
}

Error programEndedError()
{
    return {.code = Error::Code::CommandFailed,
            .message = QCoreApplication::translate("Node", "The node's program has ended.")};
}

Error cancelledError()
{
    return {.code = Error::Code::Cancelled, .message = {}};
}

Error cannotRunError(const QString &sentence, const QString &detail)
{
    return {.code = Error::Code::Unavailable,
            .message = sentence,
            .detail = detail,
            .target = programTarget};
}

bool cannotRun(const Error &error)
{
    return error.target == programTarget;
}

} // namespace Atelier::NodeClient
