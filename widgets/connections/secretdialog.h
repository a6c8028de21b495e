// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"
#include "backend/ssh/asker.h"

#include <QDialog>
#include <QList>
#include <QStringList>

class QCheckBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace Atelier::Connections {

/**
 * Asks for a passphrase, a password, or what else a server wants to know. Everything that comes
 * from the server or a file is shown as plain text.
 */
class SecretDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretDialog)

public:
    /** @p mayKeep: the answer could be kept at all. @p wasForgotten: the one in the keychain was
     * wrong. */
    SecretDialog(const Ssh::SecretRequest &request,
                 bool mayKeep,
                 bool wasForgotten,
                 QWidget *parent = nullptr);
    ~SecretDialog() override;

    /** Whether there is a keychain; until this is called the box can't be ticked. */
    void setKeychain(const Result<void> &available);
    /** The keychain was asked for the answer and says nothing: it is locked, perhaps, and asks for
     * its own password. Nothing waits for it here. */
    void setKeychainSilent(bool isSilent);
    [[nodiscard]] QStringList answers() const;
    [[nodiscard]] bool isToBeKept() const;
    /** Nothing was typed so far. */
    [[nodiscard]] bool isUntouched() const;

private:
    void addHead(QVBoxLayout *layout, const Ssh::SecretRequest &request, bool wasForgotten);
    void addInstruction(QVBoxLayout *layout, const QString &text);
    void addPrompts(QVBoxLayout *layout, const QList<Ssh::SecretPrompt> &prompts);
    void addBoxes(QVBoxLayout *layout, bool mayKeep);
    void addButtons(QVBoxLayout *layout, Ssh::SecretRequest::Kind kind);
    void showHidden(bool isShown);
    void fitHeight();

    QList<QLineEdit *> m_edits;
    QList<QLineEdit *> m_hidden; ///< those whose text isn't shown at first
    QCheckBox *m_keep = nullptr; ///< null: not offered
    QLabel *m_silence = nullptr; ///< what is said of a keychain that does not answer
};

} // namespace Atelier::Connections
