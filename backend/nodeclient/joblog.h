// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/nodeclient/poster.h"
#include "backend/nodeclient/runningrequest.h"

#include <QByteArray>
#include <QObject>

#include <memory>
#include <optional>

namespace Atelier::NodeClient {

class Client;

/** Which part of a job's output. */
struct JobLogRange
{
    bool ofErrors = false; ///< of stderr, not of stdout
    qint64 offset = 0;     ///< in bytes
    std::optional<qint64> length = {};
    bool follow = false; ///< until the job has ended
};

/**
 * Reads a job's output: every byte once, in order. Lives in the client's thread; destroying it ends
 * it. After failed() a new one from offset() on reads the rest.
 */
class JobLog final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobLog)

public:
    JobLog(Client *client, const QString &id, const JobLogRange &range, QObject *parent = nullptr);
    ~JobLog() override;

    /** Behind the last byte that came. */
    [[nodiscard]] qint64 offset() const { return m_offset; }

Q_SIGNALS:
    void received(const QByteArray &bytes);
    /** The file has become shorter: what follows is from its beginning. */
    void cut();
    /** All is read; @p jobHasEnded: nothing more can come. */
    void finished(bool jobHasEnded);
    void failed(const Atelier::Error &error);

private:
    void begin(Client *client, const nlohmann::json &request);

    std::shared_ptr<Poster> m_poster;
    std::shared_ptr<RunningRequest> m_running;
    qint64 m_offset;
};

} // namespace Atelier::NodeClient
