// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancedraft.h"

#include "backend/arm/computename.h"
#include "backend/client/mountchecks.h"
#include "backend/keys/publickey.h"

#include <algorithm>
#include <array>

namespace Atelier::Client {

using Field = InstanceDraft::Field;

InstanceDraft::InstanceDraft(const QStringList &takenNames, QObject *parent)
    : QObject(parent)
    , m_takenNames(takenNames)
    , m_name(Arm::freeComputeName(takenNames))
    , m_folders(new MountsModel(homeInsideInstance(), this))
{
    connect(m_folders, &MountsModel::changed, this, [this] { touch(Field::Folders); });
    connect(m_folders, &MountsModel::checked, this, [this] {
        Q_EMIT changed(Field::Folders);
        tellReady();
    });
}

InstanceDraft::~InstanceDraft() = default;

QString InstanceDraft::name() const
{
    return m_name;
}

void InstanceDraft::setName(const QString &name)
{
    if (m_name != name) {
        m_name = name;
        touch(Field::Name);
    }
}

void InstanceDraft::setTakenNames(const QStringList &takenNames)
{
    if (m_takenNames != takenNames) {
        m_takenNames = takenNames;
        touch(Field::Name);
    }
}

const Arm::VmSizeList &InstanceDraft::sizes() const
{
    return m_sizes;
}

void InstanceDraft::setSizes(const Arm::VmSizeList &sizes, const QString &remembered)
{
    m_sizes = sizes;
    const auto isOffered = [&sizes](const QString &name) {
        return std::ranges::contains(sizes.sizes, name, &Arm::VmSize::name);
    };
    if (!isOffered(m_size)) {
        m_size = isOffered(remembered) ? remembered : sensibleSize(sizes);
    }
    touch(Field::Size);
}

QString InstanceDraft::size() const
{
    return m_size;
}

void InstanceDraft::setSize(const QString &vmSize)
{
    if (m_size != vmSize) {
        m_size = vmSize;
        touch(Field::Size);
    }
}

bool InstanceDraft::isSshAllowed() const
{
    return m_sshAllowed;
}

void InstanceDraft::setSshAllowed(bool allowed)
{
    if (m_sshAllowed != allowed) {
        m_sshAllowed = allowed;
        touch(Field::SshKey);
    }
}

QString InstanceDraft::publicKey() const
{
    return m_publicKey;
}

void InstanceDraft::setPublicKey(const QString &line)
{
    if (m_publicKey != line) {
        m_publicKey = line;
        touch(Field::SshKey);
    }
}

MountsModel *InstanceDraft::folders() const
{
    return m_folders;
}

QString InstanceDraft::errorFor(Field field) const
{
    const QString own = ownErrorFor(field);
    return own.isEmpty() ? m_serverErrors.value(field) : own;
}

QString InstanceDraft::ownErrorFor(Field field) const
{
    switch (field) {
    case Field::Name: {
        if (const auto rule = Arm::brokenNameRule(m_name)) {
            return Arm::explain(*rule, m_name);
        }
        if (m_takenNames.contains(m_name, Qt::CaseInsensitive)) {
            return tr("There is an instance “%1” already. Choose another name; “%2” is free.")
                .arg(m_name, Arm::freeComputeName(m_takenNames));
        }
        return {};
    }
    case Field::Size:
        // Before the sizes are known nothing can be wrong with the choice.
        return m_size.isEmpty() && !m_sizes.sizes.isEmpty() ? tr("Choose a size.") : QString();
    case Field::SshKey: {
        if (!m_sshAllowed) {
            return {};
        }
        if (m_publicKey.isEmpty()) {
            return tr("Choose the public key that may log in.");
        }
        const auto key = Ssh::publicKeyFrom(m_publicKey);
        return key ? QString() : key.error().message;
    }
    case Field::Folders:
        return m_folders->firstError();
    case Field::Other:
        return {};
    }
    return {};
}

bool InstanceDraft::isReady() const
{
    // What the server refused may well succeed at the next try, so it holds nobody back.
    constexpr std::array fields{Field::Name, Field::Size, Field::SshKey, Field::Folders};
    return !m_size.isEmpty() && std::ranges::all_of(fields, [this](Field field) {
        return ownErrorFor(field).isEmpty();
    });
}

InstanceDraft::Field InstanceDraft::setServerError(const Error &error)
{
    const Field field = fieldForTarget(error.target);
    m_serverErrors.insert(field, error.message);
    Q_EMIT changed(field);
    return field;
}

Arm::ComputeInstance InstanceDraft::instance() const
{
    Arm::ComputeInstance wanted{.name = m_name, .location = QStringLiteral("local")};
    wanted.vmSize = m_size;
    if (m_sshAllowed) {
        wanted.ssh.publicAccess = true;
        // What was pasted may be another notation of the same key.
        const auto key = Ssh::publicKeyFrom(m_publicKey);
        wanted.ssh.adminPublicKey = key ? key->line() : m_publicKey;
    }
    wanted.mounts = m_folders->mounts();
    return wanted;
}

void InstanceDraft::touch(Field field)
{
    m_serverErrors.remove(field);
    m_serverErrors.remove(Field::Other);
    Q_EMIT changed(field);
    tellReady();
}

void InstanceDraft::tellReady()
{
    const bool ready = isReady();
    if (m_wasReady != ready) {
        m_wasReady = ready;
        Q_EMIT readyChanged(ready);
    }
}

QString sensibleSize(const Arm::VmSizeList &sizes)
{
    if (sizes.sizes.isEmpty()) {
        return {};
    }
    // The host as the catalogue knows it: capacity may be missing in another service's answer.
    const int cores = std::max(sizes.capacity.cores,
                               std::ranges::max(sizes.sizes, {}, &Arm::VmSize::cores).cores);
    const double memory = std::max(
        sizes.capacity.memoryGiB,
        std::ranges::max(sizes.sizes, {}, &Arm::VmSize::memoryGiB).memoryGiB);
    // The largest without graphics processors that leaves half of the host, or else the smallest.
    const Arm::VmSize *best = &sizes.sizes.constFirst();
    // A computer of "16 GiB" reports a little less than 16.
    constexpr double tolerance = 1.05;
    for (const Arm::VmSize &size : sizes.sizes) {
        const bool fits = size.gpus == 0 && size.cores * 2 <= std::max(cores, 2)
                          && size.memoryGiB * 2 <= memory * tolerance;
        if (fits
            && std::pair(size.cores, size.memoryGiB) > std::pair(best->cores, best->memoryGiB)) {
            best = &size;
        }
    }
    return best->name;
}

InstanceDraft::Field fieldForTarget(const QString &target)
{
    const auto mentions = [&target](QLatin1StringView word) {
        return target.contains(word, Qt::CaseInsensitive);
    };
    if (mentions(QLatin1StringView("dataMounts")) || mentions(QLatin1StringView("mountPath"))) {
        return Field::Folders;
    }
    if (mentions(QLatin1StringView("sshSettings")) || mentions(QLatin1StringView("publicKey"))) {
        return Field::SshKey;
    }
    if (mentions(QLatin1StringView("vmSize"))) {
        return Field::Size;
    }
    return mentions(QLatin1StringView("name")) ? Field::Name : Field::Other;
}

} // namespace Atelier::Client
