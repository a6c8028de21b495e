// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/keys/publickey.h"

#include <QFuture>
#include <QObject>
#include <QProcess>
#include <QPromise>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace Atelier::Ssh {

/**
 * Makes key pairs with `ssh-keygen`. Nothing is ever overwritten: the pair is made in a private
 * folder beside its place and moved there only where nothing is. Lives in the GUI thread; one pair
 * at a time. Destroying it cancels.
 */
class KeyGenerator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyGenerator)

public:
    enum class Kind { Ed25519, Rsa4096 };
    enum class Taken {
        Refuse,     ///< Error::Code::AlreadyExists names the file
        ChooseFree, ///< "id_ed25519" becomes "id_ed25519_2", …
    };

    struct Pair
    {
        QString privateFile = {}; ///< mode 0600
        PublicKey publicKey = {}; ///< its file is privateFile + ".pub"
    };

    explicit KeyGenerator(QObject *parent = nullptr);
    ~KeyGenerator() override;

    /** Makes a pair without a passphrase at @p file; its folder is made (0700) where missing. */
    [[nodiscard]] QFuture<Result<Pair>> generate(Kind kind,
                                                 const QString &file,
                                                 Taken taken = Taken::Refuse,
                                                 const QString &comment = defaultComment());
    void cancel();
    [[nodiscard]] bool isRunning() const;

    /** user@host. */
    [[nodiscard]] static QString defaultComment();
    /** "id_ed25519" or "id_rsa" in ~/.ssh. */
    [[nodiscard]] static QString usualFile(Kind kind);
    /** @p file when neither it nor its .pub exists, else the first free name after it. */
    [[nodiscard]] static QString freeFile(const QString &file);

private:
    void processEnded();
    [[nodiscard]] Result<Pair> moveIntoPlace();
    void finish(const Result<Pair> &result);

    QString m_program;
    QString m_file;
    Taken m_taken = Taken::Refuse;
    std::unique_ptr<QPromise<Result<Pair>>> m_promise;
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcess m_process; // last: it ends before the folder that it writes to goes
};

} // namespace Atelier::Ssh
