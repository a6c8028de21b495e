// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keys/keygenerator.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QSysInfo>

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace Atelier::Ssh {

namespace {

constexpr auto temporaryName = QLatin1StringView("key");
constexpr auto publicSuffix = QLatin1StringView(".pub");
constexpr int mostAttempts = 1000;

bool isTaken(const QString &file)
{
    // Also a dangling link: something is there that belongs to somebody.
    const QFileInfo privateFile(file);
    const QFileInfo publicFile(file + publicSuffix);
    return privateFile.exists() || privateFile.isSymLink() || publicFile.exists()
           || publicFile.isSymLink();
}

/** Moves without replacing; the error number, or 0. */
int moveInto(const QString &from, const QString &target)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray destination = QFile::encodeName(target);
    if (renameat2(AT_FDCWD, source.constData(), AT_FDCWD, destination.constData(), RENAME_NOREPLACE)
        == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // A file system that can't promise it (some network shares): look, then move.
    if (QFileInfo::exists(target)) {
        return EEXIST;
    }
    return QFile::rename(from, target) ? 0 : EIO;
}

Error taken(const QString &file)
{
    return {.code = Error::Code::AlreadyExists,
            .message = KeyGenerator::tr("“%1” exists already and is not overwritten.").arg(file),
            .target = file};
}

} // namespace

KeyGenerator::KeyGenerator(QObject *parent)
    : QObject(parent)
    , m_program(QStandardPaths::findExecutable(QStringLiteral("ssh-keygen")))
{
    connect(&m_process, &QProcess::finished, this, &KeyGenerator::processEnded);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish(failure({.code = Error::Code::Internal,
                            .message = tr("The program that makes SSH keys can't be started."),
                            .detail = m_process.errorString()}));
        }
    });
}

KeyGenerator::~KeyGenerator()
{
    cancel();
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QString KeyGenerator::defaultComment()
{
    const QString user = qEnvironmentVariable("USER", QDir::home().dirName());
    return user + u'@' + QSysInfo::machineHostName();
}

QString KeyGenerator::usualFile(Kind kind)
{
    return QDir::homePath() + u"/.ssh/"
           + (kind == Kind::Ed25519 ? QLatin1StringView("id_ed25519")
                                    : QLatin1StringView("id_rsa"));
}

QString KeyGenerator::freeFile(const QString &file)
{
    QString candidate = file;
    for (int number = 2; isTaken(candidate) && number < mostAttempts; ++number) {
        candidate = file + u'_' + QString::number(number);
    }
    return candidate;
}

bool KeyGenerator::isRunning() const
{
    return m_promise != nullptr;
}

QFuture<Result<KeyGenerator::Pair>> KeyGenerator::generate(Kind kind,
                                                           const QString &file,
                                                           Taken whenTaken,
                                                           const QString &comment)
{
    const auto refuse = [](Error error) {
        return QtFuture::makeReadyValueFuture(Result<Pair>(failure(std::move(error))));
    };
    if (isRunning() || m_process.state() != QProcess::NotRunning) {
        return refuse(
            {.code = Error::Code::Conflict, .message = tr("A key is being made already.")});
    }
    if (m_program.isEmpty()) {
        return refuse({.code = Error::Code::NotFound,
                       .message = tr("The program “ssh-keygen” is missing. Install the package "
                                     "openssh-client.")});
    }
    if (whenTaken == Taken::Refuse && isTaken(file)) {
        return refuse(taken(QFileInfo::exists(file) ? file : file + publicSuffix));
    }
    const QString folder = QFileInfo(file).absolutePath();
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QFileInfo::exists(folder)) {
        QDir().mkpath(QFileInfo(folder).absolutePath());
        QDir().mkdir(folder, ownerOnly);
    }
    m_folder = std::make_unique<QTemporaryDir>(folder + u"/.new-key-XXXXXX"); // mode 0700
    if (!m_folder->isValid()) {
        return refuse({.code = Error::Code::PermissionDenied,
                       .message = tr("Nothing can be written to “%1”.").arg(folder),
                       .detail = m_folder->errorString(),
                       .target = folder});
    }
    m_file = QFileInfo(file).absoluteFilePath();
    m_taken = whenTaken;
    m_promise = std::make_unique<QPromise<Result<Pair>>>();
    m_promise->start();
    const QFuture<Result<Pair>> future = m_promise->future();
    QStringList arguments{QStringLiteral("-q"), QStringLiteral("-t")};
    if (kind == Kind::Ed25519) {
        arguments << QStringLiteral("ed25519");
    } else {
        arguments << QStringLiteral("rsa") << QStringLiteral("-b") << QStringLiteral("4096");
    }
    arguments << QStringLiteral("-N") << QString() << QStringLiteral("-C") << comment.simplified()
              << QStringLiteral("-f") << m_folder->filePath(temporaryName);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.start(m_program, arguments);
    return future;
}

void KeyGenerator::cancel()
{
    if (isRunning()) {
        m_process.kill(); // its folder goes when it has ended
        finish(failure({.code = Error::Code::Cancelled, .message = {}}));
    }
}

void KeyGenerator::processEnded()
{
    if (isRunning()) {
        if (m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0) {
            finish(moveIntoPlace());
        } else {
            finish(failure(
                {.code = Error::Code::Internal,
                 .message = tr("The key could not be made."),
                 .detail = QString::fromLocal8Bit(m_process.readAllStandardError()).trimmed()}));
        }
    }
    m_folder.reset();
}

Result<KeyGenerator::Pair> KeyGenerator::moveIntoPlace()
{
    const QString made = m_folder->filePath(temporaryName);
    QFile::setPermissions(made, QFile::ReadOwner | QFile::WriteOwner);
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        const QString target = m_taken == Taken::ChooseFree ? freeFile(m_file) : m_file;
        if (isTaken(target)) {
            return failure(taken(target));
        }
        int error = moveInto(made, target);
        if (error == 0) {
            error = moveInto(made + publicSuffix, target + publicSuffix);
            if (error == 0) {
                Result<PublicKey> key = publicKeyFromFile(target + publicSuffix);
                return key ? Result<Pair>(Pair{.privateFile = target, .publicKey = *key})
                           : Result<Pair>(failure(key.error()));
            }
            moveInto(target, made);
        }
        if (error != EEXIST) {
            return failure({.code = Error::Code::PermissionDenied,
                            .message = tr("The key can't be saved at “%1”.").arg(target),
                            .detail = qt_error_string(error),
                            .target = target});
        }
    }
    return failure(taken(m_file));
}

void KeyGenerator::finish(const Result<Pair> &result)
{
    if (const auto promise = std::exchange(m_promise, nullptr)) {
        promise->addResult(result);
        promise->finish();
    }
}

} // namespace Atelier::Ssh
