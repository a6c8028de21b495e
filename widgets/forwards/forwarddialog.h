// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/forwards/forwarddraft.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace Atelier::Forwards {

class Forwards;

/** *Forward a port…* and *Edit…*: what in the instance, at which port of this computer. */
class ForwardDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForwardDialog)

public:
    /** With an id in @p start that one is changed, else one is added. */
    ForwardDialog(Forwards *forwards, const Forward &start, QWidget *parent = nullptr);
    ~ForwardDialog() override;

private:
    [[nodiscard]] QWidget *makeForm();
    [[nodiscard]] QWidget *makeLocalPort(QWidget *parent);
    [[nodiscard]] QLabel *makeMessage(const QString &objectName, QWidget *parent);
    void update();
    void fitHeight();
    void save();

    Forwards *m_forwards = nullptr;
    Forward m_start;
    ForwardDraft m_draft;
    QLineEdit *m_target = nullptr;
    QLabel *m_targetMessage = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_nameMessage = nullptr;
    QRadioButton *m_automatic = nullptr;
    QRadioButton *m_fixed = nullptr;
    QLineEdit *m_localPort = nullptr;
    QLabel *m_localMessage = nullptr;
    QCheckBox *m_startsByItself = nullptr;
    QPushButton *m_saveButton = nullptr;
};

} // namespace Atelier::Forwards
