// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QWebEnginePage;

namespace Atelier::Notebook {

/**
 * The line between the studio and the JupyterLab in a page, both ways, without polling while idle.
 * The page's scripts can reach it too, so it carries nothing but states that a page may say of
 * itself.
 */
class LabBridge final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabBridge)
public:
    /** Must be made before the page loads. */
    explicit LabBridge(QWebEnginePage *page);
    ~LabBridge() override;

    /** JupyterLab has restored its layout and takes commands. */
    [[nodiscard]] bool isUsable() const;
    /** A kernel of the page works. */
    [[nodiscard]] bool isBusy() const;
    /** Something is not saved. */
    [[nodiscard]] bool isDirty() const;
    /** A new document is being loaded. */
    void reset();

    // Called by the page.
    Q_INVOKABLE void reportUsable();
    Q_INVOKABLE void reportBusy(bool busy);
    Q_INVOKABLE void reportDirty(bool dirty);
    Q_INVOKABLE void reportSaved(bool dirty);
    Q_INVOKABLE void reportNotPrintable();

Q_SIGNALS:
    void usable();
    void busyChanged(bool busy);
    void saved();
    void notPrintable();

    // Heard by the page.
    void saveRequested();
    void themeRequested(bool dark);
    void reconnectRequested();
    void printRequested();

private:
    bool m_usable = false;
    bool m_busy = false;
    bool m_dirty = false;
};

} // namespace Atelier::Notebook
