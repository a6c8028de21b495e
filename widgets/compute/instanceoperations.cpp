// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/instanceoperations.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancesmodel.h"
#include "backend/client/instancetext.h"
#include "backend/core/async.h"

#include <memory>

namespace Atelier::Compute {

using Arm::InstanceAction;
using Arm::InstanceState;

namespace {

InstanceState stateDuring(InstanceAction action)
{
    switch (action) {
    case InstanceAction::Start:
        return InstanceState::Starting;
    case InstanceAction::Stop:
        return InstanceState::Stopping;
    case InstanceAction::Restart:
        return InstanceState::Restarting;
    case InstanceAction::Delete:
        return InstanceState::Deleting;
    case InstanceAction::OpenNotebook:
        break;
    }
    return InstanceState::Unknown;
}

QFuture<Result<void>> ask(Client::ControlPlane *controlPlane,
                          InstanceAction action,
                          const QString &name)
{
    switch (action) {
    case InstanceAction::Start:
        return controlPlane->start(name);
    case InstanceAction::Stop:
        return controlPlane->stop(name);
    case InstanceAction::Restart:
        return controlPlane->restart(name);
    case InstanceAction::Delete:
        return controlPlane->remove(name);
    case InstanceAction::OpenNotebook:
        break;
    }
    return {};
}

/** The server's sentence, with the instance in front where it does not name it itself. */
QString named(const QString &name, const QString &sentence)
{
    return sentence.contains(name) ? sentence
                                   : InstanceOperations::tr("%1: %2").arg(name, sentence);
}

} // namespace

/** What is asked for together is reported together. */
struct InstanceOperations::Batch
{
    InstanceAction action = InstanceAction::Start;
    qsizetype asked = 0;
    qsizetype open = 0;
    QStringList done = {};
    QStringList sentences = {};
    Error first = {};

    [[nodiscard]] Error error() const
    {
        if (sentences.size() == 1) {
            Error one = first;
            one.message = sentences.constFirst();
            return one;
        }
        return {.code = first.code,
                .message = InstanceOperations::tr("%1 of %2 instances refused: %3")
                               .arg(sentences.size())
                               .arg(asked)
                               .arg(sentences.constFirst()),
                .detail = sentences.join(QLatin1Char('\n'))};
    }
};

InstanceOperations::InstanceOperations(Client::ControlPlane *controlPlane,
                                       Client::InstancesModel *model,
                                       QObject *parent)
    : QObject(parent)
    , m_controlPlane(controlPlane)
    , m_model(model)
{
}

InstanceOperations::~InstanceOperations() = default;

void InstanceOperations::run(InstanceAction action, const QStringList &names)
{
    const auto batch = std::make_shared<Batch>(
        Batch{.action = action, .asked = names.size(), .open = names.size()});
    for (const QString &name : names) {
        m_model->expect(name, stateDuring(action));
        whenDone(ask(m_controlPlane, action, name),
                 this,
                 [this, batch, name](const Result<void> &result) {
                     if (result) {
                         batch->done << name;
                     } else {
                         m_model->forget(name);
                         // A cancelled call is the studio's own end: nobody reads it.
                         if (result.error().code != Error::Code::Cancelled) {
                             if (batch->sentences.isEmpty()) {
                                 batch->first = result.error();
                             }
                             batch->sentences << named(name, result.error().message);
                         }
                     }
                     if (--batch->open > 0) {
                         return;
                     }
                     if (!batch->sentences.isEmpty()) {
                         Q_EMIT failed(batch->error());
                     }
                     if (!batch->done.isEmpty()) {
                         Q_EMIT succeeded(batch->action, batch->done);
                     }
                 });
    }
}

} // namespace Atelier::Compute
