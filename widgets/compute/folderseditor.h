// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QTableView;

namespace Atelier::Client {
class MountsModel;
}

namespace Atelier::Compute {

class FieldMessage;

/** The table of folders of this computer that an instance sees, with what is wrong or risky about
 * them. */
class FoldersEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FoldersEditor)

public:
    explicit FoldersEditor(Client::MountsModel *model, QWidget *parent = nullptr);
    ~FoldersEditor() override;

    /** What the server refused; shown while the table itself has nothing to say. */
    void setServerError(const QString &sentence);

private:
    void addFolder();
    void replaceFolder();
    void removeFolder();
    void update();
    [[nodiscard]] int currentRow() const;

    Client::MountsModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_addButton = nullptr;
    QPushButton *m_browseButton = nullptr;
    QPushButton *m_removeButton = nullptr;
    FieldMessage *m_message = nullptr;
    QString m_serverError;
};

} // namespace Atelier::Compute
