// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/jsonbody.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

struct Shape
{
    int depth = 0;
    qsizetype members = 0; ///< of all objects: colons outside of strings
};

/** Looks at brackets and colons alone; whether it is JSON is the parser's business. */
Shape shapeOf(QByteArrayView text)
{
    Shape shape;
    int depth = 0;
    bool inString = false;
    for (qsizetype index = 0; index < text.size(); ++index) {
        const char character = text.at(index);
        if (inString) {
            index += character == '\\' ? 1 : 0;
            inString = character != '"';
            continue;
        }
        inString = character == '"';
        shape.members += character == ':' ? 1 : 0;
        if (character == '{' || character == '[') {
            shape.depth = std::max(shape.depth, ++depth);
        } else if (character == '}' || character == ']') {
            --depth;
        }
    }
    return shape;
}

qsizetype membersOf(const QJsonValue &value)
{
    qsizetype count = 0;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        count = object.size();
        for (const auto &member : object) {
            count += membersOf(member);
        }
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const auto &element : array) {
            count += membersOf(element);
        }
    }
    return count;
}

std::unexpected<Error> badBody(const QString &message, const QString &detail = {})
{
    return failure({.code = Error::Code::InvalidArgument,
                    .message = message,
                    .detail = detail,
                    .serviceCode = u"InvalidRequestContent"_s});
}

} // namespace

Result<QJsonObject> jsonBodyFrom(const QByteArray &text)
{
    const Shape shape = shapeOf(text);
    if (shape.depth > deepestNesting) {
        return badBody(QCoreApplication::translate(
                           "Guards", "The request's body is nested more than %1 levels deep.")
                           .arg(deepestNesting));
    }
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(text, &fault);
    if (!document.isObject()) {
        return badBody(
            QCoreApplication::translate("Guards", "The request's body is not a JSON object."),
            u"%1 at byte %2"_s.arg(fault.errorString()).arg(fault.offset));
    }
    QJsonObject object = document.object();
    if (membersOf(object) != shape.members) {
        return badBody(QCoreApplication::translate(
            "Guards", "The request's body has an object with the same key twice."));
    }
    return object;
}

} // namespace Atelier::Server
