// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include <vector>

namespace Atelier::Forwards {

class ForwardRun;

/** All forwards in the order in which they were made, of every instance. Lives in the GUI thread.
 */
class ForwardsModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForwardsModel)

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        InstanceRole,
        TargetRole,  ///< QString: "port 6006"
        StateRole,   ///< ForwardState
        StatusRole,  ///< QString: "Listening on localhost:6006"
        AddressRole, ///< QString, for a browser; empty while it does not listen
        ProblemRole, ///< QString: what is wrong, one sentence; empty when nothing is
    };

    explicit ForwardsModel(QObject *parent = nullptr);
    ~ForwardsModel() override;

    /** @p run must be removed before it is destroyed. */
    void append(ForwardRun *run);
    void remove(ForwardRun *run);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    void changed(const ForwardRun *run);
    [[nodiscard]] int rowOf(const ForwardRun *run) const;

    std::vector<ForwardRun *> m_runs;
};

} // namespace Atelier::Forwards
