// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keyringsearch.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <array>

namespace Atelier {

namespace {

constexpr int patience = 3000; ///< milliseconds for the bus's own answer

constexpr std::array keyringNames{
    "org.freedesktop.secrets",
    "org.kde.kwalletd6",
    "org.kde.kwalletd5",
    "org.kde.kwalletd",
};

Error missing(const QString &message, const QString &detail = {})
{
    return {.code = Error::Code::Unavailable, .message = message, .detail = detail};
}

/** Otherwise the library would try to start a bus of its own (dbus-launch). */
bool hasBus()
{
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
           || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QLatin1String("/bus"));
}

/** The names that @p method of the bus lists. */
QStringList busNames(const QDBusConnection &bus, const char *method)
{
    const QDBusMessage question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"),
        QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"),
        QLatin1StringView(method));
    const QDBusMessage answer = bus.call(question, QDBus::Block, patience);
    return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments().value(0).toStringList()
                                                       : QStringList();
}

} // namespace

Result<void> findKeyring()
{
    const QDBusConnection bus = hasBus() ? QDBusConnection::sessionBus()
                                         : QDBusConnection(QString());
    if (!bus.isConnected()) {
        return failure(
            missing(QCoreApplication::translate("Keychain",
                                                "There is no keychain: this session has no D-Bus "
                                                "on which one could answer."),
                    bus.lastError().message()));
    }
    const QStringList names = busNames(bus, "ListNames") + busNames(bus, "ListActivatableNames");
    const bool isThere = std::ranges::any_of(
        keyringNames, [&](const char *name) { return names.contains(QLatin1StringView(name)); });
    if (!isThere) {
        return failure(missing(
            QCoreApplication::translate("Keychain",
                                        "There is no keychain: neither GNOME Keyring nor KWallet "
                                        "nor another Secret Service runs in this session.")));
    }
    return {};
}

} // namespace Atelier
