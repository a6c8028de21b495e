// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/treework.h"

#include "backend/sftp/errors.h"
#include "backend/sftp/names.h"

#include <QCoreApplication>

#include <algorithm>

namespace Atelier::Sftp {

namespace {

constexpr qsizetype keptFaults = 1000;
/** Files a second on loopback, 5,000 of 4 KiB, with 1, 2, 4 and 8 channels: 5,000, 5,500, 8,000,
 * 9,300 down and 5,400, 6,800, 9,200, 9,800 up; four leave the server's ten sessions to others too.
 */
constexpr int usualChannels = 4;
constexpr int usualFilesAtOnce = 128;
/** Where the server does not say how many files may be open. */
constexpr int carefulFilesAtOnce = 48;
/** A large file fills the path alone. */
constexpr int largeFilesAtOnce = 4;
constexpr quint64 largeFile = quint64{1024} * 1024;

Error about(Error::Code code, const QString &text, const QByteArray &path)
{
    return {.code = code, .message = text.arg(shownName(path)), .target = shownName(path)};
}

void keep(QList<TreeFault> *list, const QByteArray &path, const Error &error)
{
    if (list->size() < keptFaults) {
        list->append({.path = path, .error = error});
    }
}

} // namespace

TreeWork::TreeWork(WorkPointer work, const TreeOptions &options)
    : m_work(std::move(work))
    , m_options(options)
    , m_meter(std::make_shared<Meter>(options.progress))
{
}

Task<Result<Done>> TreeWork::openChannels(std::shared_ptr<TreeWork> self)
{
    const auto first = co_await m_work->engine.channel(m_work, 1);
    if (!first) {
        co_return failure(first.error());
    }
    m_channels.push_back(*first);
    const auto handles = static_cast<int>((*first)->features().openHandles);
    const int allowed = handles > 0 ? std::max(handles / 2, 4) : carefulFilesAtOnce;
    const int wanted = m_options.filesAtOnce > 0 ? m_options.filesAtOnce : usualFilesAtOnce;
    m_mostWeight = std::max(std::min(wanted, allowed), largeFilesAtOnce);
    const int channels = m_options.channels > 0 ? std::min(m_options.channels, Engine::bulkChannels)
                                                : usualChannels;
    for (int number = 2; number <= channels; ++number) {
        static_cast<void>(openMore(self, number));
    }
    co_return Done();
}

Task<Done> TreeWork::openMore(std::shared_ptr<TreeWork> self, int number)
{
    // A server that refuses a further channel is served through those it has allowed.
    const auto channel = co_await self->m_work->engine.channel(self->m_work, number);
    if (channel && std::ranges::find(self->m_channels, *channel) == self->m_channels.end()) {
        self->m_channels.push_back(*channel);
    }
    co_return Done();
}

ChannelPointer TreeWork::channel() const
{
    return *std::ranges::min_element(m_channels, {}, [](const auto &one) { return one->users; });
}

int TreeWork::weightOf(quint64 size) const
{
    return size < largeFile ? 1 : m_mostWeight / largeFilesAtOnce;
}

bool TreeWork::hasRoomFor(quint64 size) const
{
    return m_weight == 0 || m_weight + weightOf(size) <= m_mostWeight;
}

int TreeWork::begin(quint64 size, const ChannelPointer &channel)
{
    const int weight = weightOf(size);
    m_weight += weight;
    channel->users += weight;
    return weight;
}

void TreeWork::end(int weight, const ChannelPointer &channel)
{
    m_weight -= weight;
    channel->users -= weight;
    if (channel->error() && !m_fatal && !m_work->isStopped()) {
        m_fatal = channel->error();
    }
    m_changed.notify();
}

bool TreeWork::countEntry(const QByteArray &folder)
{
    if (++m_entries <= m_options.maximumEntries) {
        return true;
    }
    if (!m_fatal) {
        m_fatal = Error{
            .code = Error::Code::Exhausted,
            .message = QCoreApplication::translate(
                           "Sftp", "The folder has more than %1 entries: stopped at \"%2\".")
                           .arg(QString::number(m_options.maximumEntries), shownName(folder))};
    }
    return false;
}

void TreeWork::skip(const QByteArray &path, const Error &error)
{
    ++m_report.skippedCount;
    keep(&m_report.skipped, path, error);
}

void TreeWork::fail(const QByteArray &path, const Error &error)
{
    if (error.code == Error::Code::Cancelled) {
        return; // the whole says so
    }
    ++m_report.failedCount;
    keep(&m_report.failed, path, error);
    if (error.code == Error::Code::Exhausted && !m_fatal) {
        m_fatal = error; // a full disk: the next file fares no better
    }
}

void TreeWork::note(const QByteArray &path, const Result<TransferResult> &result)
{
    if (!result) {
        fail(path, result.error());
        return;
    }
    if (result->isSkipped) {
        ++m_report.skippedExisting;
        return;
    }
    ++m_report.files;
    m_report.bytes += result->bytes;
    m_meter->progress.files = m_report.files;
}

Result<TreeReport> TreeWork::result() const
{
    if (m_work->isStopped()) {
        return failure(cancelledError());
    }
    if (m_fatal) {
        return failure(*m_fatal);
    }
    return m_report;
}

Error TreeWork::unsafeName(const QByteArray &name)
{
    return about(Error::Code::Protocol,
                 QCoreApplication::translate(
                     "Sftp", "\"%1\" is no name for a file here, or the server names it twice."),
                 name);
}

Error TreeWork::leadsOutside(const QByteArray &path)
{
    return about(Error::Code::InvalidArgument,
                 QCoreApplication::translate(
                     "Sftp", "The link \"%1\" leads out of the folder and was left out."),
                 path);
}

Error TreeWork::tooDeep(const QByteArray &path)
{
    return about(Error::Code::InvalidArgument,
                 QCoreApplication::translate("Sftp", "\"%1\" lies too deep and was left out."),
                 path);
}

Error TreeWork::ofUnknownKind(const QByteArray &path)
{
    return about(Error::Code::InvalidArgument,
                 QCoreApplication::translate(
                     "Sftp", "\"%1\" is neither a file nor a folder nor a link and was left out."),
                 path);
}

} // namespace Atelier::Sftp
