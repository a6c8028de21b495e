// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/processes.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace Atelier::Engine {

/** A file descriptor that is closed at the end of its scope. */
class FileDescriptor final
{
    Q_DISABLE_COPY_MOVE(FileDescriptor)

public:
    explicit FileDescriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~FileDescriptor();
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

/**
 * The process that keeps one node, whether this program started it or an earlier one did. It is
 * no child in any sense that matters: it lives on when this object or this program ends.
 */
class ShimProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShimProcess)

public:
    /** Starts one for the node in @p folder, in a session of its own, already holding the node's
     * lock. */
    [[nodiscard]] static Result<std::unique_ptr<ShimProcess>> spawn(const NodeFolder &folder);
    /** Watches one that runs; null when that process is gone. */
    [[nodiscard]] static std::unique_ptr<ShimProcess> adopt(const ProcessIdentity &identity);
    ~ShimProcess() override;

    void terminate() const;
    void kill() const;
    /** Why it gave up before the node ran, as it said itself: "28 No space left…"; else empty. */
    [[nodiscard]] QByteArray givenUp() const;

Q_SIGNALS:
    /** The node runs; its record is complete. */
    void running();
    void ended();

private:
    explicit ShimProcess(int pidDescriptor, int reportDescriptor);
    void readReport();
    void readEnd();

    FileDescriptor m_process;
    FileDescriptor m_report;
    std::unique_ptr<QSocketNotifier> m_endNotifier;
    std::unique_ptr<QSocketNotifier> m_reportNotifier;
    QByteArray m_reported;
};

} // namespace Atelier::Engine
