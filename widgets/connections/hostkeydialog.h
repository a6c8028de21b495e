// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/asker.h"

#include <QDialog>

class QVBoxLayout;

namespace Atelier::Connections {

/**
 * Asks once whether a machine that was never seen before is the right one, by the fingerprint of
 * its host key. Refusing is the default. A changed key never comes here: it is refused.
 */
class HostKeyDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HostKeyDialog)

public:
    explicit HostKeyDialog(const Ssh::HostKeyQuestion &question, QWidget *parent = nullptr);
    ~HostKeyDialog() override;

private:
    void addFacts(QVBoxLayout *layout, const Ssh::HostKeyQuestion &question);
    void addRecorded(QVBoxLayout *layout, const Ssh::HostKeyQuestion &question);
    void addButtons(QVBoxLayout *layout);
};

/** "ED25519" of "ssh-ed25519", as OpenSSH names the types to people. */
[[nodiscard]] QString keyTypeText(const QString &type);

} // namespace Atelier::Connections
