// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/instancedraft.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QSettings;
class QToolButton;

namespace Atelier::Client {
class ControlPlane;
} // namespace Atelier::Client

namespace Atelier::Ui {
class BusyIndicator;
class InlineMessage;
} // namespace Atelier::Ui

namespace Atelier::Compute {

class FieldMessage;
class FoldersEditor;
class KeyChooser;
class SizeChooser;

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
    using Field = Client::InstanceDraft::Field;

    [[nodiscard]] QWidget *makeForm();
    [[nodiscard]] QWidget *makeName(QWidget *parent);
    [[nodiscard]] QWidget *makeSsh(QWidget *parent);
    [[nodiscard]] QWidget *makeFolders(QWidget *parent);
    [[nodiscard]] QWidget *makeButtons();
    void loadSizes();
    void showSizes(const Arm::VmSizeList &sizes);
    void showField(Field field);
    void focusField(Field field);
    void create();
    void refused(const Error &error);
    void rememberSize();
    void setBusy(bool busy);
    void fitHeight();

    Client::ControlPlane *m_controlPlane = nullptr;
    QSettings *m_settings = nullptr;
    Client::InstanceDraft *m_draft = nullptr;
    QScrollArea *m_scroll = nullptr;
    QLineEdit *m_name = nullptr;
    FieldMessage *m_nameError = nullptr;
    SizeChooser *m_size = nullptr;
    QCheckBox *m_allowSsh = nullptr;
    KeyChooser *m_key = nullptr;
    QToolButton *m_foldersToggle = nullptr;
    FoldersEditor *m_folders = nullptr;
    Ui::InlineMessage *m_message = nullptr;
    Ui::BusyIndicator *m_busyText = nullptr;
    QPushButton *m_createButton = nullptr;
    bool m_busy = false;
    bool m_createWhenReady = false; ///< Return came before the sizes
    bool m_tried = false;           ///< what is missing is said from then on
};

} // namespace Atelier::Compute
