// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/resourcepaths.h"
#include "backend/client/changestream.h"
#include "backend/client/controlplane.h"
#include "backend/client/instancelist.h"
#include "backend/client/requests.h"

#include <QElapsedTimer>
#include <QTimer>

#include <chrono>

namespace Atelier::Client {

/** How ControlPlane keeps up: list, follow, resume; and the state of the link. */
class ControlPlane::Private
{
public:
    static constexpr std::chrono::milliseconds shortestPause{250};
    static constexpr std::chrono::milliseconds longestPause{5000};

    explicit Private(ControlPlane *owner);

    void list();
    void readPage(const Result<Response> &answer);
    void takeList(const QList<Arm::ComputeInstance> &listed, qint64 listSequence);
    void takeChange(const Arm::Change &change);
    void take(const Arm::ComputeInstance &instance);
    void streamOpened();
    void streamEnded(const Error &error);
    void retryLater();
    void retry();
    void setLink(Link now);
    void announce(const QString &name, const Arm::ComputeInstance *instance);
    QFuture<Result<void>> run(Arm::OperationName verb, Verb method, const QString &name);

    ControlPlane *q;
    Requests requests;
    ChangeStream stream{&requests};
    InstanceList instances;
    Arm::ResourcePaths paths;
    QTimer pause;
    QElapsedTimer streamAge;
    std::chrono::milliseconds nextPause = shortestPause;
    Link link = Link::Idle;
    QDateTime lastSeen;
    Error linkError{.code = Error::Code::Unknown, .message = {}};
    qint64 sequence = -1; // of the last change or list that instances is true for
    QList<Arm::ComputeInstance> page;
    qint64 pageSequence = -1;
    int pages = 0;
    int generation = 0; // of the endpoint: answers of an earlier one are dropped
    bool isListing = false;
    bool isLoaded = false;
};

} // namespace Atelier::Client
