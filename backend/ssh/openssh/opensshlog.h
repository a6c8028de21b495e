// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/uniquefd.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <memory>

namespace Atelier::Ssh {

/**
 * What an ssh(1) says about itself (its option -E), apart from what the node's command says: a
 * named pipe, read as it comes. Lines of level "debug" tell how far it is; the others are for
 * people and are kept.
 */
class OpenSshLog final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenSshLog)

public:
    /** Makes the pipe at @p path; isOpen() says whether that went well. */
    explicit OpenSshLog(const QString &path, QObject *parent = nullptr);
    ~OpenSshLog() override;

    [[nodiscard]] bool isOpen() const { return m_reader.isValid() && m_writer.isValid(); }
    [[nodiscard]] QString path() const { return m_path; }
    /** The words for people, at most 16 KiB. */
    [[nodiscard]] QString said() const { return QString::fromUtf8(m_said); }
    /** Reads what is there at this moment. */
    void drain();

Q_SIGNALS:
    void line(const QByteArray &text);

private:
    QString m_path;
    UniqueFd m_reader;
    UniqueFd m_writer; ///< keeps the pipe from ending between two writers
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_rest;
    QByteArray m_said;
};

} // namespace Atelier::Ssh
