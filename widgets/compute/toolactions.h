// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/usertools/editors.h"
#include "widgets/compute/instanceactions.h"

#include <QList>
#include <QObject>

namespace Atelier::Compute {

/**
 * *Terminal*, *Open in …* for each editor that is installed, and *Forward a port…* for the selected
 * instances. They need an instance that runs, but no connection to the control plane.
 */
class ToolActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ToolActions)

public:
    explicit ToolActions(QWidget *parent);
    ~ToolActions() override;

    [[nodiscard]] QAction *terminal() const { return m_terminal; }
    [[nodiscard]] QAction *forwardPort() const { return m_forward; }
    /** One for each of editors(), in their order; looked for anew by refreshEditors(). */
    [[nodiscard]] const QList<QAction *> &openInEditor() const { return m_open; }
    [[nodiscard]] const QList<UserTools::Editor> &editors() const { return m_editors; }
    void refreshEditors();

    void addTo(QMenu *menu);
    void setSelection(const QList<InstanceRef> &selection);

Q_SIGNALS:
    void editorsChanged();
    void terminalWanted(const QStringList &instances);
    void editorWanted(const Atelier::UserTools::Editor &editor, const QStringList &instances);
    void forwardWanted(const QString &instance);

private:
    QAction *make(const QString &iconName, const QString &text, const QString &objectName);
    void update();
    void updateOne(QAction *action, const QString &plain, const QString &extra = {});

    QWidget *m_widget = nullptr;
    QAction *m_terminal = nullptr;
    QAction *m_forward = nullptr;
    QList<UserTools::Editor> m_editors;
    QList<QAction *> m_open;
    QList<InstanceRef> m_selection;
    QStringList m_running;
};

} // namespace Atelier::Compute
