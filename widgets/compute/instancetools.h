// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/usertools/editors.h"
#include "backend/usertools/programstarter.h"
#include "widgets/common/command.h"
#include "widgets/compute/toolservices.h"

#include <QObject>

#include <functional>

class QWidget;

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Compute {

class ToolActions;

/**
 * Does what ToolActions ask for: starts a terminal or an editor once the instance can be reached by
 * its name, opens the dialog for a forward, and asks for the line in `~/.ssh/config`.
 */
class InstanceTools final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceTools)

public:
    InstanceTools(Client::ControlPlane *controlPlane, ToolServices services, QWidget *parent);
    ~InstanceTools() override;

    [[nodiscard]] ToolActions *actions() const { return m_actions; }
    [[nodiscard]] const ToolServices &services() const { return m_services; }
    /** What the palette offers for the instances and their forwards. */
    [[nodiscard]] QList<Ui::Command> commands();

    void openTerminal(const QString &instance);
    void openEditor(const UserTools::Editor &editor, const QString &instance);
    void forwardPort(const QString &instance);

    /** Whether a person is still to be asked for the line. */
    [[nodiscard]] bool mayAskToInclude() const;
    /** Asks, with @p instance as the example; @p then hears whether the line is there. */
    void askToInclude(const QString &instance, const std::function<void(bool)> &then = {});
    /** Puts the line in or takes it out. */
    void include(bool isWanted);

Q_SIGNALS:
    /** A sentence for the window's activity area. */
    void message(const QString &text);
    void failed(const Atelier::Error &error);
    /** The person has answered, or need not be asked any more. */
    void askingChanged();

private:
    void startTerminal(const QString &instance, const QString &alias);
    void startEditor(const UserTools::Editor &editor,
                     const QString &instance,
                     const QString &alias);
    void addCommandsOf(const QString &instance, QList<Ui::Command> &commands);

    Client::ControlPlane *m_controlPlane = nullptr;
    ToolServices m_services;
    QWidget *m_widget = nullptr;
    ToolActions *m_actions = nullptr;
    UserTools::ProgramStarter m_starter;
    bool m_isPutOff = false; ///< *Not now* holds until the studio is started again
};

} // namespace Atelier::Compute
