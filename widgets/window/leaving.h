// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

namespace Atelier::Ui {
class Page;
}

namespace Atelier::Window {

class RunningInstances;

/**
 * What happens between a click on the window's close button and its end, a step after the other:
 * each page saves; then the person says what becomes of instances that still run; then those are
 * stopped, if so wished.
 */
class Leaving final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Leaving)

public:
    Leaving(QList<Ui::Page *> pages, RunningInstances *running, QObject *parent);
    ~Leaving() override;

    void begin();

Q_SIGNALS:
    void done();
    /** The window stays. */
    void refused();

private:
    void saveNextPage();
    void leaveInstances();

    QList<Ui::Page *> m_pages;
    RunningInstances *m_running = nullptr;
};

} // namespace Atelier::Window
