// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/states.h"

#include <QObject>
#include <QStringList>

#include <array>

class QAction;
class QMenu;

namespace Atelier::Compute {

/** An instance as the actions see it. */
struct InstanceRef
{
    QString name = {};
    Arm::InstanceState state = Arm::InstanceState::Unknown;
};

/**
 * Start, Stop, Restart, Delete and Open JupyterLab for the selected instances: enabled when at
 * least one of them allows it, with a tooltip that says for which it does not and why.
 */
class InstanceActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceActions)

public:
    explicit InstanceActions(QWidget *parent);
    ~InstanceActions() override;

    [[nodiscard]] QAction *action(Arm::InstanceAction kind) const;
    /** All of them, in groups. */
    void addTo(QMenu *menu) const;
    void setSelection(const QList<InstanceRef> &selection);
    /** Without a connection nothing can be asked for; @p why is the tooltip then. Empty: there is
     * one. */
    void setUnreachable(const QString &why);

Q_SIGNALS:
    /** With the names of those that allow it. */
    void triggered(Atelier::Arm::InstanceAction kind, const QStringList &names);

private:
    void add(Arm::InstanceAction kind, const QString &objectName, const QString &text);
    void update(Arm::InstanceAction kind);
    [[nodiscard]] QStringList allowed(Arm::InstanceAction kind) const;
    [[nodiscard]] QString toolTip(Arm::InstanceAction kind, const QStringList &names) const;

    std::array<QAction *, 5> m_actions{};
    QList<InstanceRef> m_selection;
    QString m_unreachable;
};

} // namespace Atelier::Compute
