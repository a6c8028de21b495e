// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/externalopener.h"

#include <QDesktopServices>

namespace Atelier::Notebook {

namespace {

std::function<void(const QUrl &)> &opener()
{
    static std::function<void(const QUrl &)> function;
    return function;
}

} // namespace

void openExternally(const QUrl &url)
{
    if (opener()) {
        opener()(url);
    } else {
        QDesktopServices::openUrl(url);
    }
}

void setExternalOpener(std::function<void(const QUrl &)> function)
{
    opener() = std::move(function);
}

} // namespace Atelier::Notebook
