// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QSortFilterProxyModel>

#include <chrono>
#include <optional>

namespace Atelier::Compute {

/** Sorts and filters the instances, and adds to the texts of the table how old things are. */
class InstancesProxy final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstancesProxy)

public:
    explicit InstancesProxy(QObject *parent = nullptr);
    ~InstancesProxy() override;

    /** Shows rows that contain every word of @p text, in any column. */
    void setFilterText(const QString &text);

    /** Tells the views that ages have grown. */
    void updateAges();
    /** When the next age reads differently; nothing when none ever will. */
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNextAge() const;

    [[nodiscard]] int rowOf(const QString &name) const;
    [[nodiscard]] QString nameAt(int row) const;

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow,
                                        const QModelIndex &sourceParent) const override;

private:
    QStringList m_words;
};

/** "Running · 2 h", "Starting… · 3 s": what the table and the details pane both say. */
[[nodiscard]] QString stateWithAge(const QString &word,
                                   bool changing,
                                   const QDateTime &since,
                                   const QDateTime &now);

} // namespace Atelier::Compute
