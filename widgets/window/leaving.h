// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/core/result.h"

#include <QList>
#include <QObject>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Ui {
class Page;
struct Answer;
} // namespace Atelier::Ui

namespace Atelier::Window {

class StudioSettings;

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
    Leaving(QList<Ui::Page *> pages,
            Client::ControlPlane *controlPlane,
            StudioSettings *settings,
            QWidget *window);
    ~Leaving() override;

    void begin();

Q_SIGNALS:
    void done();
    /** The window stays. */
    void refused();
    void failed(const Atelier::Error &error);

private:
    void saveNextPage();
    void lookForRunning();
    void askAboutRunning();
    void answered(const Ui::Answer &answer);
    void stopRunning();
    void stopped(const Result<void> &result);

    QList<Ui::Page *> m_pages;
    Client::ControlPlane *m_controlPlane = nullptr;
    StudioSettings *m_settings = nullptr;
    QWidget *m_window = nullptr;
    QStringList m_running;
    int m_stopping = 0;
    bool m_hasFailed = false;
};

} // namespace Atelier::Window
