// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

class QSplitter;

namespace Atelier::Client {
class ControlPlane;
class InstancesModel;
} // namespace Atelier::Client

namespace Atelier::Notebook {
class NodeSessions;
}

namespace Atelier::Ui {
class BusyIndicator;
class EmptyPage;
} // namespace Atelier::Ui

namespace Atelier::Compute {

class InstanceDetails;
class InstancesProxy;
class InstancesTable;

/** The table of instances with the details beside it, or what stands in their place: looked for,
 * none yet, none that the filter lets through. */
class InstancesView final : public QStackedWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InstancesView)

public:
    InstancesView(Client::ControlPlane *controlPlane,
                  Client::InstancesModel *model,
                  InstancesProxy *proxy,
                  Notebook::NodeSessions *sessions,
                  QWidget *parent = nullptr);
    ~InstancesView() override;

    [[nodiscard]] InstancesTable *table() const;
    [[nodiscard]] InstanceDetails *details() const;
    /** Chooses what is to be seen, with @p filter as the text of the filter. */
    void update(const QString &filter);
    [[nodiscard]] bool showsTable() const;
    /** The focus goes to what Return is to press while no table is shown. */
    void focusButton();
    /** Whether there is something to filter. */
    [[nodiscard]] bool showsInstances() const;
    /** The focus goes to the table when it was in what is hidden now. */
    void setDetailsShown(bool shown);
    void toggleDetails();

Q_SIGNALS:
    void detailsShown(bool shown);
    void createRequested();
    void clearFilterRequested();

private:
    void makePlaceholders();

    Client::ControlPlane *m_controlPlane = nullptr;
    Client::InstancesModel *m_model = nullptr;
    InstancesProxy *m_proxy = nullptr;
    QWidget *m_loading = nullptr;
    Ui::BusyIndicator *m_busy = nullptr;
    Ui::EmptyPage *m_empty = nullptr;
    Ui::EmptyPage *m_noMatch = nullptr;
    QSplitter *m_splitter = nullptr;
    InstancesTable *m_table = nullptr;
    InstanceDetails *m_details = nullptr;
};

} // namespace Atelier::Compute
