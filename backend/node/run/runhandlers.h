// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/run/jobstore.h"
#include "backend/node/server/handlertable.h"

namespace Atelier::Node {

/**
 * What a node can be asked about jobs; see JobStore for what a job is as JSON, and for the errors.
 *   run.start  {"id","spec"}                    -> a job
 *   run.status {"id"}                           -> a job; without id: an item a job, then {"count"}
 *   run.signal {"id","signal":"TERM"}           -> {"processes"}
 *   run.cancel {"id","graceSeconds"?}           -> a job
 *   run.wait   {"id"}                           -> a job, once it has ended; Cancel gives it up
 *   run.log    {"id","stream","offset"?,"length"?,"follow"?}
 *              data: the bytes; item {"cut":true}: what follows is from the beginning;
 *                                               -> {"offset","size","ended"}
 *   run.remove {"id"}                           -> {}
 */
void addRunHandlers(HandlerTable *table, const JobStore &store);

} // namespace Atelier::Node
