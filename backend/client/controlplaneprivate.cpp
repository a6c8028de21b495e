// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/controlplaneprivate.h"

#include "backend/client/operation.h"
#include "backend/core/async.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace Atelier::Client {

namespace {

constexpr int maximumPages = 1000;
constexpr std::chrono::milliseconds stableAfter{1000};

} // namespace

ControlPlane::Private::Private(ControlPlane *owner)
    : q(owner)
{
    pause.setSingleShot(true);
    QObject::connect(&pause, &QTimer::timeout, q, [this] { retry(); });
    QObject::connect(&stream, &ChangeStream::opened, q, [this] { streamOpened(); });
    QObject::connect(&stream, &ChangeStream::changed, q, [this](const Arm::Change &change) {
        takeChange(change);
    });
    QObject::connect(
        &stream, &ChangeStream::ended, q, [this](const Error &error) { streamEnded(error); });
    QObject::connect(&stream, &ChangeStream::tooOld, q, [this] {
        sequence = -1;
        list();
    });
}

void ControlPlane::Private::list()
{
    if (isListing) {
        return;
    }
    isListing = true;
    page.clear();
    pageSequence = -1;
    pages = 0;
    whenDone(requests.send(Verb::Get, paths.computes()),
             q,
             [this, asked = generation](const Result<Response> &answer) {
                 if (asked == generation) {
                     readPage(answer);
                 }
             });
}

void ControlPlane::Private::readPage(const Result<Response> &answer)
{
    if (!answer) {
        isListing = false;
        if (!stream.isOpen()) {
            linkError = answer.error();
            setLink(Link::Unreachable);
            retryLater();
        }
        return;
    }
    if (pages++ == 0) {
        // The first page's number: what changes while the others are read comes by the stream.
        pageSequence = answer->body.value(u"sequence").toInteger(-1);
    }
    const QJsonArray values = answer->body.value(u"value").toArray();
    for (const auto &value : values) {
        // Another kind of compute, or one of a newer service, is passed over.
        if (Result<Arm::ComputeInstance> instance = Arm::computeInstanceFrom(value.toObject())) {
            page.append(*std::move(instance));
        }
    }
    const QString next = answer->body.value(u"nextLink").toString();
    if (!next.isEmpty() && pages < maximumPages) {
        whenDone(
            requests.get(QUrl(next)), q, [this, asked = generation](const Result<Response> &more) {
                if (asked == generation) {
                    readPage(more);
                }
            });
        return;
    }
    isListing = false;
    takeList(std::exchange(page, {}), pageSequence);
}

void ControlPlane::Private::takeList(const QList<Arm::ComputeInstance> &listed, qint64 listSequence)
{
    // A list that is older than what the stream has told since it was asked for says nothing new.
    if (listSequence < 0 || listSequence >= sequence) {
        sequence = std::max(sequence, listSequence);
        const InstanceList::Difference difference = instances.replace(listed);
        for (const QString &name : difference.removed) {
            announce(name, nullptr);
            Q_EMIT q->instanceRemoved(name);
        }
        for (const Arm::ComputeInstance &instance : difference.added) {
            announce(instance.name, &instance);
            Q_EMIT q->instanceAdded(instance);
        }
        for (const Arm::ComputeInstance &instance : difference.changed) {
            announce(instance.name, &instance);
            Q_EMIT q->instanceChanged(instance);
        }
    }
    if (!std::exchange(isLoaded, true)) {
        Q_EMIT q->loaded();
    }
    setLink(Link::Online);
    if (!stream.isOpen()) {
        stream.open(sequence);
    }
}

void ControlPlane::Private::takeChange(const Arm::Change &change)
{
    if (change.sequence <= sequence) {
        return;
    }
    sequence = change.sequence;
    if (change.instance) {
        take(*change.instance);
    } else if (instances.remove(change.name)) {
        announce(change.name, nullptr);
        Q_EMIT q->instanceRemoved(change.name);
    }
}

void ControlPlane::Private::take(const Arm::ComputeInstance &instance)
{
    const InstanceList::Effect effect = instances.put(instance);
    if (effect == InstanceList::Effect::None) {
        return;
    }
    announce(instance.name, &instance);
    if (effect == InstanceList::Effect::Added) {
        Q_EMIT q->instanceAdded(instance);
    } else {
        Q_EMIT q->instanceChanged(instance);
    }
}

void ControlPlane::Private::announce(const QString &name, const Arm::ComputeInstance *instance)
{
    const auto operations = q->findChildren<Operation *>(Qt::FindDirectChildrenOnly);
    for (Operation *operation : operations) {
        if (operation->name() == name) {
            operation->resourceChanged(instance);
        }
    }
}

void ControlPlane::Private::streamOpened()
{
    streamAge.start();
    setLink(Link::Online);
}

void ControlPlane::Private::streamEnded(const Error &error)
{
    const bool wasOpen = streamAge.isValid();
    const bool wasStable = wasOpen && streamAge.durationElapsed() >= stableAfter;
    streamAge.invalidate();
    if (wasStable) {
        // Cut by the server or a network that blinked: worth one try before anyone is told.
        nextPause = shortestPause;
        stream.open(sequence);
        return;
    }
    if (!wasOpen) {
        linkError = error;
        setLink(Link::Unreachable);
    }
    retryLater();
}

void ControlPlane::Private::retryLater()
{
    pause.start(nextPause);
    nextPause = std::min(nextPause * 2, longestPause);
}

void ControlPlane::Private::retry()
{
    if (isLoaded && sequence >= 0) {
        stream.open(sequence);
    } else {
        list();
    }
}

void ControlPlane::Private::setLink(Link now)
{
    if (link == now) {
        return;
    }
    if (link == Link::Online) {
        lastSeen = QDateTime::currentDateTimeUtc();
    }
    link = now;
    if (now == Link::Online) {
        const auto operations = q->findChildren<Operation *>(Qt::FindDirectChildrenOnly);
        for (Operation *operation : operations) {
            operation->askNow();
        }
    }
    Q_EMIT q->linkChanged(now);
}

QFuture<Result<void>> ControlPlane::Private::run(Arm::OperationName verb,
                                                 Verb method,
                                                 const QString &name)
{
    QUrlQuery query;
    QString path = paths.compute(name);
    if (verb == Arm::OperationName::Delete) {
        query.addQueryItem(QStringLiteral("underlyingResourceAction"), QStringLiteral("Delete"));
    } else {
        path = paths.action(name, Arm::toString(verb).toLower());
    }
    auto *operation = new Operation(&requests, verb, name, instances.find(name), q);
    return operation->follow(requests.send(method, path, {}, query));
}

} // namespace Atelier::Client
