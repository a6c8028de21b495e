// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QDateTime>
#include <QHash>
#include <QObject>

#include <functional>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Ui {
struct Answer;
}

namespace Atelier::Window {

class StudioSettings;

/**
 * What becomes of instances that still run when a person leaves them by closing a notebook's tab or
 * the window: asks, unless the answer is kept, and stops them, if so wished. Who was told to leave
 * an instance running is not asked about the same run again.
 */
class RunningInstances final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunningInstances)

public:
    /** Whether the tab or the window may close. */
    using Decision = std::function<void(bool mayClose)>;

    RunningInstances(Client::ControlPlane *controlPlane, StudioSettings *settings, QWidget *window);
    ~RunningInstances() override;

    /** Before the last tab of @p instance closes. */
    void leaveOne(const QString &instance, const Decision &decided);
    /** Before the window closes. */
    void leaveAll(const Decision &decided);

Q_SIGNALS:
    /** An instance could not be stopped. */
    void failed(const Atelier::Error &error);

private:
    [[nodiscard]] QStringList running() const;
    void leave(const QStringList &names, const QString &title, const Decision &decided);
    void ask(const QStringList &names, const QString &title, const Decision &decided);
    void take(const Ui::Answer &answer, const QStringList &names, const Decision &decided);
    void stop(const QStringList &names, const Decision &decided);

    Client::ControlPlane *m_controlPlane = nullptr;
    StudioSettings *m_settings = nullptr;
    QWidget *m_window = nullptr;
    QHash<QString, QDateTime> m_left; ///< instances to leave running, and since when they ran
};

} // namespace Atelier::Window
