// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/detachedprocess.h"
#include "backend/core/result.h"
#include "backend/usertools/terminals.h"

#include <QObject>

#include <memory>
#include <vector>

namespace Atelier::UserTools {

/**
 * Starts programs with windows of their own, which outlive the studio: in the home folder, without
 * a descriptor of ours, by posix_spawn. Lives in the GUI thread; starting takes a millisecond.
 */
class ProgramStarter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgramStarter)

public:
    explicit ProgramStarter(QObject *parent = nullptr);
    ~ProgramStarter() override;

    [[nodiscard]] Result<void> start(const CommandLine &command);

Q_SIGNALS:
    /** A program ended with a failure within seconds of its start: no window was seen. */
    void failed(const Atelier::Error &error);

private:
    void ended(const Client::DetachedProcess *process, const QString &program, int exitCode);

    struct Running
    {
        std::unique_ptr<Client::DetachedProcess> process;
        qint64 startedAt = 0; ///< milliseconds of the monotonic clock
    };
    std::vector<Running> m_running; ///< kept so that an ended child does not stay a zombie
};

} // namespace Atelier::UserTools
