// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ssh/asker.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/login/secret.h"

#include <QMutex>
#include <QString>

#include <map>
#include <memory>

namespace Atelier::Ssh {

/** What was asked of a person and was right, for as long as the session lives. Any thread. */
class SecretStore final
{
public:
    [[nodiscard]] std::shared_ptr<const Secret> find(const SecretRequest &request) const;
    /** Whether there is an answer to some request of this kind for this account. */
    [[nodiscard]] bool holds(SecretRequest::Kind kind, const Destination &destination) const;
    /** Whether everything went without an answer so far. */
    [[nodiscard]] bool isEmpty() const;
    void keep(const SecretRequest &request, std::shared_ptr<const Secret> secret);
    void forget(const SecretRequest &request);

private:
    mutable QMutex m_mutex;
    std::map<QString, std::shared_ptr<const Secret>> m_secrets;
};

/** @p destination with a store: its own, else @p earlier, else a new one. */
[[nodiscard]] Destination withSecrets(Destination destination,
                                      const std::shared_ptr<SecretStore> &earlier);

} // namespace Atelier::Ssh
