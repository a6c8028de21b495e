// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/refusals.h"

#include <QCoreApplication>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;
using State = Arm::InstanceState;

struct Texts
{
    QString code;
    QString sentence; ///< %1: the name, %2: stateClause()
};

Texts textsOf(Arm::OperationName operation)
{
    switch (operation) {
    case Arm::OperationName::Start:
        return {.code = u"StartComputeInstanceOnlyAllowedInStoppedState"_s,
                .sentence = QCoreApplication::translate(
                    "Refusals", "“%1” can be started only while it is stopped; %2.")};
    case Arm::OperationName::Stop:
        return {.code = u"StopComputeInstanceOnlyAllowedInRunningState"_s,
                .sentence = QCoreApplication::translate(
                    "Refusals", "“%1” can be stopped only while it is running; %2.")};
    case Arm::OperationName::Restart:
        return {.code = u"RestartComputeInstanceOnlyAllowedInRunningState"_s,
                .sentence = QCoreApplication::translate(
                    "Refusals", "“%1” can be restarted only while it is running; %2.")};
    case Arm::OperationName::Delete:
        return {
            .code = u"DeleteComputeInstanceNotAllowedInCurrentState"_s,
            .sentence = QCoreApplication::translate("Refusals", "“%1” can't be deleted now: %2.")};
    default:
        return {
            .code = u"ComputeInstanceOperationNotAllowedInCurrentState"_s,
            .sentence = QCoreApplication::translate("Refusals", "“%1” can't be changed now: %2.")};
    }
}

} // namespace

QString stateClause(State state)
{
    switch (state) {
    case State::Creating:
        return QCoreApplication::translate("Refusals", "it is being created");
    case State::CreateFailed:
        return QCoreApplication::translate("Refusals", "its creation failed");
    case State::Deleting:
        return QCoreApplication::translate("Refusals", "it is being deleted");
    case State::Running:
    case State::JobRunning:
        return QCoreApplication::translate("Refusals", "it is running now");
    case State::Restarting:
        return QCoreApplication::translate("Refusals", "it is being restarted");
    case State::Resizing:
        return QCoreApplication::translate("Refusals", "its size is being changed");
    case State::SettingUp:
    case State::UserSettingUp:
        return QCoreApplication::translate("Refusals", "it is being set up");
    case State::SetupFailed:
    case State::UserSetupFailed:
        return QCoreApplication::translate("Refusals", "its set-up failed");
    case State::Starting:
        return QCoreApplication::translate("Refusals", "it is being started");
    case State::Stopped:
        return QCoreApplication::translate("Refusals", "it is stopped now");
    case State::Stopping:
        return QCoreApplication::translate("Refusals", "it is being stopped");
    case State::Unusable:
        return QCoreApplication::translate("Refusals", "it can't be used any more");
    case State::Unknown:
        break;
    }
    return QCoreApplication::translate("Refusals", "its state is not known");
}

Error refused(const Arm::ComputeInstance &instance, Arm::OperationName operation)
{
    const Texts texts = textsOf(operation);
    return {
        .code = Error::Code::Conflict,
        .message = texts.sentence.arg(instance.name, stateClause(instance.state)),
        .target = instance.name,
        .serviceCode = texts.code,
    };
}

Error changeRefused(const Arm::ComputeInstance &instance, const QString &target)
{
    const QString sentence =
        target == "vmSize"_L1
            ? QCoreApplication::translate(
                  "Refusals", "The size of “%1” can be changed only while it is stopped; %2.")
            : QCoreApplication::translate(
                  "Refusals", "The folders of “%1” can be changed only while it is stopped; %2.");
    return {
        .code = Error::Code::Conflict,
        .message = sentence.arg(instance.name, stateClause(instance.state)),
        .target = target,
        .serviceCode = u"UpdateComputeInstanceOnlyAllowedInStoppedState"_s,
    };
}

Error noSuchInstance(const QString &name)
{
    return {
        .code = Error::Code::NotFound,
        .message =
            QCoreApplication::translate("Refusals", "There is no instance called “%1”.").arg(name),
        .target = name,
        .serviceCode = u"ResourceNotFound"_s,
    };
}

} // namespace Atelier::Server
