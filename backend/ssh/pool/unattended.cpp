// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/pool/unattended.h"

#include "backend/ssh/asker.h"

namespace Atelier::Ssh {

namespace {

class QuietAsker final : public Asker
{
public:
    // A reply that is dropped cancels the login.
    void askSecret(const SecretRequest &, Reply<QStringList>) override {}
    void decideHostKey(const HostKeyQuestion &, Reply<void>) override {}
};

} // namespace

Destination unattended(Destination destination)
{
    if (destination.asker) {
        destination.asker = std::make_shared<QuietAsker>();
    }
    for (Destination &jump : destination.jumps) {
        jump.asker.reset(); // and so takes that of the whole
    }
    return destination;
}

} // namespace Atelier::Ssh
