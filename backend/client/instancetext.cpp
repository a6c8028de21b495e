// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancetext.h"

#include <QCoreApplication>
#include <QLocale>

namespace Atelier::Client {

using Arm::InstanceAction;
using Arm::InstanceState;

namespace {

/** The translation context of this file. */
struct InstanceText
{
    Q_DECLARE_TR_FUNCTIONS(InstanceText)
};

QString outcomeText(const Arm::LastOperation &operation)
{
    if (operation.status.endsWith(QLatin1String("Failed"))) {
        return InstanceText::tr("failed");
    }
    return operation.status == QLatin1String("InProgress") ? InstanceText::tr("in progress")
                                                           : QString();
}

} // namespace

QString stateText(InstanceState state)
{
    switch (state) {
    case InstanceState::Creating:
        return InstanceText::tr("Creating");
    case InstanceState::CreateFailed:
        return InstanceText::tr("Creating failed");
    case InstanceState::Deleting:
        return InstanceText::tr("Deleting");
    case InstanceState::Running:
        return InstanceText::tr("Running");
    case InstanceState::Restarting:
        return InstanceText::tr("Restarting");
    case InstanceState::Resizing:
        return InstanceText::tr("Resizing");
    case InstanceState::JobRunning:
        return InstanceText::tr("Running a job");
    case InstanceState::SettingUp:
    case InstanceState::UserSettingUp:
        return InstanceText::tr("Setting up");
    case InstanceState::SetupFailed:
    case InstanceState::UserSetupFailed:
        return InstanceText::tr("Setting up failed");
    case InstanceState::Starting:
        return InstanceText::tr("Starting");
    case InstanceState::Stopped:
        return InstanceText::tr("Stopped");
    case InstanceState::Stopping:
        return InstanceText::tr("Stopping");
    case InstanceState::Unusable:
        return InstanceText::tr("Unusable");
    case InstanceState::Unknown:
        break;
    }
    return InstanceText::tr("Unknown");
}

QString operationText(Arm::OperationName name)
{
    switch (name) {
    case Arm::OperationName::Create:
        return InstanceText::tr("Create");
    case Arm::OperationName::Start:
        return InstanceText::tr("Start");
    case Arm::OperationName::Stop:
        return InstanceText::tr("Stop");
    case Arm::OperationName::Restart:
        return InstanceText::tr("Restart");
    case Arm::OperationName::Resize:
        return InstanceText::tr("Resize");
    case Arm::OperationName::Reimage:
        return InstanceText::tr("Set up anew");
    case Arm::OperationName::Delete:
        return InstanceText::tr("Delete");
    case Arm::OperationName::Unknown:
        break;
    }
    return {};
}

QString triggerText(const QString &trigger)
{
    if (trigger == QLatin1String("Schedule")) {
        return InstanceText::tr("by schedule");
    }
    return trigger == QLatin1String("IdleShutdown") ? InstanceText::tr("when idle") : QString();
}

QString operationText(const Arm::LastOperation &operation)
{
    QStringList parts{operationText(operation.name)};
    parts << triggerText(operation.trigger) << outcomeText(operation);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString sizeText(const Arm::VmSize &size)
{
    QStringList parts{size.cores == 1 ? InstanceText::tr("1 core")
                                      : InstanceText::tr("%1 cores").arg(size.cores),
                      InstanceText::tr("%1 GiB").arg(QLocale().toString(size.memoryGiB, 'g', 4))};
    if (size.gpus > 0) {
        parts << (size.gpus == 1 ? InstanceText::tr("1 GPU")
                                 : InstanceText::tr("%1 GPUs").arg(size.gpus));
    }
    return parts.join(QStringLiteral(" · "));
}

QString sizeText(const QString &vmSize)
{
    const auto size = Arm::localSizeFrom(vmSize);
    return size ? sizeText(*size) : vmSize;
}

QString sshAddress(const Arm::ComputeInstance &instance)
{
    if (instance.address.isEmpty() || instance.ssh.port == 0) {
        return {};
    }
    const bool isIpv6 = instance.address.contains(QLatin1Char(':'));
    return (isIpv6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(instance.address)
        .arg(instance.ssh.port);
}

QString whyNot(InstanceState state, InstanceAction action)
{
    if (Arm::allows(state, action)) {
        return {};
    }
    const QString word = stateText(state);
    switch (action) {
    case InstanceAction::Start:
        return Arm::allows(state, InstanceAction::Stop)
                   ? InstanceText::tr("It runs already.")
                   : InstanceText::tr(
                         "Only a stopped instance can be started; this one is in the state “%1”.")
                         .arg(word);
    case InstanceAction::Stop:
        return state == InstanceState::Stopped
                   ? InstanceText::tr("It is stopped already.")
                   : InstanceText::tr(
                         "Only a running instance can be stopped; this one is in the state “%1”.")
                         .arg(word);
    case InstanceAction::Restart:
        return InstanceText::tr(
                   "Only a running instance can be restarted; this one is in the state “%1”.")
            .arg(word);
    case InstanceAction::Delete:
        return InstanceText::tr("It can't be deleted in the state “%1”.").arg(word);
    case InstanceAction::OpenNotebook:
        return InstanceText::tr(
                   "JupyterLab needs a running instance; this one is in the state “%1”.")
            .arg(word);
    }
    return {};
}

} // namespace Atelier::Client
