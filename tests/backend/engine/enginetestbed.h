// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/engine/local/localengine.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Atelier::Engine {

/** What @p future brings, within a time that no healthy computer needs. */
template<typename T>
Result<T> await(const QFuture<Result<T>> &future)
{
    constexpr int longest = 30000;
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, longest)) {
        return failure({.code = Error::Code::TimedOut,
                        .message = QStringLiteral("The engine did not answer.")});
    }
    return future.result();
}

/** For QVERIFY2: what went wrong. */
template<typename T>
QByteArray explain(const Result<T> &result)
{
    return result ? QByteArray()
                  : (result.error().message + QLatin1Char('\n') + result.error().detail).toUtf8();
}

/** A data folder, a workspace and a key of its own; at its end no node is left in it. */
class EngineTestbed final
{
    Q_DISABLE_COPY_MOVE(EngineTestbed)

public:
    struct Output
    {
        int status = -1;
        QString text = {};
        QString errors = {};
    };

    EngineTestbed();
    ~EngineTestbed();

    /** Whether this computer has what a test needs; else what is missing. */
    [[nodiscard]] static QString missing(bool sandbox);

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /** With everything that a shell or a configuration could misread. */
    [[nodiscard]] QString data() const { return path(QStringLiteral("d'Arc \"100%h\" data")); }
    [[nodiscard]] QString workspace() const { return path(QStringLiteral("workspace")); }
    [[nodiscard]] QString publicKey(const QString &name = QStringLiteral("key")) const;
    [[nodiscard]] NodeFolder node(const QString &id) const;
    [[nodiscard]] LocalEngineOptions options() const;
    [[nodiscard]] NodeSpec spec(const QString &id) const;

    void makeKey(const QString &name) const;
    /** Logs in with OpenSSH's client, checking the host key, and runs @p command. Blocks. */
    [[nodiscard]] Output ssh(const RunningNode &node,
                             const QString &command,
                             const QString &key = QStringLiteral("key")) const;
    [[nodiscard]] QStringList sshArguments(const RunningNode &node, const QString &key) const;
    [[nodiscard]] QString creationLog(const QString &id) const;
    [[nodiscard]] bool isSetUp(const QString &id) const;

private:
    QTemporaryDir m_folder;
};

} // namespace Atelier::Engine
