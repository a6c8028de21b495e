// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/node/run/jobstore.h"

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <string>

namespace Atelier::Test {

/** A root for jobs that ends whatever was started in it. */
class JobTestbed final
{
public:
    JobTestbed();
    JobTestbed(const JobTestbed &) = delete;
    JobTestbed &operator=(const JobTestbed &) = delete;
    ~JobTestbed();

    [[nodiscard]] const Node::JobStore &store() const { return m_store; }
    [[nodiscard]] std::string root() const;
    /** A file beside the jobs. */
    [[nodiscard]] std::string path(const char *name) const;
    [[nodiscard]] QByteArray contentOf(const char *name) const;

    /** Runs @p script by /bin/sh, as {"command":["/bin/sh","-c",script]}. */
    [[nodiscard]] static Node::JobSpec script(const std::string &script);
    /** Starts and waits: {} when that fails. */
    [[nodiscard]] nlohmann::json run(const std::string &id, const Node::JobSpec &spec) const;
    /** {"state":"ended"}: its "end"; {} after twenty seconds, or when there is no such job. */
    [[nodiscard]] nlohmann::json endOf(const std::string &id) const;
    [[nodiscard]] std::string stateOf(const std::string &id) const;
    [[nodiscard]] QByteArray outputOf(const std::string &id, const char *stream = "stdout") const;
    [[nodiscard]] pid_t supervisorOf(const std::string &id) const;

    /** A program that starts @p id and dies at @p step, or that its supervisor does. */
    [[nodiscard]] bool startDyingAt(const std::string &id,
                                    const Node::JobSpec &spec,
                                    Node::JobStep step);
    /** @p arguments of job_starter, with a process that can be killed. */
    void begin(QProcess *process, const std::string &id, const Node::JobSpec &spec) const;

    /** How many processes have @p text in their command line. */
    [[nodiscard]] static int processesWith(const std::string &text);

private:
    QTemporaryDir m_folder;
    Node::JobStore m_store;
};

} // namespace Atelier::Test
