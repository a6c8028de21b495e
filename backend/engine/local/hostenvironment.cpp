// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/hostenvironment.h"

#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/pipconfig.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QUrl>

#include <pwd.h>
#include <unistd.h>

namespace Atelier::Engine {

namespace {

/** Settings that would lead a node astray: they name places or programs of the host. */
bool isHostsOwn(const QString &name)
{
    static const QStringList names{QStringLiteral("PIP_CACHE_DIR"),
                                   QStringLiteral("PIP_CONFIG_FILE"),
                                   QStringLiteral("PIP_TARGET"),
                                   QStringLiteral("PIP_PREFIX"),
                                   QStringLiteral("PIP_ROOT"),
                                   QStringLiteral("PIP_USER"),
                                   QStringLiteral("PIP_PYTHON"),
                                   QStringLiteral("PIP_LOG"),
                                   QStringLiteral("UV_CACHE_DIR"),
                                   QStringLiteral("UV_CONFIG_FILE"),
                                   QStringLiteral("UV_PYTHON"),
                                   QStringLiteral("UV_PROJECT_ENVIRONMENT"),
                                   QStringLiteral("UV_TOOL_DIR"),
                                   QStringLiteral("UV_TOOL_BIN_DIR"),
                                   QStringLiteral("UV_PYTHON_INSTALL_DIR"),
                                   QStringLiteral("UV_PYTHON_BIN_DIR"),
                                   QStringLiteral("UV_WORKING_DIRECTORY"),
                                   QStringLiteral("UV_PROJECT")};
    return names.contains(name) || name.startsWith(QLatin1String("UV_INTERNAL"));
}

bool reachesNodes(const QString &name)
{
    static const QStringList names{QStringLiteral("SSL_CERT_FILE"),
                                   QStringLiteral("SSL_CERT_DIR"),
                                   QStringLiteral("REQUESTS_CA_BUNDLE"),
                                   QStringLiteral("CURL_CA_BUNDLE"),
                                   QStringLiteral("GIT_SSL_CAINFO"),
                                   QStringLiteral("GIT_SSL_CAPATH"),
                                   QStringLiteral("NODE_EXTRA_CA_CERTS"),
                                   QStringLiteral("LANG"),
                                   QStringLiteral("LANGUAGE"),
                                   QStringLiteral("LC_ALL"),
                                   QStringLiteral("TZ")};
    return names.contains(name)
           || ((name.startsWith(QLatin1String("PIP_")) || name.startsWith(QLatin1String("UV_")))
               && !isHostsOwn(name));
}

void addProxies(Variables &variables, const QProcessEnvironment &host)
{
    static const QStringList names{QStringLiteral("http_proxy"),
                                   QStringLiteral("https_proxy"),
                                   QStringLiteral("ftp_proxy"),
                                   QStringLiteral("all_proxy"),
                                   QStringLiteral("no_proxy")};
    for (const QString &name : names) {
        const QString value = host.value(name, host.value(name.toUpper()));
        if (!value.isEmpty()) {
            variables.insert(name, value);
            variables.insert(name.toUpper(), value);
        }
    }
}

/** The files that pip reads, first those that later ones override: "pip config debug". */
QStringList pipConfigFiles(const QProcessEnvironment &host)
{
    const QString home = QDir::homePath();
    const QString config = host.value(QStringLiteral("XDG_CONFIG_HOME"),
                                      home + QStringLiteral("/.config"));
    QStringList files;
    QStringList system = host.value(QStringLiteral("XDG_CONFIG_DIRS"), QStringLiteral("/etc/xdg"))
                             .split(QLatin1Char(':'));
    for (const QString &folder : std::as_const(system)) {
        files.append(folder + QStringLiteral("/pip/pip.conf"));
    }
    files << QStringLiteral("/etc/pip.conf") << home + QStringLiteral("/.pip/pip.conf")
          << config + QStringLiteral("/pip/pip.conf");
    const QString own = host.value(QStringLiteral("PIP_CONFIG_FILE"));
    if (own == QLatin1String("/dev/null")) {
        return {}; // pip's own way to say "none of them"
    }
    if (!own.isEmpty()) {
        files.append(own);
    }
    return files;
}

/** Too wide to be what somebody means by a package folder or a certificate. */
bool isTooWide(const QString &path)
{
    return path.count(QLatin1Char('/')) < 2 || path == QDir::homePath();
}

QStringList existingPaths(const QStringList &values)
{
    QStringList result;
    static const QRegularExpression separators(QStringLiteral("[\\s,]+"));
    for (const QString &value : values) {
        // A path with blanks is the whole value; several values stand beside each other.
        const QStringList words = value.split(separators, Qt::SkipEmptyParts) + QStringList{value};
        for (const QString &word : words) {
            const QString path = QDir::cleanPath(
                word.startsWith(QLatin1String("file:")) ? QUrl(word).toLocalFile() : word);
            if (path.startsWith(QLatin1Char('/')) && !isTooWide(path) && QFileInfo::exists(path)
                && !result.contains(path)) {
                result.append(path);
            }
        }
    }
    return result;
}

} // namespace

HostEnvironment hostEnvironment()
{
    const QProcessEnvironment host = QProcessEnvironment::systemEnvironment();
    HostEnvironment result;
    const QStringList names = host.keys();
    for (const QString &name : names) {
        if (reachesNodes(name)) {
            result.variables.insert(name, host.value(name));
        }
    }
    PipConfig pip;
    const QStringList files = pipConfigFiles(host);
    for (const QString &file : files) {
        pip.add(contentOf(file));
    }
    result.pipConfig = pip.text();
    const QString config = host.value(QStringLiteral("XDG_CONFIG_HOME"),
                                      QDir::homePath() + QStringLiteral("/.config"));
    const QStringList uvFiles{host.value(QStringLiteral("UV_CONFIG_FILE")),
                              config + QStringLiteral("/uv/uv.toml"),
                              QStringLiteral("/etc/uv/uv.toml")};
    for (const QString &file : uvFiles) {
        if (result.uvConfig.isEmpty() && !file.isEmpty()) {
            result.uvConfig = contentOf(file);
        }
    }
    result.neededPaths = existingPaths(result.variables.values() + pip.values());
    addProxies(result.variables, host);
    if (!result.variables.contains(QStringLiteral("LANG"))) {
        result.variables.insert(QStringLiteral("LANG"), QStringLiteral("C.UTF-8"));
    }
    return result;
}

QString userNameOutside()
{
    const passwd *entry = ::getpwuid(::getuid());
    return entry != nullptr ? QString::fromLocal8Bit(entry->pw_name) : qEnvironmentVariable("USER");
}

QString userNameInside()
{
    const QString name = userNameOutside();
    static const QRegularExpression valid(QStringLiteral("^[a-z_][a-z0-9_-]{0,30}$"));
    // What the node's own passwd needs for others cannot be the user's name.
    static const QStringList taken{
        QStringLiteral("root"), QStringLiteral("nobody"), QStringLiteral("sshd")};
    return valid.match(name).hasMatch() && !taken.contains(name) ? name : QStringLiteral("atelier");
}

} // namespace Atelier::Engine
