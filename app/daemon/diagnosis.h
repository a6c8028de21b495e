// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/redaction.h"
#include "backend/core/result.h"

#include <QJsonObject>
#include <QString>
#include <QTemporaryDir>

namespace Atelier::Daemon {

/**
 * The report of `atelierd diagnose`: what is needed to look into a fault from far away, and nothing
 * secret. Works beside a running control plane and without one, and changes nothing in the data
 * folder but for the report. One function a part; a part that fails says so in its place.
 */
class Diagnosis final
{
    Q_DISABLE_COPY_MOVE(Diagnosis)

public:
    explicit Diagnosis(const QString &dataFolder);

    /** Writes the report; its path. @p target may be empty: then it goes below the data folder. */
    [[nodiscard]] Result<QString> write(const QString &target);

private:
    [[nodiscard]] QStringList knownSecrets() const;
    [[nodiscard]] QJsonObject overview() const;
    [[nodiscard]] QJsonObject endpoint() const;
    [[nodiscard]] QJsonObject database() const;
    [[nodiscard]] QJsonObject disk() const;
    void addLogs() const;
    void addFile(const QString &name, const QString &redacted) const;
    void addLog(const QString &source, const QString &name) const;

    QString m_dataFolder;
    qint64 m_holder = 0; ///< process of the control plane that runs here
    QTemporaryDir m_work;
    QString m_name;
    Redaction m_redaction;
};

} // namespace Atelier::Daemon
