// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Atelier::Notebook {

/**
 * Makes the OpenGL context that the web engine shares with the window's widgets. Must come before
 * the first call into the web engine; further calls do nothing. Where no OpenGL is to be had, pages
 * are drawn by software instead.
 */
void makeSharedContext();

} // namespace Atelier::Notebook
