// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace Atelier::Client {

/** Some process of this user that has been asked to end (SIGTERM), and is waited for. Lives in the
 * GUI thread. */
class EndingProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndingProcess)

public:
    /**
     * Asks process @p pid to end, if @p isIt says that it is the one that is meant: asked when the
     * id can no longer pass to another process unnoticed. Nothing when it was not asked.
     */
    [[nodiscard]] static std::unique_ptr<EndingProcess> ask(qint64 pid,
                                                            const std::function<bool()> &isIt);
    ~EndingProcess() override;

Q_SIGNALS:
    void ended();

private:
    explicit EndingProcess(int descriptor);

    int m_descriptor; // a pidfd: readable when the process has ended
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Atelier::Client
