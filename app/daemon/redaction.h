// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace Atelier::Daemon {

/**
 * Takes out of a report what nobody else may know. Text loses known secrets and all that looks like
 * one: key blocks, passwords, tokens, long words of mixed letters and digits. Of JSON only fields
 * stay that are known to be harmless.
 */
class Redaction final
{
public:
    /** @p secrets are taken out wherever they stand; ones shorter than 6 characters are left. */
    explicit Redaction(QStringList secrets);

    [[nodiscard]] QString text(const QString &text) const;
    [[nodiscard]] QJsonValue json(const QJsonValue &value) const;

    /** The values of variables that are named like a secret: NAME=VALUE, separated by zeros. */
    [[nodiscard]] static QStringList secretsIn(const QByteArray &environment);

private:
    [[nodiscard]] QJsonValue field(const QString &name, const QJsonValue &value) const;

    QStringList m_secrets;
    QString m_home;
};

} // namespace Atelier::Daemon
