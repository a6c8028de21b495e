// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/keys/keygenerator.h"
#include "backend/keys/publickey.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace Atelier::Compute {

class FieldMessage;

/** Where the key for a person's own logins comes from: a new pair, one of ~/.ssh, or pasted. */
class KeyChooser final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyChooser)

public:
    /** @p sshFolder is ~/.ssh. */
    explicit KeyChooser(QString sshFolder, QWidget *parent = nullptr);
    ~KeyChooser() override;

    /** Says again which key is chosen. */
    void announce();
    /** What is wrong with the key. */
    void showError(const QString &sentence);

Q_SIGNALS:
    /** The text that stands for the key; empty while there is none. */
    void keyChanged(const QString &text);

private:
    enum Source { Generate, Pick, Paste };

    [[nodiscard]] QWidget *makeGeneratePage();
    [[nodiscard]] QWidget *makePickPage();
    [[nodiscard]] QWidget *makePastePage();
    void suggestFile();
    void generate();
    void update();
    void showKey(const QString &text);

    QString m_sshFolder;
    QList<Ssh::PublicKey> m_keys;
    QComboBox *m_source = nullptr;
    QStackedWidget *m_pages = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_file = nullptr;
    QPushButton *m_browse = nullptr;
    QPushButton *m_generate = nullptr;
    QComboBox *m_pick = nullptr;
    QPlainTextEdit *m_paste = nullptr;
    QLabel *m_about = nullptr;
    FieldMessage *m_message = nullptr;
    QString m_generatedLine;
    QString m_generateError;
    Ssh::KeyGenerator m_generator;
};

} // namespace Atelier::Compute
