// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/operation.h"

#include "backend/arm/extensions.h"
#include "backend/core/async.h"

#include <utility>

namespace Atelier::Client {

namespace {

using namespace std::chrono_literals;

constexpr int statusAccepted = 202;
// With a second between them: how long an operation outlives the control plane that ran it.
constexpr int patience = 60;

bool isTransport(Error::Code code)
{
    return code == Error::Code::Unreachable || code == Error::Code::TimedOut
           || code == Error::Code::Unavailable || code == Error::Code::Unauthorized;
}

} // namespace

Operation::Operation(Requests *requests,
                     Arm::OperationName verb,
                     QString name,
                     const Arm::ComputeInstance *before,
                     QObject *parent)
    : QObject(parent)
    , m_requests(requests)
    , m_verb(verb)
    , m_name(std::move(name))
    , m_before(before != nullptr ? before->lastOperation : std::nullopt)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Operation::ask);
    m_promise.start();
}

const QString &Operation::name() const
{
    return m_name;
}

QFuture<Result<void>> Operation::follow(const QFuture<Result<Response>> &accepted)
{
    whenDone(accepted, this, [this](const Result<Response> &response) { accept(response); });
    return m_promise.future();
}

void Operation::accept(const Result<Response> &response)
{
    if (!response) {
        finish(failure(response.error()));
        return;
    }
    if (response->status != statusAccepted) {
        finish({});
        return;
    }
    m_accepted = true;
    m_statusUrl = response->operation;
    m_timer.setInterval(response->retryAfter);
    if (m_gone && m_verb == Arm::OperationName::Delete) {
        finish({});
    } else if (m_gone || (m_latest && showsEnd(*m_latest))) {
        ask(); // its end was seen before the answer to the request
    } else {
        m_timer.start();
    }
}

bool Operation::showsEnd(const Arm::ComputeInstance &now) const
{
    return !Arm::isTransitional(now.state) && now.lastOperation && now.lastOperation != m_before
           && now.lastOperation->status != u"InProgress";
}

void Operation::resourceChanged(const Arm::ComputeInstance *now)
{
    m_gone = now == nullptr;
    m_latest = now != nullptr ? std::optional(*now) : std::nullopt;
    if (!m_accepted || m_finished) {
        return;
    }
    if (m_gone && m_verb == Arm::OperationName::Delete) {
        finish({});
    } else if (m_gone || showsEnd(*now)) {
        ask();
    }
}

void Operation::askNow()
{
    if (m_accepted && !m_finished) {
        m_failures = 0;
        ask();
    }
}

void Operation::ask()
{
    if (m_asking) {
        m_askAgain = true;
        return;
    }
    m_timer.stop();
    if (m_statusUrl.isEmpty()) {
        // Real services declare no status address for some verbs; the resource itself tells.
        if (m_latest && showsEnd(*m_latest)) {
            finish(outcomeOf(*m_latest));
        } else if (m_gone) {
            askFailed({.code = Error::Code::NotFound, .message = {}});
        }
        return;
    }
    m_asking = true;
    whenDone(m_requests->get(m_statusUrl), this, [this](const Result<Response> &response) {
        m_asking = false;
        readStatus(response);
    });
}

void Operation::readStatus(const Result<Response> &response)
{
    if (m_finished) {
        return;
    }
    if (!response) {
        askFailed(response.error());
        return;
    }
    m_failures = 0;
    const Result<Arm::OperationStatus> status = Arm::operationStatusFrom(response->body);
    const QString word = status ? status->status : QString();
    if (word == u"Succeeded" || (word.isEmpty() && response->status != statusAccepted)) {
        finish({});
    } else if (word == u"Failed" || word == u"Canceled") {
        finish(failure(status->error.value_or(unexplained())));
    } else if (std::exchange(m_askAgain, false)) {
        ask();
    } else {
        m_timer.start(response->retryAfter);
    }
}

void Operation::askFailed(const Error &error)
{
    if (isTransport(error.code) && ++m_failures < patience) {
        m_timer.start(1s);
    } else if (error.code == Error::Code::NotFound && m_gone) {
        finish(failure({.code = Error::Code::NotFound,
                        .message = tr("“%1” was deleted meanwhile.").arg(m_name),
                        .target = m_name}));
    } else if (error.code == Error::Code::NotFound && m_latest && showsEnd(*m_latest)) {
        finish(outcomeOf(*m_latest)); // the record of the operation is gone, its effect is not
    } else {
        finish(failure(error));
    }
}

Result<void> Operation::outcomeOf(const Arm::ComputeInstance &now) const
{
    if (now.lastOperation && now.lastOperation->status == u"Succeeded") {
        return {};
    }
    Error error = unexplained();
    if (!now.errors.isEmpty()) {
        error.message = now.errors.constLast();
    } else if (!now.local.stateReason.isEmpty()) {
        error.message = now.local.stateReason;
    }
    return failure(error);
}

Error Operation::unexplained() const
{
    return {.code = Error::Code::Unknown,
            .message = tr("The operation on “%1” did not succeed.").arg(m_name),
            .detail = Arm::toString(m_verb),
            .target = m_name};
}

void Operation::finish(const Result<void> &result)
{
    if (std::exchange(m_finished, true)) {
        return;
    }
    m_timer.stop();
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace Atelier::Client
