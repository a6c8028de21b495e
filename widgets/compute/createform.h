// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/instancedraft.h"

#include <QScrollArea>

class QCheckBox;
class QLineEdit;
class QToolButton;

namespace Atelier::Compute {

class FieldMessage;
class FoldersEditor;
class KeyChooser;
class SizeChooser;

/** The fields of a new instance, each with its error beside it; writes what is entered to a draft.
 */
class CreateForm final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CreateForm)

public:
    using Field = Client::InstanceDraft::Field;

    explicit CreateForm(Client::InstanceDraft *draft, QWidget *parent = nullptr);
    ~CreateForm() override;

    [[nodiscard]] SizeChooser *sizes() const;
    void focusName();
    void selectName();
    /** Shows @p field, unfolding it when it is folded. */
    void focusField(Field field);
    /** Says what is missing, from now on also where nothing was entered yet, and leads to the first
     * such field; false when nothing is. */
    [[nodiscard]] bool showMissing();
    /** What it takes to show every field without scrolling. */
    [[nodiscard]] int wantedHeight();

Q_SIGNALS:
    /** A part was folded or unfolded, or a message came or went. */
    void heightChanged();

private:
    [[nodiscard]] QWidget *makeName(QWidget *parent);
    [[nodiscard]] QWidget *makeSsh(QWidget *parent);
    [[nodiscard]] QWidget *makeFolders(QWidget *parent);
    void showField(Field field);
    void unfolded(QWidget *part, bool shown);

    Client::InstanceDraft *m_draft = nullptr;
    QLineEdit *m_name = nullptr;
    FieldMessage *m_nameError = nullptr;
    SizeChooser *m_size = nullptr;
    QCheckBox *m_allowSsh = nullptr;
    KeyChooser *m_key = nullptr;
    QToolButton *m_foldersToggle = nullptr;
    FoldersEditor *m_folders = nullptr;
    bool m_tried = false; ///< what is missing is said from then on
};

} // namespace Atelier::Compute
