// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "widgets/common/theme.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QMap>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Window {

/** What is being done and what was said lately, newest first: each change of an instance, and the
 * pages' messages. */
class ActivityLog final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActivityLog)

public:
    enum Role { ToneRole = Qt::UserRole + 1, StartedRole, EndedRole };

    struct Entry
    {
        Ui::Tone tone = Ui::Tone::Stopped; ///< Changing while it runs
        QString text = {};
        QDateTime started = {};
        QDateTime ended = {};  ///< invalid while it runs
        QString instance = {}; ///< empty for a message
    };

    explicit ActivityLog(const Client::ControlPlane *controlPlane, QObject *parent = nullptr);
    ~ActivityLog() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;

    void addMessage(const QString &text);
    /** Those that run, the one that began first at the front. */
    [[nodiscard]] QList<Entry> running() const;
    /** The newest that is over; nothing to show when its text is empty. */
    [[nodiscard]] Entry latest() const;

Q_SIGNALS:
    void changed();

private:
    void follow(const Arm::ComputeInstance &instance);
    /** What befell an instance that goes on. */
    void noteErrors(const Arm::ComputeInstance &instance, bool tell);
    void finish(const QString &instance, Ui::Tone tone, const QString &text);
    void insert(const Entry &entry);
    [[nodiscard]] int runningRow(const QString &instance) const;

    QList<Entry> m_entries;
    QMap<QString, Arm::InstanceState> m_states;
    QMap<QString, QStringList> m_errors; ///< that are told or were there already
};

} // namespace Atelier::Window
