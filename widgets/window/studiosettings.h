// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QSettings>
#include <QString>

namespace Atelier::Window {

/** What to do with instances that still run when the window closes. */
enum class AtClosing { Ask, LeaveRunning, Stop };

/** The choices of a person and the remembered sizes: studio.ini in the config folder. */
class StudioSettings final
{
    Q_DISABLE_COPY_MOVE(StudioSettings)

public:
    explicit StudioSettings(const QString &configFolder);
    ~StudioSettings();

    [[nodiscard]] Ui::ColorScheme colorScheme() const;
    void setColorScheme(Ui::ColorScheme scheme);
    /** "en", "ja"; empty: the system's. */
    [[nodiscard]] QString language() const;
    void setLanguage(const QString &language);
    [[nodiscard]] AtClosing atClosing() const;
    void setAtClosing(AtClosing choice);
    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);
    /** objectName of the page that was shown last. */
    [[nodiscard]] QString page() const;
    void setPage(const QString &page);

    /** For Ui::RememberedState. */
    [[nodiscard]] QSettings *store();

private:
    QSettings m_store;
};

/** "system", "light", "dark", as in the settings file and on the command line; anything else is
 * System. */
[[nodiscard]] Ui::ColorScheme colorSchemeFrom(const QString &name);

} // namespace Atelier::Window
