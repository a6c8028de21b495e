// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace Atelier::Compute {

class InstancesProxy;

/** The table of instances: rows of one height, columns that can be moved, sized, sorted and hidden.
 */
class InstancesTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstancesTable)

public:
    explicit InstancesTable(InstancesProxy *proxy, QWidget *parent = nullptr);
    ~InstancesTable() override;

    /** In the order of the table. */
    [[nodiscard]] QStringList selectedNames() const;
    /** The row that the details are about: the current one when it is selected. */
    [[nodiscard]] QString currentName() const;
    void select(const QString &name);

Q_SIGNALS:
    void selectionUpdated();
    /** Return, or a double click. */
    void opened(const QString &name);
    /** The application's cell of a row was clicked. */
    void applicationClicked(const QString &name);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void setUpHeader();
    void showHeaderMenu(const QPoint &position);

    InstancesProxy *m_proxy = nullptr;
};

} // namespace Atelier::Compute
