// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/notebookpane.h"

// The pane's meta-object stands in this library, which has no other code.
