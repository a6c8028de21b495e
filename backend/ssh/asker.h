// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/hostkey.h"
#include "backend/ssh/reply.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <stop_token>

namespace Atelier::Ssh {

/** One line that a person is to fill in. */
struct SecretPrompt
{
    QString text = {};
    bool echo = false; ///< false: what is typed isn't shown
    bool operator==(const SecretPrompt &) const = default;
};

/** What a login needs to know from a person. Everything but kind, user, host, port and attempt
 * comes from files or the server: show it as plain text. */
struct SecretRequest
{
    enum class Kind {
        Passphrase, ///< of a key file; one hidden prompt
        Password,   ///< of the account; one hidden prompt
        Interactive ///< one round of the server's own questions (RFC 4256); any number of prompts
    };

    Kind kind = Kind::Password;
    QString user = {};
    QString host = {};
    quint16 port = 22;
    QString subject = {};     ///< of a passphrase: the key file's path
    QString fingerprint = {}; ///< of a passphrase: the key's, "SHA256:…", or empty when unknown
    QString instruction = {}; ///< the server's words before the prompts, or empty
    QList<SecretPrompt> prompts = {};
    int attempt = 1; ///< from 1; higher: the answer before was wrong
    /** Stops when the answer isn't wanted any more: the dialog goes. */
    std::stop_token withdrawn = {};
};

/** An unknown host key; one that has changed or is revoked is refused without a question. */
struct HostKeyQuestion
{
    QString host = {}; ///< as the person named it
    quint16 port = 22;
    HostKey presented = {};
    QList<HostKey> recorded = {}; ///< keys of the host's server at the usual port, if known
    QString recordingFile = {};   ///< where an accepted key is recorded; empty: nowhere
    std::stop_token withdrawn = {};
};

/**
 * Whom a login asks. Called in a thread of the session; the call returns at once, and the reply is
 * given later from any thread. A reply that is dropped, or given any error, cancels the login.
 */
class Asker
{
public:
    Asker() = default;
    Asker(const Asker &) = delete;
    Asker &operator=(const Asker &) = delete;
    virtual ~Asker() = default;

    /** The answers, as many as there are prompts and in their order. */
    virtual void askSecret(const SecretRequest &request, Reply<QStringList> reply) = 0;
    /** The last answer to @p request was right or wrong: only a right one is worth keeping, and a
     * wrong one that was kept is to be forgotten. */
    virtual void secretTried(const SecretRequest &request, bool wasRight)
    {
        static_cast<void>(request);
        static_cast<void>(wasRight);
    }
    /** A value accepts: the session then records the key in Destination::knownHosts, and only then
     * logs in. */
    virtual void decideHostKey(const HostKeyQuestion &question, Reply<void> reply) = 0;
};

} // namespace Atelier::Ssh
