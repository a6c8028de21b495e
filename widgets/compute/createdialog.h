// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/instancedraft.h"

#include <QDialog>

class QPushButton;
class QSettings;

namespace Atelier::Client {
class ControlPlane;
} // namespace Atelier::Client

namespace Atelier::Ui {
class BusyIndicator;
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Compute {

class CreateForm;

/** The form of a new instance; valid as it opens, so that one Return creates one. */
class CreateDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CreateDialog)

public:
    /** @p settings keeps the size that was chosen last; may be null. */
    CreateDialog(Client::ControlPlane *controlPlane,
                 QSettings *settings,
                 QWidget *parent = nullptr);
    ~CreateDialog() override;

    [[nodiscard]] Client::InstanceDraft *draft() const;

Q_SIGNALS:
    /** The control plane has accepted it. */
    void created(const QString &name);

private:
    [[nodiscard]] QWidget *makeButtons();
    void loadSizes();
    void showSizes(const Arm::VmSizeList &sizes);
    void create();
    void refused(const Error &error);
    void rememberSize();
    void setBusy(bool busy);
    void fitHeight();

    Client::ControlPlane *m_controlPlane = nullptr;
    QSettings *m_settings = nullptr;
    Client::InstanceDraft *m_draft = nullptr;
    CreateForm *m_form = nullptr;
    Ui::InlineMessage *m_message = nullptr;
    Ui::BusyIndicator *m_busyText = nullptr;
    QPushButton *m_createButton = nullptr;
    bool m_busy = false;
    bool m_createWhenReady = false; ///< Return came before the sizes
};

} // namespace Atelier::Compute
