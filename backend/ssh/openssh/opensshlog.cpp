// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/openssh/opensshlog.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <array>

namespace Atelier::Ssh {

namespace {

constexpr qsizetype keptWords = 16 * 1024;
constexpr qsizetype longestLine = 64 * 1024;
/** So much may wait while the thread is busy: ssh(1) waits for its log. */
constexpr int pipeSize = 1024 * 1024;

/** @p line without the place in the source, which ssh(1) puts before the text of what LogVerbose
 * asked for: "debug2: channels.c:channel_input_status_confirm():3735 (bin=ssh, pid=7): type …";
 * "(pid=7)" before OpenSSH 9.8. */
QByteArray withoutPlace(const QByteArray &line)
{
    const qsizetype tag = line.indexOf("pid=");
    const qsizetype end = line.indexOf("): ", tag);
    if (tag < 0 || end < 0 || !line.startsWith("debug2: ")) {
        return line;
    }
    return "debug2: " + line.mid(end + 3);
}

} // namespace

OpenSshLog::OpenSshLog(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkfifo(name.constData(), S_IRUSR | S_IWUSR) != 0) {
        return;
    }
    m_reader = UniqueFd(::open(name.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)); // NOLINT
    m_writer = UniqueFd(::open(name.constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)); // NOLINT
    if (!isOpen()) {
        return;
    }
    // Where the system allows less, less may wait.
    static_cast<void>(::fcntl(m_reader.get(), F_SETPIPE_SZ, pipeSize)); // NOLINT
    m_notifier = std::make_unique<QSocketNotifier>(m_reader.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &OpenSshLog::drain);
}

OpenSshLog::~OpenSshLog()
{
    m_notifier.reset();
    QFile::remove(m_path);
}

void OpenSshLog::drain()
{
    std::array<char, 65536> chunk{};
    for (ssize_t count = 1; count > 0;) {
        count = ::read(m_reader.get(), chunk.data(), chunk.size());
        m_rest.append(chunk.data(), std::max<ssize_t>(count, 0));
    }
    qsizetype begin = 0;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', begin)) {
        const QByteArray text = withoutPlace(m_rest.mid(begin, end - begin).trimmed());
        begin = end + 1;
        if (!text.startsWith("debug") && m_said.size() < keptWords) {
            m_said += text.left(keptWords) + '\n';
        }
        Q_EMIT line(text);
    }
    m_rest.remove(0, begin);
    if (m_rest.size() > longestLine) {
        m_rest.clear();
    }
}

} // namespace Atelier::Ssh
