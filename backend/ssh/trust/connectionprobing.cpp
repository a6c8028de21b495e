// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of a check: what works once the login has succeeded.
#include "backend/core/async.h"
#include "backend/ssh/session.h"
#include "backend/ssh/trust/connectioncheck.h"

#include <QtConcurrentRun>

namespace Atelier::Ssh {

template<typename T>
void ConnectionCheck::probe(const StreamTarget &target,
                            Result<T> (*run)(const std::shared_ptr<UniqueFd> &),
                            void (ConnectionCheck::*then)(const Result<T> &))
{
    whenDone(
        m_session->stream(target), this, [=, this, stop = m_stop](const Result<Stream> &stream) {
            if (stop.stop_requested()) {
                return;
            }
            if (!stream) {
                (this->*then)(failure(stream.error()));
                return;
            }
            m_probed = stream->descriptor;
            whenDone(QtConcurrent::run(run, stream->descriptor),
                     this,
                     [this, stop, then](const Result<T> &result) {
                         m_probed.reset();
                         if (!stop.stop_requested()) {
                             (this->*then)(result);
                         }
                     });
        });
}

void ConnectionCheck::probeTheShell()
{
    Q_EMIT began(tr("Running a command…"));
    probe<ShellProbe>(
        StreamTarget::command(probeCommand()), &probeShell, &ConnectionCheck::shellProbed);
}

void ConnectionCheck::shellProbed(const Result<ShellProbe> &probe)
{
    if (m_session->state() != SessionState::Ready) {
        finish(m_session->lastError());
        return;
    }
    if (!probe) {
        note(CheckStep::Kind::Shell,
             tr("No command can be run there: %1").arg(probe.error().message),
             false);
    } else {
        note(CheckStep::Kind::Shell,
             probe->chatter == 0
                 ? tr("The login shell runs commands and prints nothing of its own.")
                 : tr("The login shell prints %1 bytes of its own before each command. Atelier "
                      "copes with that; rsync and Git may not.")
                       .arg(probe->chatter),
             probe->chatter == 0);
        note(CheckStep::Kind::RoundTrip,
             tr("Round trip: %1 ms.")
                 .arg(static_cast<double>(probe->roundTrip.count()) / 1000.0, 0, 'f', 1));
    }
    probeTheFiles();
}

void ConnectionCheck::probeTheFiles()
{
    Q_EMIT began(tr("Asking for SFTP…"));
    probe<int>(
        StreamTarget::subsystem(QStringLiteral("sftp")), &probeSftp, &ConnectionCheck::filesProbed);
}

void ConnectionCheck::filesProbed(const Result<int> &version)
{
    if (m_session->state() != SessionState::Ready) {
        finish(m_session->lastError());
        return;
    }
    note(CheckStep::Kind::Sftp,
         version ? tr("SFTP is offered, version %1.").arg(*version)
                 : tr("SFTP is not offered: %1").arg(version.error().message),
         version.has_value());
    probeTheForwarding();
}

void ConnectionCheck::probeTheForwarding()
{
    Q_EMIT began(tr("Asking for forwarding…"));
    // The server's own port: something listens there, and nothing is sent to it.
    const auto target = StreamTarget::tcp(QStringLiteral("127.0.0.1"),
                                          m_destination ? m_destination->port : quint16{0});
    whenDone(m_session->stream(target), this, [this, stop = m_stop](const Result<Stream> &stream) {
        if (stop.stop_requested()) {
            return;
        }
        // "prohibited" is libssh2's word for the server's refusal; another fault says that
        // forwarding was tried.
        const bool isForbidden = !stream
                                 && (stream.error().code != Error::Code::ForwardingRefused
                                     || stream.error().detail.contains(
                                         QLatin1String("prohibited")));
        note(CheckStep::Kind::Forwarding,
             isForbidden ? tr("Forwarding is not allowed: %1").arg(stream.error().message)
                         : tr("Forwarding of ports is allowed."),
             !isForbidden);
        finish({});
    });
}

} // namespace Atelier::Ssh
