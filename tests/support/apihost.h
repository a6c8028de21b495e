// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/resourcepaths.h"
#include "backend/server/apiserver.h"
#include "tests/support/fakeengine.h"
#include "tests/support/rawclient.h"

#include <QTemporaryDir>

#include <memory>

namespace Atelier::Test {

/** The REST server of one test: a store of its own, an engine without processes, and a client with
 * the token. Server and client live in the test's thread. */
class ApiHost final
{
    Q_DISABLE_COPY_MOVE(ApiHost)

public:
    ApiHost();
    ~ApiHost();

    /** Ends the server and opens what it has stored; done when adoption is. */
    [[nodiscard]] bool restart();

    [[nodiscard]] const Arm::ResourcePaths &paths() const { return m_paths; }
    [[nodiscard]] Server::InstanceRegistry &registry() { return *m_registry; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString base() const; ///< "http://127.0.0.1:4242"
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }

    /** One request with token and, unless @p path has one, an api-version. */
    [[nodiscard]] QByteArray request(const QByteArray &verb,
                                     const QString &path,
                                     const QByteArray &body = {},
                                     const QByteArray &headers = {}) const;
    [[nodiscard]] RawAnswer call(const QByteArray &verb,
                                 const QString &path,
                                 const QByteArray &body = {},
                                 const QByteArray &headers = {}) const;

    [[nodiscard]] QJsonObject resource(const QString &name) const;
    [[nodiscard]] bool reaches(const QString &name, const QString &state) const;
    /** Creates an instance and waits until it runs. */
    [[nodiscard]] bool createRunning(const QString &name, const QByteArray &body) const;
    /** Starts or stops it and waits for @p state. */
    [[nodiscard]] bool bringTo(const QString &name,
                               const QString &action,
                               const QString &state) const;
    /** Deletes it and waits until it is gone. */
    [[nodiscard]] bool remove(const QString &name) const;

private:
    void open();

    Arm::ResourcePaths m_paths;
    QTemporaryDir m_folder;
    FakeEngine m_engine;
    std::unique_ptr<Store::StateStore> m_store;
    std::unique_ptr<Server::InstanceRegistry> m_registry;
    std::unique_ptr<Server::ApiServer> m_server;
    quint16 m_port = 0;
};

[[nodiscard]] QJsonObject jsonOf(const RawAnswer &answer);
/** The code of the error envelope; empty when it is none. */
[[nodiscard]] QString codeOf(const RawAnswer &answer);
[[nodiscard]] QString targetOf(const RawAnswer &answer);

/** The body of a PUT: @p own are fields of properties.properties, @p top fields of the resource,
 * with a comma behind. */
[[nodiscard]] QByteArray instanceBody(const QByteArray &own = R"("vmSize":"Local_C1_M2")",
                                      const QByteArray &top = {});

} // namespace Atelier::Test
