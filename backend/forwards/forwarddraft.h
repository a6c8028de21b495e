// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/forwards/forward.h"

#include <QObject>

namespace Atelier::Forwards {

/** The form of a forward while it is filled in. An empty field is incomplete, not wrong: it has no
 * sentence until it is left. */
class ForwardDraft final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForwardDraft)

public:
    enum class Field { Name, Target, LocalPort };

    /** A new one for @p instance, or one that exists already. */
    explicit ForwardDraft(const Forward &start, QObject *parent = nullptr);
    ~ForwardDraft() override;

    /** Empty: what the target is called, "port 6006". */
    void setName(const QString &name);
    /** A number from 1 to 65535, or the absolute path of a socket. */
    void setTarget(const QString &text);
    void setAutomatic(bool isAutomatic);
    /** A number from 1024 to 65535; counts while not automatic. */
    void setLocalPort(const QString &text);
    void setStartsByItself(bool starts);

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QString target() const { return m_target; }
    [[nodiscard]] bool isAutomatic() const { return m_isAutomatic; }
    [[nodiscard]] QString localPort() const { return m_localPort; }
    [[nodiscard]] bool startsByItself() const { return m_start.startsByItself; }
    /** What it is called when no name is given. */
    [[nodiscard]] QString defaultName() const;

    /** What is wrong with it; empty when nothing is, or it is still empty. */
    [[nodiscard]] QString errorFor(Field field) const;
    [[nodiscard]] bool isReady() const;
    /** Good when isReady(). */
    [[nodiscard]] Forward forward() const;

Q_SIGNALS:
    void changed();

private:
    Forward m_start;
    QString m_name;
    QString m_target;
    QString m_localPort;
    bool m_isAutomatic = true;
};

} // namespace Atelier::Forwards
