// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

class QWidget;

namespace Atelier::Notebook {

class LabBridge;
class LabPage;

/** Why a page closes. */
enum class ClosingOccasion {
    Page,  ///< the server and its kernels go on
    Server ///< JupyterLab is shut down
};

/**
 * Lets a page end in order: it saves (at most 3 s), says whether it minds, and where something
 * would be lost a person decides. Ends with closed() or refused().
 */
class PageCloser final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageCloser)

public:
    /** @p name: of the instance, for the questions, which are asked before @p dialogParent. */
    PageCloser(LabPage *page, LabBridge *bridge, QString name, QWidget *dialogParent);
    ~PageCloser() override;

    /** @p occasion: what a cell that runs has to expect. */
    void start(ClosingOccasion occasion);
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void closed();
    void refused();
    /** Not an end of start(): the page closed itself. */
    void closedByScript();

private:
    void save();
    void askWhenSomethingWouldBeLost();
    void askAboutRunningCell();
    void requestClose();
    void decide(const QString &text,
                const QString &informative,
                const QString &closeText,
                void (PageCloser::*next)());
    void finishClosed();
    void finishRefused();
    /** Goes on with @p next at once or when nothing came within 3 s. */
    void waitFor(void (PageCloser::*next)());
    void proceed();

    QPointer<LabPage> m_page;
    QPointer<LabBridge> m_bridge;
    QString m_name;
    QWidget *m_dialogParent;
    QTimer m_patience;
    void (PageCloser::*m_next)() = nullptr;
    ClosingOccasion m_occasion = ClosingOccasion::Page;
    bool m_running = false;
};

} // namespace Atelier::Notebook
