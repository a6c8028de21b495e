// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/testsshd.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace Atelier::Test {

/**
 * A node for tests: a private sshd on a loopback port whose logins have a home and a runtime folder
 * in a temporary place. Ends the Jupyter server that a test left behind.
 */
class TestNode
{
public:
    TestNode();
    ~TestNode();
    TestNode(const TestNode &) = delete;
    TestNode &operator=(const TestNode &) = delete;

    /** Starts sshd; false with problem() set when it can't. @p path: the logins' PATH. */
    [[nodiscard]] bool start(const QString &path = QStringLiteral("/usr/local/bin:/usr/bin:/bin"));
    [[nodiscard]] QString problem() const;
    /** Valid once started. */
    [[nodiscard]] TestSshd &sshd() const { return *m_sshd; }
    [[nodiscard]] Ssh::Destination destination() const { return m_sshd->destination(); }
    [[nodiscard]] QString home() const;
    [[nodiscard]] QString runtimeFolder() const;
    /** Process ids of the Jupyter servers that say they own the node's socket and live. */
    [[nodiscard]] QList<qint64> servers() const;

private:
    void endServers();

    QTemporaryDir m_folder;
    std::unique_ptr<TestSshd> m_sshd;
};

} // namespace Atelier::Test
