// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/error.h"
#include "backend/nodeclient/fileentry.h"

#include <QObject>

namespace Atelier::NodeClient {

/** Changes in a folder of a node. Lives in the caller's thread; destroying it ends it. */
class FileWatch : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    /** From now on every change is told. */
    void ready();
    /** At most every 250 ms. */
    void changed(const Atelier::NodeClient::FileChanges &changes);
    /** Something may have been missed: too much happened at once, or the connection was lost for a
     *  while. The folder must be looked at anew. */
    void resync();
    /** @p folders below can't be watched, because the machine's limit is reached. */
    void limited(quint64 folders);
    /** It has ended: the folder has gone, or can't be watched. */
    void failed(const Atelier::Error &error);
};

} // namespace Atelier::NodeClient
