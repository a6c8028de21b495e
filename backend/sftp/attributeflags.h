// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace Atelier::Sftp {

/** Which fields an attribute block holds: draft-ietf-secsh-filexfer-02, section 5. */
enum AttributeFlag : quint32 {
    AttributeSize = 0x1,
    AttributeOwnership = 0x2,
    AttributeMode = 0x4,
    AttributeTimes = 0x8,
    AttributeExtended = 0x80000000
};

} // namespace Atelier::Sftp
