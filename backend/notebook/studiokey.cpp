// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/studiokey.h"

#include "backend/client/controlplane.h"
#include "backend/core/async.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <QSysInfo>

#include <utility>

namespace Atelier::Notebook {

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr int shortFingerprint = 12;

} // namespace

StudioKey::StudioKey(const QString &configFolder, QObject *parent)
    : QObject(parent)
    , m_file(configFolder + u"/studio_ed25519")
{
    const auto refuse = [this] {
        finish(
            failure({.code = Error::Code::KeyUnreadable,
                     .message = tr("The studio's own key “%1” can't be read. Move it away, and a "
                                   "new one is made.")
                                    .arg(m_file),
                     .detail = QString::fromLocal8Bit(m_process.readAllStandardError()).trimmed(),
                     .target = m_file}));
    };
    connect(&m_process, &QProcess::errorOccurred, this, refuse);
    connect(&m_process, &QProcess::finished, this, [this, refuse](int exitCode) {
        const QByteArray line = m_process.readAllStandardOutput();
        const Result<Ssh::PublicKey> key = Ssh::publicKeyFrom(QString::fromUtf8(line));
        if (exitCode != 0 || !key) {
            refuse();
            return;
        }
        QSaveFile output(m_file + u".pub");
        if (output.open(QIODevice::WriteOnly) && output.write(line) == line.size()) {
            output.commit(); // when it fails, the line is asked for again the next time
        }
        finish(key);
    });
}

const QString &StudioKey::file() const
{
    return m_file;
}

QString StudioKey::idOf(const Ssh::PublicKey &key)
{
    QString id;
    for (const QChar character : QSysInfo::machineHostName().left(64)) {
        const bool plain = character.unicode() < 128 && character.isLetterOrNumber();
        id += plain ? character : u'-';
    }
    id += u'-';
    const QString fingerprint = key.fingerprint().section(u':', 1);
    for (const QChar character : fingerprint.left(shortFingerprint)) {
        id += character.isLetterOrNumber() ? character : u'-';
    }
    return id;
}

QFuture<Result<Ssh::PublicKey>> StudioKey::ensure()
{
    if (!m_promise) {
        m_promise = std::make_unique<QPromise<Result<Ssh::PublicKey>>>();
        m_promise->start();
        m_future = m_promise->future();
        look();
    }
    return m_future;
}

QFuture<Result<void>> StudioKey::registerWith(Client::ControlPlane *controlPlane)
{
    if (m_isRegistered) {
        return QtFuture::makeReadyValueFuture(Result<void>());
    }
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const QFuture<Result<void>> future = promise->future();
    const auto finishWith = [promise](const Result<void> &result) {
        promise->addResult(result);
        promise->finish();
    };
    whenDone(ensure(), this, [this, controlPlane, finishWith](const Result<Ssh::PublicKey> &key) {
        if (!key) {
            finishWith(failure(key.error()));
            return;
        }
        whenDone(controlPlane->registerStudioKey(idOf(*key), key->line()),
                 this,
                 [this, finishWith](const Result<void> &registered) {
                     m_isRegistered = registered.has_value();
                     finishWith(registered);
                 });
    });
    return future;
}

void StudioKey::forgetRegistration()
{
    m_isRegistered = false;
}

void StudioKey::look()
{
    if (!QFileInfo::exists(m_file)) {
        make();
        return;
    }
    // A key that others could read is refused by every SSH client, ours included.
    QFile::setPermissions(m_file, ownerOnly);
    if (const Result<Ssh::PublicKey> key = Ssh::publicKeyFromFile(m_file + u".pub")) {
        finish(key);
    } else {
        derivePublic();
    }
}

void StudioKey::make()
{
    // The public half of a private key that is gone is of no use and would stand in the way.
    QFile::remove(m_file + u".pub");
    const QString comment = u"atelier-studio@" + QSysInfo::machineHostName();
    whenDone(
        m_generator.generate(
            Ssh::KeyGenerator::Kind::Ed25519, m_file, Ssh::KeyGenerator::Taken::Refuse, comment),
        this,
        [this](const Result<Ssh::KeyGenerator::Pair> &pair) {
            if (pair) {
                finish(pair->publicKey);
            } else if (pair.error().code == Error::Code::AlreadyExists) {
                look(); // another studio was faster
            } else {
                finish(failure(pair.error()));
            }
        });
}

void StudioKey::derivePublic()
{
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.start(
        QStandardPaths::findExecutable(QStringLiteral("ssh-keygen")),
        {QStringLiteral("-y"), QStringLiteral("-P"), QString(), QStringLiteral("-f"), m_file});
}

void StudioKey::finish(const Result<Ssh::PublicKey> &result)
{
    if (const auto promise = std::exchange(m_promise, nullptr)) {
        promise->addResult(result);
        promise->finish();
    }
}

} // namespace Atelier::Notebook
