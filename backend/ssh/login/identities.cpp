// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/login/identities.h"

#include "backend/ssh/login/secret.h"
#include "backend/ssh/login/wire.h"

#include <QCoreApplication>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

/** One of Destination::identityFiles. */
struct Candidate
{
    QString path = {};
    QByteArray blob = {};
    Result<KeyFile> file = {};
};

QList<Candidate> readCandidates(const QStringList &paths)
{
    QList<Candidate> candidates;
    for (const QString &path : paths) {
        Candidate candidate{.path = path, .file = readKeyFile(path)};
        // The public half may be all that is there, beside a key that only the agent has.
        candidate.blob = candidate.file ? candidate.file->publicBlob
                                        : readPublicKey(path + QLatin1String(".pub"));
        candidates += candidate;
    }
    return candidates;
}

void addUsable(Identities &identities, Identity identity)
{
    const bool isKnown = !identity.blob.isEmpty()
                         && std::ranges::any_of(identities.usable, [&](const Identity &other) {
                                return other.blob == identity.blob;
                            });
    if (isKnown) {
        return;
    }
    if (!identity.blob.isEmpty()) {
        if (const auto checked = checkKeyType(identity.blob, identity.name()); !checked) {
            identities.skipped += checked.error().message;
            return;
        }
    }
    identities.usable += std::move(identity);
}

void addAgentKeys(Identities &identities,
                  const QList<AgentKey> &keys,
                  const QList<Candidate> &candidates,
                  bool onlyCandidates)
{
    for (const Candidate &candidate : candidates) {
        const auto isIt = [&](const AgentKey &key) { return key.blob == candidate.blob; };
        if (std::ranges::any_of(keys, isIt)) {
            addUsable(identities,
                      {.label = candidate.path, .blob = candidate.blob, .isInAgent = true});
        }
    }
    for (const AgentKey &key : keys) {
        if (!onlyCandidates) {
            addUsable(identities,
                      {.label = key.comment.simplified(), .blob = key.blob, .isInAgent = true});
        }
    }
}

void addFile(Identities &identities, const Candidate &candidate)
{
    const bool isInAgent = std::ranges::any_of(identities.usable, [&](const Identity &identity) {
        return identity.isInAgent && identity.label == candidate.path;
    });
    if (isInAgent) {
        return;
    }
    if (!candidate.file) {
        identities.skipped += candidate.file.error().message;
    } else if (const auto checked = checkKeyType(candidate.blob, candidate.path);
               !candidate.blob.isEmpty() && !checked) {
        identities.skipped += checked.error().message;
    } else if (candidate.file->content.isEmpty()) {
        identities.skipped += QCoreApplication::translate(
                                  "Ssh::Identities",
                                  "%1 is only the public half of a key, and no SSH agent "
                                  "holds the other.")
                                  .arg(candidate.path);
    } else {
        addUsable(identities,
                  {.label = candidate.path, .blob = candidate.blob, .file = *candidate.file});
    }
}

} // namespace

QString Identity::fingerprint() const
{
    return blob.isEmpty() ? QString() : HostKey{.type = {}, .blob = blob}.fingerprint();
}

QString Identity::name() const
{
    return blob.isEmpty() ? label : QStringLiteral("%1 (%2)").arg(label, fingerprint());
}

bool Identity::mayBeRsa() const
{
    return blob.isEmpty() ? file.mayBeRsa : blob.startsWith(wireText("ssh-rsa"));
}

bool Identity::canBeOffered() const
{
    return isInAgent || !file.isEncrypted || !blob.isEmpty();
}

Identities gatherIdentities(const Destination &destination, AgentClient *agent)
{
    Identities identities;
    QList<Candidate> candidates = readCandidates(destination.identityFiles);
    if (agent != nullptr) {
        const auto keys = agent->keys();
        if (keys && keys->isEmpty()) {
            identities.skipped += QCoreApplication::translate(
                                      "Ssh::Identities",
                                      "The SSH agent at %1 holds no keys, or is locked.")
                                      .arg(destination.agentSocket);
        } else if (keys) {
            addAgentKeys(identities, *keys, candidates, destination.identitiesOnly);
        } else {
            identities.skipped += keys.error().message;
        }
    }
    for (Candidate &candidate : candidates) {
        addFile(identities, candidate);
        if (candidate.file) {
            wipe(candidate.file->content); // unless it is one of the identities' now
        }
    }
    return identities;
}

} // namespace Atelier::Ssh
