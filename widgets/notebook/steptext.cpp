// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/steptext.h"

#include <QCoreApplication>

namespace Atelier::Notebook {

QString stepText(JupyterServer::Step step)
{
    using Step = JupyterServer::Step;
    switch (step) {
    case Step::Connect:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab",
                                           "Connect to the instance");
    case Step::Find:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab",
                                           "Look for a running JupyterLab");
    case Step::Start:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab", "Start JupyterLab");
    case Step::Wait:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab",
                                           "Wait until JupyterLab is ready");
    case Step::Tunnel:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab", "Open the tunnel");
    case Step::SignIn:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab", "Sign in");
    case Step::Appearance:
        return QCoreApplication::translate("Atelier::Notebook::InstanceTab", "Set light or dark");
    }
    return {};
}

} // namespace Atelier::Notebook
