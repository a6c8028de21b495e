// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/runningkernels.h"

#include "backend/core/async.h"
#include "backend/notebook/nodesessions.h"

#include <chrono>

namespace Atelier::Compute {

namespace {

using namespace std::chrono_literals;
constexpr auto patience = 4s;

} // namespace

RunningKernels::RunningKernels(Notebook::NodeSessions *sessions,
                               const QStringList &instances,
                               QObject *parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_instances(instances)
    , m_open(instances.size())
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &RunningKernels::finish);
}

RunningKernels::~RunningKernels() = default;

void RunningKernels::start()
{
    m_limit.start(m_sessions == nullptr ? 0ms : patience);
    if (m_sessions == nullptr) {
        return;
    }
    for (const QString &instance : std::as_const(m_instances)) {
        if (auto *session = m_sessions->existing(instance);
            session != nullptr && session->state() == Ssh::SessionState::Ready) {
            askKernels(instance, session);
            continue;
        }
        whenDone(m_sessions->session(instance),
                 this,
                 [this, instance](const Result<Ssh::Connection *> &session) {
                     if (m_finished) {
                         return;
                     }
                     if (session) {
                         askKernels(instance, *session);
                     } else {
                         m_complete = false;
                         answered();
                     }
                 });
    }
}

void RunningKernels::askKernels(const QString &instance, Ssh::Connection *session)
{
    whenDone(Notebook::listKernels(session),
             this,
             [this, instance](const Result<QList<Notebook::Kernel>> &kernels) {
                 m_complete = m_complete && kernels.has_value();
                 for (const Notebook::Kernel &kernel :
                      kernels.value_or(QList<Notebook::Kernel>())) {
                     m_kernels << RunningKernel{.instance = instance, .kernel = kernel};
                 }
                 answered();
             });
}

void RunningKernels::answered()
{
    if (--m_open == 0) {
        finish();
    }
}

void RunningKernels::finish()
{
    if (!m_finished) {
        m_finished = true;
        m_limit.stop();
        // Without sessions there is nobody who could have opened a notebook.
        Q_EMIT found(m_kernels, m_complete && (m_open == 0 || m_sessions == nullptr));
        deleteLater();
    }
}

} // namespace Atelier::Compute
