// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QDateTime>
#include <QFuture>
#include <QList>
#include <QString>

namespace Atelier::Ssh {
class Connection;
}

namespace Atelier::Notebook {

/** A kernel as /api/sessions of a Jupyter server describes it. */
struct Kernel
{
    QString name = {};           ///< of the notebook or console it belongs to, e.g. "train.ipynb"
    QString path = {};           ///< of that notebook, relative to the server's root folder
    QString state = {};          ///< "idle", "busy", "starting", … as the server says
    QDateTime lastActivity = {}; ///< UTC; invalid when the server does not say
};

/**
 * The kernels of the node's running Jupyter server; an empty list when no server runs.
 * Asking does not count as activity for the server. @p session must be alive until the future is
 * done.
 */
[[nodiscard]] QFuture<Result<QList<Kernel>>> listKernels(Ssh::Connection *session);

} // namespace Atelier::Notebook
