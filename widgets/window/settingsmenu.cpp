// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/settingsmenu.h"

#include "widgets/common/messagebox.h"
#include "widgets/window/studiosettings.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>

#include <array>

namespace Atelier::Window {

namespace {

struct Language
{
    const char *code;
    const char *name; ///< in the language itself
};

constexpr std::array languages{Language{.code = "en", .name = "English"},
                               Language{.code = "ja", .name = "日本語"}};

QAction *choice(
    QMenu *menu, QActionGroup *group, const QString &text, const QString &name, bool isChecked)
{
    QAction *action = menu->addAction(text);
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(isChecked);
    group->addAction(action);
    return action;
}

} // namespace

SettingsMenu::SettingsMenu(StudioSettings *settings, Ui::Theme *theme, QWidget *parent)
    : QMenu(parent)
    , m_settings(settings)
    , m_theme(theme)
{
    addAppearance();
    addLanguages();
    m_afterSettings = addSeparator();
    QAction *commands = addAction(tr("Commands…"), this, &SettingsMenu::commandsRequested);
    commands->setObjectName(QLatin1StringView(commandsAction));
    commands->setShortcut(QKeySequence(QStringLiteral("Ctrl+K")));
    commands->setShortcutContext(Qt::WidgetShortcut);
    QAction *fullScreen = addAction(tr("Full screen"), this, &SettingsMenu::fullScreenToggled);
    fullScreen->setObjectName(QStringLiteral("fullScreenAction"));
    // Shown here, served by the window, which has the key also while the menu was never opened.
    fullScreen->setShortcut(QKeySequence(Qt::Key_F11));
    fullScreen->setShortcutContext(Qt::WidgetShortcut);
    addSeparator();
    addAction(tr("About Atelier…"), this, &SettingsMenu::showAbout)
        ->setObjectName(QStringLiteral("aboutAction"));
    QAction *quit = addAction(tr("Quit"), this, &SettingsMenu::quitRequested);
    quit->setObjectName(QStringLiteral("quitAction"));
    quit->setShortcut(QKeySequence(QKeySequence::Quit));
    quit->setShortcutContext(Qt::WidgetShortcut);
}

SettingsMenu::~SettingsMenu() = default;

void SettingsMenu::addSetting(QAction *action)
{
    insertAction(m_afterSettings, action);
}

void SettingsMenu::addAppearance()
{
    QMenu *menu = addMenu(tr("Appearance"));
    auto *group = new QActionGroup(this);
    const auto add = [&](const QString &text, const QString &name, Ui::ColorScheme scheme) {
        QAction *action = choice(menu, group, text, name, m_theme->scheme() == scheme);
        connect(action, &QAction::triggered, this, [this, scheme] {
            m_settings->setColorScheme(scheme);
            m_theme->setScheme(scheme);
        });
    };
    add(tr("Like the desktop"), QStringLiteral("systemSchemeAction"), Ui::ColorScheme::System);
    add(tr("Light"), QStringLiteral("lightSchemeAction"), Ui::ColorScheme::Light);
    add(tr("Dark"), QStringLiteral("darkSchemeAction"), Ui::ColorScheme::Dark);
}

void SettingsMenu::addLanguages()
{
    QMenu *menu = addMenu(tr("Language"));
    auto *group = new QActionGroup(this);
    const auto add = [&](const QString &text, const QString &code) {
        QAction *action = choice(menu,
                                 group,
                                 text,
                                 QStringLiteral("languageAction-") + code,
                                 m_settings->language() == code);
        connect(action, &QAction::triggered, this, [this, code] {
            m_settings->setLanguage(code);
            Q_EMIT message(tr("The language changes when Atelier is started again."));
        });
    };
    add(tr("Like the desktop"), QString());
    for (const Language &language : languages) {
        add(QString::fromUtf8(language.name), QLatin1StringView(language.code));
    }
}

void SettingsMenu::showAbout()
{
    const QString version = QCoreApplication::applicationVersion();
    Ui::ask(parentWidget(),
            {.title = tr("About Atelier"),
             .text = tr("Atelier %1").arg(version),
             .informative = tr(
                 "A desktop studio for machine-learning compute.\n"
                 "Free software under the GNU General Public License, version 3 or later."),
             .buttons = {tr("Close")}},
            this,
            [](const Ui::Answer &) {});
}

} // namespace Atelier::Window
