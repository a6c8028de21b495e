// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sftp/engine.h"
#include "backend/sftp/meter.h"
#include "backend/sftp/transfer.h"

namespace Atelier::Sftp {

/** What downloading and uploading a tree have in common: how much is under way on which channel,
 *  what has failed, and when everything is done. */
class TreeWork
{
public:
    TreeWork(WorkPointer work, const TreeOptions &options);
    TreeWork(const TreeWork &) = delete;
    TreeWork &operator=(const TreeWork &) = delete;

    [[nodiscard]] const WorkPointer &work() const { return m_work; }
    [[nodiscard]] const TreeOptions &options() const { return m_options; }
    [[nodiscard]] TreeReport &report() { return m_report; }
    [[nodiscard]] const std::shared_ptr<Meter> &meter() const { return m_meter; }
    [[nodiscard]] Signal &changed() { return m_changed; }

    /** The first channel; the others follow by themselves while work goes on. */
    [[nodiscard]] Task<Result<Done>> openChannels(std::shared_ptr<TreeWork> self);
    /** The one with the least to do. */
    [[nodiscard]] ChannelPointer channel() const;

    /** True when one more file of that many bytes may begin; it counts from begin() to end(). */
    [[nodiscard]] bool hasRoomFor(quint64 size) const;
    [[nodiscard]] int begin(quint64 size, const ChannelPointer &channel);
    void end(int weight, const ChannelPointer &channel);
    [[nodiscard]] bool isIdle() const { return m_weight == 0; }

    /** One more entry was met; false: too many, and the tree ends with that error. */
    [[nodiscard]] bool countEntry(const QByteArray &folder);
    void skip(const QByteArray &path, const Error &error);
    /** Notes a fault; one that concerns everything, as a lost connection, ends the tree. */
    void fail(const QByteArray &path, const Error &error);
    /** Takes over how a file went. */
    void note(const QByteArray &path, const Result<TransferResult> &result);
    [[nodiscard]] bool isOver() const { return m_fatal || m_work->isStopped(); }
    [[nodiscard]] Result<TreeReport> result() const;

    static Error unsafeName(const QByteArray &name);
    static Error leadsOutside(const QByteArray &path);
    static Error tooDeep(const QByteArray &path);
    static Error ofUnknownKind(const QByteArray &path);

private:
    [[nodiscard]] static Task<Done> openMore(std::shared_ptr<TreeWork> self, int number);
    [[nodiscard]] int weightOf(quint64 size) const;

    WorkPointer m_work;
    TreeOptions m_options;
    std::shared_ptr<Meter> m_meter;
    TreeReport m_report;
    Signal m_changed;
    std::vector<ChannelPointer> m_channels;
    std::optional<Error> m_fatal;
    qint64 m_entries = 0;
    int m_weight = 0;
    int m_mostWeight = 64;
};

} // namespace Atelier::Sftp
