// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/server/handlertable.h"

namespace Atelier::Node {

/**
 *   measure        {"path"?}                 -> SAMPLE, over a fifth of a second
 *   measure.watch  {"path"?,"intervalMs"?}   -> an item SAMPLE each two seconds (one to an hour are
 *                  allowed) until it is cancelled; the first at once, without what needs an
 * interval SAMPLE: {"cpus","cpu"?,"own":{"cpu"?,"memoryBytes","processes"},"load":[1,5,15],
 *   "memory":{"totalBytes","availableBytes","limitBytes"?,"usedBytes"?},
 *   "disk":{"path","totalBytes","availableBytes"}?,"uptimeSeconds","intervalSeconds"?,
 *   "gpus":[{"name","utilization"?,"memoryTotalBytes"?,"memoryUsedBytes"?,"temperature"?}],
 *   "awake":[{"kind":"session|job|kernel|process","name","command","pid","cpu"}]}
 * "cpu" counts processors: 1.5 is one and a half of them. Nothing is done between two samples, and
 * nothing at all when nobody asks.
 */
void addMeasureHandlers(HandlerTable *table);

} // namespace Atelier::Node
