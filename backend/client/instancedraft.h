// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/computeinstance.h"
#include "backend/arm/vmsize.h"
#include "backend/client/mountsmodel.h"
#include "backend/core/error.h"

#include <QHash>
#include <QObject>

namespace Atelier::Client {

/**
 * The form of a new instance: what a person has entered so far, checked field by field. Opens with
 * a valid free name and a sensible size, so that it is ready as soon as the sizes are known. Lives
 * in the GUI thread.
 */
class InstanceDraft final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstanceDraft)

public:
    /** Other: what the server said about no field of the form. */
    enum class Field { Name, Size, SshKey, Folders, Other };
    Q_ENUM(Field)

    explicit InstanceDraft(const QStringList &takenNames, QObject *parent = nullptr);
    ~InstanceDraft() override;

    [[nodiscard]] QString name() const;
    void setName(const QString &name);
    /** Names that came up meanwhile; the entered one stays. */
    void setTakenNames(const QStringList &takenNames);

    [[nodiscard]] const Arm::VmSizeList &sizes() const;
    /** Chooses @p remembered when it is among them, else about half of the host. */
    void setSizes(const Arm::VmSizeList &sizes, const QString &remembered = {});
    [[nodiscard]] QString size() const;
    void setSize(const QString &vmSize);

    [[nodiscard]] bool isSshAllowed() const;
    void setSshAllowed(bool allowed);
    [[nodiscard]] QString publicKey() const;
    void setPublicKey(const QString &line);

    [[nodiscard]] MountsModel *folders() const;

    /** One sentence on what is wrong with the field; empty when nothing is. */
    [[nodiscard]] QString errorFor(Field field) const;
    [[nodiscard]] bool isReady() const;

    /** Shows what the server refused at the field that it is about; gone when the field changes. */
    Field setServerError(const Error &error);

    /** What to ask the control plane for. */
    [[nodiscard]] Arm::ComputeInstance instance() const;

Q_SIGNALS:
    void changed(Atelier::Client::InstanceDraft::Field field);
    void readyChanged(bool ready);

private:
    [[nodiscard]] QString ownErrorFor(Field field) const;
    void touch(Field field);
    void tellReady();

    QStringList m_takenNames;
    QString m_name;
    Arm::VmSizeList m_sizes;
    QString m_size;
    bool m_sshAllowed = false;
    QString m_publicKey;
    MountsModel *m_folders = nullptr;
    QHash<Field, QString> m_serverErrors;
    bool m_wasReady = false;
};

/** The size with about half of the host's cores and memory; empty without sizes. */
[[nodiscard]] QString sensibleSize(const Arm::VmSizeList &sizes);

/** The field that a server's error target names: "name", "properties.properties.vmSize", … */
[[nodiscard]] InstanceDraft::Field fieldForTarget(const QString &target);

} // namespace Atelier::Client
