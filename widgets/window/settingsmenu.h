// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QMenu>

namespace Atelier::Window {

class StudioSettings;

/** The menu at the rail's foot: appearance, language, full screen, about, quit. */
class SettingsMenu final : public QMenu
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsMenu)

public:
    /** Opens the palette, which does not offer itself. */
    static constexpr auto commandsAction = "commandsAction";

    SettingsMenu(StudioSettings *settings, Ui::Theme *theme, QWidget *parent);
    ~SettingsMenu() override;

    /** Stands after the choices that are the window's own. */
    void addSetting(QAction *action);

Q_SIGNALS:
    void commandsRequested();
    void fullScreenToggled();
    void quitRequested();
    /** A sentence for the activity area. */
    void message(const QString &text);

private:
    void addAppearance();
    void addLanguages();
    void showAbout();

    StudioSettings *m_settings = nullptr;
    Ui::Theme *m_theme = nullptr;
    QAction *m_afterSettings = nullptr;
};

} // namespace Atelier::Window
