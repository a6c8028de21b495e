// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/hostkey.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Atelier::Ssh {

/**
 * Which host keys the user trusts, in OpenSSH's own files, so that what was decided here holds for
 * ssh and the other way round. Every call reads the files afresh, because other programs write
 * them. A value; safe in any thread. The calls read and write files: not for the GUI thread when
 * the home folder may be slow.
 *
 * Judges as OpenSSH 10 does (hostfile.c, check_hostkeys_by_key_or_type): a host of which any key
 * is recorded and that presents another one has changed, whatever the types; "[host]:port" that is
 * not recorded at all is known when the bare name holds exactly this key.
 */
class KnownHosts final
{
public:
    struct Verdict
    {
        enum class Kind {
            Known,
            Unknown, ///< nothing is recorded; the user decides
            Changed, ///< other keys are recorded; never connect
            Revoked  ///< marked @revoked; never connect
        };

        Kind kind = Kind::Unknown;
        /** What is recorded: of Changed the expected keys; of Unknown with a port of its own what
         * the bare name holds (another server's key, perhaps). */
        QList<HostKey> recorded = {};
        QStringList files = {}; ///< where those stand, for "ssh-keygen -R"
    };

    struct Files
    {
        QStringList user = {};   ///< the first one is added to
        QStringList global = {}; ///< the administrator's
        bool hashNames = false;  ///< HashKnownHosts
    };

    explicit KnownHosts(Files files);
    /** ~/.ssh/known_hosts, ~/.ssh/known_hosts2 and those of /etc/ssh, as ssh_config(5) has them. */
    [[nodiscard]] static Files defaultFiles();

    /** Missing files are empty ones; one that is there and can't be read is an error, because it
     * may hold a revocation. @p port 0: @p host is a HostKeyAlias. */
    [[nodiscard]] Result<Verdict> check(const QString &host,
                                        quint16 port,
                                        const HostKey &key) const;
    /** The recorded and not revoked keys of exactly this name, for the order in which to offer
     * types; whether one is trusted is for check() to say. */
    [[nodiscard]] QList<HostKey> keysFor(const QString &host, quint16 port) const;
    /** Records @p key in the first user file, made with its folder when missing, durably. A key
     * that stands there already is not added twice. No line that other processes add at the same
     * time is lost. */
    [[nodiscard]] Result<void> add(const QString &host, quint16 port, const HostKey &key) const;

    /** The file that add() writes; empty when there is none ("UserKnownHostsFile none"). */
    [[nodiscard]] QString recordingFile() const { return m_files.user.value(0); }

private:
    Files m_files;
};

} // namespace Atelier::Ssh
