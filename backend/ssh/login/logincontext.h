// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/core/uniquefd.h"
#include "backend/ssh/asker.h"
#include "backend/ssh/deadline.h"
#include "backend/ssh/destination.h"
#include "backend/ssh/login/authwatch.h"
#include "backend/ssh/transport.h"

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

namespace Atelier::Ssh {

class Secret;

/** How a request to log in ended. */
enum class Outcome {
    Accepted, ///< logged in
    Partial,  ///< right, and the server wants another method
    Refused,
    Unusable, ///< nothing was sent that the server could judge
    Stopped   ///< the login ends: LoginContext::stopped() says why
};

/**
 * What the steps of one login share, in the login's own thread: the transport, which is theirs
 * alone meanwhile, the clock, and the waiting, which a cancelled login ends at once.
 */
class LoginContext final
{
public:
    /** @p destination has a store of secrets. @p cancelEvent becomes readable when the login is not
     * wanted any more, and stays so. @p isComputing, of any thread, is true while nothing
     * interrupts the login. */
    LoginContext(Transport &transport,
                 Destination destination,
                 TimePoint deadline,
                 int cancelEvent,
                 std::atomic<bool> &isComputing);
    LoginContext(const LoginContext &) = delete;
    LoginContext &operator=(const LoginContext &) = delete;
    ~LoginContext() = default;

    [[nodiscard]] const Destination &destination() const { return m_destination; }
    [[nodiscard]] LIBSSH2_SESSION *session() const { return m_transport.session(); }
    [[nodiscard]] SecretStore &secrets() const { return *m_destination.secrets; }
    [[nodiscard]] AuthWatch &watch() const { return m_transport.authWatch(); }
    [[nodiscard]] const QByteArray &user() const { return m_user; } ///< UTF-8

    /** Repeats @p call, one of libssh2's, for as long as it would block. */
    template<typename Call>
    int complete(Call call)
    {
        watch().forgetRefusal();
        while (true) {
            const int code = call();
            if (code != LIBSSH2_ERROR_EAGAIN || m_stopped || !waitForServer()) {
                return code;
            }
        }
    }
    /** The same for one that opens a key by its passphrase, which may take as long as the key's
     * owner likes. */
    template<typename Call>
    int completeComputing(Call call)
    {
        return complete([this, call = std::move(call)] {
            m_isComputing = true;
            const int code = call();
            m_isComputing = false;
            return code;
        });
    }
    /** What @p code, of a request that was completed, means. */
    [[nodiscard]] Outcome judge(int code);

    /** The key file at @p path, which has no passphrase, was what the server wanted. */
    void keyFileAccepted(const QString &path);

    /** The person's answers, as many as there are prompts; nothing: the login is stopped. */
    [[nodiscard]] std::optional<QStringList> ask(SecretRequest request);
    /** The same for one prompt. Null: the login is stopped. */
    [[nodiscard]] std::shared_ptr<const Secret> askOne(const SecretRequest &request);
    /** What was asked was right or wrong: kept for the next connection, or forgotten. */
    void settle(const SecretRequest &request, std::shared_ptr<const Secret> secret, bool wasRight);
    /** True when the person trusts the key; false: the login is stopped. */
    [[nodiscard]] bool ask(HostKeyQuestion question);
    /** Whether a person has answered in this login. */
    [[nodiscard]] bool hasAsked() const { return m_hasAsked; }

    enum class Wait { Ready, Expired, Stopped };
    /** Waits for somebody other than the server, at most @p limit; the clock of the login stands
     * still meanwhile. */
    [[nodiscard]] Wait waitFor(int descriptor, short events, std::chrono::milliseconds limit);

    void stop(Error error);
    /** Nothing more goes to the server. */
    void cutOff();
    [[nodiscard]] const std::optional<Error> &stopped() const { return m_stopped; }

private:
    bool waitForServer();
    [[nodiscard]] Error brokenOff() const;
    template<typename T>
    std::optional<Result<T>> await(QFuture<Result<T>> future);
    bool awaitEvent(int event);

    Transport &m_transport;
    Destination m_destination;
    QByteArray m_user;
    TimePoint m_deadline;
    int m_cancelEvent;
    std::atomic<bool> &m_isComputing;
    bool m_hasAsked = false;
    bool m_wasPartial = false; ///< one method was not enough
    std::optional<Error> m_stopped;
};

} // namespace Atelier::Ssh
