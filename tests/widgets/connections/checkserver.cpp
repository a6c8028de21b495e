// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/connections/checkserver.h"

#include <QFile>
#include <QProcess>
#include <QTest>

namespace Atelier::Test {

using namespace Qt::StringLiterals;

namespace {

void writeFile(const QString &path, const QByteArray &content)
{
    QFile out(path);
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(content), content.size());
}

} // namespace

CheckServer::CheckServer(const QStringList &extraConfig)
    : sshd(extraConfig)
    , m_keychain(u"Atelier test"_s)
    , m_settings(std::make_unique<QSettings>(sshd.path(u"settings.ini"_s), QSettings::IniFormat))
{
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("XDG_RUNTIME_DIR", "/nonexistent");
    qunsetenv("SSH_AUTH_SOCK");
}

CheckServer::~CheckServer() = default;

QString CheckServer::start()
{
    if (!sshd.start()) {
        return sshd.error();
    }
    configure();
    return {};
}

QString CheckServer::takePassword(const QString &password)
{
    QString module;
    for (const QString &folder : {u"/usr/lib/x86_64-linux-gnu"_s,
                                  u"/usr/lib/aarch64-linux-gnu"_s,
                                  u"/usr/lib64"_s,
                                  u"/usr/lib"_s}) {
        if (QFile::exists(folder + u"/pam_wrapper/pam_matrix.so"_s)) {
            module = folder + u"/pam_wrapper/pam_matrix.so passdb="_s + sshd.path(u"passdb"_s);
            break;
        }
    }
    if (module.isEmpty()) {
        return u"pam_matrix.so of pam_wrapper is not installed."_s;
    }
    writeFile(sshd.path(u"passdb"_s), u"%1:%2:sshd\n"_s.arg(sshd.user(), password).toUtf8());
    QStringList lines;
    for (const QString &kind : {u"auth"_s, u"account"_s, u"session"_s}) {
        lines += QString(kind + u" required "_s + module);
    }
    sshd.usePam(lines);
    configure(u"Host box\n PubkeyAuthentication no\n"_s);
    return sshd.restart() ? QString() : sshd.error();
}

void CheckServer::configure(const QString &more)
{
    const QString text = more
                         + u"Host box gate\n HostName 127.0.0.1\n Port %1\n User %2\n"
                           " IdentityFile %3\nHost *\n IdentityAgent none\n"
                           " UserKnownHostsFile %4\n GlobalKnownHostsFile none\n"_s.arg(
                               QString::number(sshd.port()),
                               sshd.user(),
                               sshd.keyFile(),
                               sshd.path(u"known_hosts"_s));
    writeFile(sshd.path(u"config"_s), text.toUtf8());
}

void CheckServer::recordKey()
{
    const Ssh::HostKey key = sshd.hostKey();
    writeFile(sshd.path(u"known_hosts"_s),
              '[' + QByteArray("127.0.0.1]:") + QByteArray::number(sshd.port()) + ' '
                  + key.type.toLatin1() + ' ' + key.blob.toBase64() + '\n');
}

QByteArray CheckServer::knownHosts() const
{
    QFile in(sshd.path(u"known_hosts"_s));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

QString CheckServer::lockKey(const QString &passphrase)
{
    QString file = sshd.makeKey(u"locked"_s, {u"-t"_s, u"ed25519"_s});
    sshd.authorize(file);
    QProcess keygen;
    keygen.start(u"ssh-keygen"_s, {u"-q"_s, u"-p"_s, u"-N"_s, passphrase, u"-f"_s, file});
    if (!keygen.waitForFinished() || keygen.exitCode() != 0 || !QFile::remove(sshd.keyFile())) {
        return {};
    }
    configure(u"Host box\n IdentityFile %1\n IdentitiesOnly yes\n"_s.arg(file));
    return file;
}

Connections::CheckDialog::Services CheckServer::services()
{
    return {.keychain = &m_keychain,
            .settings = m_settings.get(),
            .ssh = {.configFile = sshd.path(u"config"_s)}};
}

} // namespace Atelier::Test
