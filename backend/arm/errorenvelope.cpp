// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/errorenvelope.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

struct Row
{
    Error::Code code;
    int status;
    QLatin1StringView name; ///< the envelope's code where the error has none of its own
};

// Read from top to bottom: the first row with a status is what that status means.
constexpr std::array table{
    Row{.code = Error::Code::InvalidArgument, .status = 400, .name = "UserError"_L1},
    Row{.code = Error::Code::Unauthorized, .status = 401, .name = "AuthenticationFailed"_L1},
    Row{.code = Error::Code::PermissionDenied, .status = 403, .name = "AuthorizationFailed"_L1},
    Row{.code = Error::Code::NotFound, .status = 404, .name = "ResourceNotFound"_L1},
    Row{.code = Error::Code::TimedOut, .status = 408, .name = "RequestTimeout"_L1},
    Row{.code = Error::Code::Conflict, .status = 409, .name = "Conflict"_L1},
    Row{.code = Error::Code::AlreadyExists, .status = 409, .name = "ResourceExists"_L1},
    Row{.code = Error::Code::PreconditionFailed, .status = 412, .name = "PreconditionFailed"_L1},
    Row{.code = Error::Code::Cancelled, .status = 499, .name = "OperationCanceled"_L1},
    Row{.code = Error::Code::Internal, .status = 500, .name = "InternalServerError"_L1},
    Row{.code = Error::Code::Protocol, .status = 502, .name = "BadGateway"_L1},
    Row{.code = Error::Code::Unavailable, .status = 503, .name = "ServiceUnavailable"_L1},
    Row{.code = Error::Code::Unreachable, .status = 504, .name = "GatewayTimeout"_L1},
    Row{.code = Error::Code::Exhausted, .status = 507, .name = "ResourceExhausted"_L1},
};

const Row &rowFor(Error::Code code)
{
    const auto row = std::ranges::find(table, code, &Row::code);
    const auto internal = std::ranges::find(table, Error::Code::Internal, &Row::code);
    return row == table.end() ? *internal : *row;
}

} // namespace

QJsonObject toEnvelope(const Error &error)
{
    const QString code = error.serviceCode.isEmpty() ? QString(rowFor(error.code).name)
                                                     : error.serviceCode;
    QJsonArray details;
    if (!error.detail.isEmpty()) {
        details.append(QJsonObject{{u"code"_s, u"Detail"_s}, {u"message"_s, error.detail}});
    }
    QJsonObject body{{u"code"_s, code}, {u"message"_s, error.message}, {u"details"_s, details}};
    if (!error.target.isEmpty()) {
        body.insert(u"target"_s, error.target);
    }
    return {{u"error"_s, body}};
}

Error errorFromEnvelope(int httpStatus, const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object().value("error"_L1).toObject();
    Error error{
        .code = codeForHttpStatus(httpStatus),
        .message = json.value("message"_L1).toString().trimmed(),
        .target = json.value("target"_L1).toString(),
        .serviceCode = json.value("code"_L1).toString(),
    };
    QStringList details;
    for (const auto &entry : json.value("details"_L1).toArray()) {
        const QJsonObject detail = entry.toObject();
        const QString code = detail.value("code"_L1).toString();
        const QString message = detail.value("message"_L1).toString();
        details.append(code == "Detail"_L1 || code.isEmpty() ? message
                                                             : QString(code + u": "_s + message));
    }
    error.detail = details.join(u'\n');
    if (error.serviceCode == rowFor(Error::Code::AlreadyExists).name) {
        error.code = Error::Code::AlreadyExists;
    }
    if (error.message.isEmpty()) {
        error.message = QCoreApplication::translate(
                            "ErrorEnvelope", "The server answered with status %1 and no reason.")
                            .arg(httpStatus);
        error.detail = QString::fromUtf8(body.left(4096));
    }
    return error;
}

int httpStatusFor(Error::Code code)
{
    return rowFor(code).status;
}

Error::Code codeForHttpStatus(int status)
{
    const auto row = std::ranges::find(table, status, &Row::status);
    if (row != table.end()) {
        return row->code;
    }
    switch (status) {
    case 410: // the change stream's "too old"
        return Error::Code::NotFound;
    case 429:
        return Error::Code::Unavailable;
    default:
        break;
    }
    if (status >= 400 && status < 500) {
        return Error::Code::InvalidArgument;
    }
    return status >= 500 && status < 600 ? Error::Code::Internal : Error::Code::Unknown;
}

} // namespace Atelier::Arm
