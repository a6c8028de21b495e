// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/arm/extensions.h"
#include "backend/core/result.h"

#include <QDialog>
#include <QHash>
#include <QStringList>

class QLabel;
class QPushButton;
class QScrollArea;

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Compute {

/**
 * Asks before instances are deleted: names the files that exist only in their homes and would be
 * lost, and what stays. The files are counted while the dialog is open; nobody has to wait for it.
 */
class DeleteDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeleteDialog)

public:
    DeleteDialog(Client::ControlPlane *controlPlane,
                 const QStringList &names,
                 QWidget *parent = nullptr);
    ~DeleteDialog() override;

    [[nodiscard]] QStringList names() const;

private:
    [[nodiscard]] QWidget *makeLosses();
    void count(const QString &name);
    void showSummary(const QString &name, const Result<Arm::HomeSummary> &summary);
    void chooseDefault();
    void fitHeight();

    Client::ControlPlane *m_controlPlane = nullptr;
    QStringList m_names;
    QHash<QString, QLabel *> m_losses;
    qsizetype m_open = 0;
    bool m_losesFiles = false;
    QScrollArea *m_scroll = nullptr; ///< only for many
    QPushButton *m_deleteButton = nullptr;
    QPushButton *m_cancelButton = nullptr;
};

/** "12 files (3.4 MiB) are lost. The newest is work/train.py, 5 min old." */
[[nodiscard]] QString lossText(const Arm::HomeSummary &summary, const QDateTime &now);

} // namespace Atelier::Compute
