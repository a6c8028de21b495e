// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/loginerrors.h"

#include <QCoreApplication>

namespace Atelier::Ssh {

namespace {

QString loginText(const char *text)
{
    return QCoreApplication::translate("Ssh::Login", text);
}

QString loginPlace(const Destination &destination)
{
    return destination.host + QLatin1Char(':') + QString::number(destination.port);
}

QString offer(const LoginRecord &record)
{
    if (record.offered.isEmpty()) {
        return loginText(QT_TRANSLATE_NOOP("Ssh::Login", "It offers no other way to log in."));
    }
    return loginText(QT_TRANSLATE_NOOP("Ssh::Login", "It offers: %1."))
        .arg(QString::fromUtf8(record.offered.join(", ")));
}

} // namespace

Error refusedError(const Destination &destination, const LoginRecord &record)
{
    const QStringList tried = record.triedKeys + record.triedOthers;
    if (tried.isEmpty() && !record.skipped.isEmpty()) {
        return {.code = Error::Code::KeyUnreadable,
                .message = (record.skipped + QStringList{offer(record)}).join(QLatin1Char(' ')),
                .target = destination.identityFiles.value(0, destination.user)};
    }
    QStringList sentences;
    if (tried.isEmpty()) {
        sentences << loginText(QT_TRANSLATE_NOOP("Ssh::Login",
                                                 "There is nothing to log in to %1 with as user "
                                                 "%2: no key, and no method to ask for."))
                         .arg(loginPlace(destination), destination.user);
    } else {
        sentences << loginText(QT_TRANSLATE_NOOP("Ssh::Login",
                                                 "%1 refused the login of user %2. Tried: %3."))
                         .arg(loginPlace(destination),
                              destination.user,
                              tried.join(QLatin1String(", ")));
    }
    sentences << offer(record) << record.skipped;
    return {.code = Error::Code::AuthenticationRefused,
            .message = sentences.join(QLatin1Char(' ')),
            .target = destination.user};
}

Error tooManyError(const Destination &destination, const LoginRecord &record)
{
    return {
        .code = Error::Code::AuthenticationRefused,
        .message = loginText(
                       QT_TRANSLATE_NOOP(
                           "Ssh::Login",
                           "%1 ended the login of user %2 after too many attempts. Tried: %3. Name "
                           "the right key for this host as IdentityFile and set “IdentitiesOnly "
                           "yes”, so that others are not tried before it."))
                       .arg(loginPlace(destination),
                            destination.user,
                            (record.triedKeys + record.triedOthers).join(QLatin1String(", "))),
        .detail = QStringLiteral("Too many authentication failures"),
        .target = destination.user};
}

Error dismissedError(const Destination &destination, const QString &words)
{
    return {.code = Error::Code::ConnectionLost,
            .message = loginText(QT_TRANSLATE_NOOP("Ssh::Login",
                                                   "%1 ended the connection during the login: %2."))
                           .arg(loginPlace(destination), words),
            .detail = words,
            .target = destination.host};
}

Error waitedTooLongError(const Destination &destination)
{
    return {.code = Error::Code::AuthenticationRefused,
            .message = loginText(QT_TRANSLATE_NOOP(
                                     "Ssh::Login",
                                     "%1 ended the connection while it waited for an answer: it "
                                     "gives only some time for a login. Connect again."))
                           .arg(loginPlace(destination)),
            .target = destination.host};
}

Error givenUpError(const Destination &destination)
{
    return {.code = Error::Code::Cancelled,
            .message = loginText(QT_TRANSLATE_NOOP("Ssh::Login",
                                                   "The login of user %1 to %2 was cancelled."))
                           .arg(destination.user, loginPlace(destination)),
            .target = destination.host};
}

Error nobodyError(const Destination &destination)
{
    return {.code = Error::Code::AuthenticationRefused,
            .message = loginText(QT_TRANSLATE_NOOP("Ssh::Login",
                                                   "%1 asks something for the login of user %2, "
                                                   "and there is nobody to answer."))
                           .arg(loginPlace(destination), destination.user),
            .target = destination.user};
}

Error expiredError(const Destination &destination)
{
    return {.code = Error::Code::AuthenticationRefused,
            .message = loginText(QT_TRANSLATE_NOOP("Ssh::Login",
                                                   "The password of user %1 on %2 has expired. "
                                                   "Log in from a terminal and set a new one."))
                           .arg(destination.user, loginPlace(destination)),
            .target = destination.user};
}

} // namespace Atelier::Ssh
