// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keychain.h"

#include "backend/core/async.h"
#include "backend/keychain/keyringsearch.h"

#include <QPromise>
#include <QTimer>
#include <QtConcurrentRun>
#include <qt6keychain/keychain.h>

#include <memory>

namespace Atelier {

namespace {

Error errorOf(const QKeychain::Job *job)
{
    Error error{.code = Error::Code::Unknown, .message = {}, .detail = job->errorString()};
    switch (job->error()) {
    case QKeychain::AccessDeniedByUser:
        error.code = Error::Code::PermissionDenied;
        error.message = Keychain::tr("The keychain was not unlocked.");
        break;
    case QKeychain::AccessDenied:
        error.code = Error::Code::PermissionDenied;
        error.message = Keychain::tr("The keychain refused access.");
        break;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        error.code = Error::Code::Unavailable;
        error.message = Keychain::tr("There is no keychain that this program could use.");
        break;
    default:
        error.message = Keychain::tr("The keychain reported a fault.");
        break;
    }
    return error;
}

Error notAnswered(std::chrono::milliseconds patience)
{
    return {.code = Error::Code::TimedOut,
            .message = Keychain::tr("The keychain did not answer within %1 s. It may be locked.")
                           .arg(QString::number(
                               static_cast<double>(patience.count()) / 1000.0, 'g', 3))};
}

} // namespace

/** One call's answer: that of the job, or that none came in time, whichever is first. */
template<typename T>
class Keychain::Call
{
public:
    Call() { m_promise.start(); }
    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise.future(); }
    [[nodiscard]] bool isAnswered() const { return m_isAnswered; }
    void answer(Result<T> result)
    {
        if (!std::exchange(m_isAnswered, true)) {
            m_promise.addResult(std::move(result));
            m_promise.finish();
        }
    }

private:
    QPromise<Result<T>> m_promise;
    bool m_isAnswered = false;
};

Keychain::Keychain(QString service, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
{
}

Keychain::~Keychain() = default;

void Keychain::setPatience(std::chrono::milliseconds patience)
{
    m_patience = patience;
}

QFuture<Result<void>> Keychain::available()
{
    return QtConcurrent::run(findKeyring);
}

template<typename T>
QFuture<Result<T>> Keychain::run(std::function<QKeychain::Job *()> make,
                                 std::function<Result<T>(QKeychain::Job *)> take)
{
    auto call = std::make_shared<Call<T>>();
    QTimer::singleShot(m_patience, this, [call, patience = m_patience] {
        call->answer(failure(notAnswered(patience)));
    });
    whenDone(available(),
             this,
             [call, make = std::move(make), take = std::move(take)](const Result<void> &found) {
                 if (!found) {
                     call->answer(failure(found.error()));
                 }
                 if (call->isAnswered()) {
                     return;
                 }
                 // Without a parent: libsecret's callback needs the job, which deletes itself
                 // after it, even when nobody waits any more.
                 QKeychain::Job *job = make();
                 job->setAutoDelete(true);
                 job->setInsecureFallback(false);
                 QObject::connect(job, &QKeychain::Job::finished, job, [call, take, job] {
                     call->answer(take(job));
                 });
                 job->start();
             });
    return call->future();
}

QFuture<Result<std::optional<QString>>> Keychain::read(const QString &key)
{
    const auto make = [service = m_service, key] {
        auto *job = new QKeychain::ReadPasswordJob(service);
        job->setKey(key);
        return job;
    };
    return run<std::optional<QString>>(
        make, [](QKeychain::Job *job) -> Result<std::optional<QString>> {
            if (job->error() == QKeychain::EntryNotFound) {
                return std::nullopt;
            }
            if (job->error() != QKeychain::NoError) {
                return failure(errorOf(job));
            }
            return qobject_cast<QKeychain::ReadPasswordJob *>(job)->textData();
        });
}

QFuture<Result<void>> Keychain::write(const QString &key, const QString &secret)
{
    const auto make = [service = m_service, key, secret] {
        auto *job = new QKeychain::WritePasswordJob(service);
        job->setKey(key);
        job->setTextData(secret);
        return job;
    };
    return run<void>(make, [](QKeychain::Job *job) -> Result<void> {
        return job->error() == QKeychain::NoError ? Result<void>() : failure(errorOf(job));
    });
}

QFuture<Result<void>> Keychain::remove(const QString &key)
{
    const auto make = [service = m_service, key] {
        auto *job = new QKeychain::DeletePasswordJob(service);
        job->setKey(key);
        return job;
    };
    return run<void>(make, [](QKeychain::Job *job) -> Result<void> {
        const bool isGone = job->error() == QKeychain::NoError
                            || job->error() == QKeychain::EntryNotFound;
        return isGone ? Result<void>() : failure(errorOf(job));
    });
}

} // namespace Atelier
