// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/knownhosts.h"

#include "backend/keys/keyblob.h"
#include "backend/ssh/trust/hostpattern.h"
#include "backend/ssh/trust/knownhostsline.h"
#include "backend/ssh/trust/linefile.h"
#include "backend/ssh/trust/userhome.h"

#include <QCoreApplication>
#include <QDir>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace Atelier::Ssh {

namespace {

using Marker = KnownHostsLine::Marker;
using Verdict = KnownHosts::Verdict;

/** What the files say of one name. */
struct Recorded
{
    QList<HostKey> keys = {};
    QList<HostKey> revoked = {};
    QStringList files = {}; ///< those that hold keys
};

void collect(QByteArrayView content, const QByteArray &name, const QString &file, Recorded &into)
{
    while (!content.isEmpty()) {
        const qsizetype end = content.indexOf('\n');
        const QByteArrayView text = end < 0 ? content : content.first(end);
        content = end < 0 ? QByteArrayView() : content.sliced(end + 1);
        const auto line = KnownHostsLine::parse(text);
        if (!line || line->marker == Marker::CertAuthority || !matchesHosts(line->hosts, name)) {
            continue;
        }
        if (line->marker == Marker::Revoked) {
            into.revoked += line->key;
        } else if (!into.keys.contains(line->key)) {
            into.keys += line->key;
            if (!into.files.contains(file)) {
                into.files += file;
            }
        }
    }
}

Result<Recorded> readRecorded(const KnownHosts::Files &files, const QByteArray &name)
{
    Recorded recorded;
    for (const QString &file : files.user + files.global) {
        const auto content = readLineFile(file);
        if (!content) {
            return failure(content.error());
        }
        collect(*content, name, file, recorded);
    }
    return recorded;
}

Verdict judge(const Recorded &recorded, const HostKey &key)
{
    Verdict verdict{.recorded = recorded.keys, .files = recorded.files};
    if (recorded.revoked.contains(key)) {
        verdict.kind = Verdict::Kind::Revoked;
    } else if (recorded.keys.contains(key)) {
        verdict.kind = Verdict::Kind::Known;
    } else if (!recorded.keys.isEmpty()) {
        verdict.kind = Verdict::Kind::Changed;
    }
    return verdict;
}

QByteArray newSalt()
{
    std::array<quint32, 5> words{}; // 20 bytes, the length of a SHA-1 digest
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), // NOLINT: the bytes of numbers
                      static_cast<qsizetype>(sizeof words));
}

QStringList withoutNone(QStringList files)
{
    files.removeAll(QStringLiteral("none"));
    files.removeAll(QString());
    return files;
}

Error unrecordable(const QString &message, const QString &target)
{
    return {.code = Error::Code::InvalidArgument, .message = message, .target = target};
}

} // namespace

KnownHosts::KnownHosts(Files files)
    : m_files(std::move(files))
{
    m_files.user = withoutNone(m_files.user);
    m_files.global = withoutNone(m_files.global);
}

KnownHosts::Files KnownHosts::defaultFiles()
{
    const QDir folder(userHome() + QLatin1String("/.ssh"));
    return {.user = {folder.filePath(QStringLiteral("known_hosts")),
                     folder.filePath(QStringLiteral("known_hosts2"))},
            .global = {QStringLiteral("/etc/ssh/ssh_known_hosts"),
                       QStringLiteral("/etc/ssh/ssh_known_hosts2")}};
}

Result<KnownHosts::Verdict> KnownHosts::check(const QString &host,
                                              quint16 port,
                                              const HostKey &key) const
{
    const QByteArray name = recordedName(host, port);
    const auto recorded = readRecorded(m_files, name);
    if (!recorded) {
        return failure(recorded.error());
    }
    Verdict verdict = judge(*recorded, key);
    const QByteArray bareName = recordedName(host, 0);
    if (verdict.kind != Verdict::Kind::Unknown || bareName == name) {
        return verdict;
    }
    const auto bare = readRecorded(m_files, bareName);
    if (!bare) {
        return failure(bare.error());
    }
    verdict = judge(*bare, key);
    if (verdict.kind == Verdict::Kind::Changed) {
        verdict.kind = Verdict::Kind::Unknown; // of the server at the usual port; not this one
    }
    return verdict;
}

QList<HostKey> KnownHosts::keysFor(const QString &host, quint16 port) const
{
    const auto recorded = readRecorded(m_files, recordedName(host, port));
    if (!recorded) {
        return {};
    }
    QList<HostKey> keys = recorded->keys;
    keys.removeIf([&](const HostKey &key) { return recorded->revoked.contains(key); });
    return keys;
}

Result<void> KnownHosts::add(const QString &host, quint16 port, const HostKey &key) const
{
    const QByteArray name = recordedName(host, port);
    if (!isRecordableName(name)) {
        return failure(unrecordable(
            QCoreApplication::translate("Ssh::KnownHosts",
                                        "“%1” can't be recorded as a known host: a host name has "
                                        "no blanks and none of , * ? ! | # @ \" ' \\.")
                .arg(host),
            host));
    }
    if (!inspectKeyBlob(key.blob).bits) {
        return failure(unrecordable(
            QCoreApplication::translate("Ssh::KnownHosts",
                                        "The host key of %1 can't be recorded: keys of type “%2” "
                                        "are not supported.")
                .arg(host, key.type),
            key.type));
    }
    if (m_files.user.isEmpty()) {
        return failure(
            {.code = Error::Code::Conflict,
             .message = QCoreApplication::translate(
                            "Ssh::KnownHosts",
                            "The host key of %1 can't be recorded: the SSH configuration names no "
                            "file of known hosts (UserKnownHostsFile).")
                            .arg(host),
             .target = host});
    }
    const QByteArray shown = m_files.hashNames ? hashedName(name, newSalt()) : name;
    const QByteArray line = shown + ' ' + key.type.toLatin1() + ' ' + key.blob.toBase64();
    return appendLine(m_files.user.first(), line, [&](const QByteArray &content) {
        Recorded recorded;
        collect(content, name, {}, recorded);
        return recorded.keys.contains(key);
    });
}

} // namespace Atelier::Ssh
