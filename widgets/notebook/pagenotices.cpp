// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/pagenotices.h"

#include "widgets/common/inlinemessage.h"

#include <QUrl>

#include <utility>

namespace Atelier::Notebook {

namespace {

QString permissionName(QWebEnginePermission::PermissionType type)
{
    using Type = QWebEnginePermission::PermissionType;
    switch (type) {
    case Type::MediaAudioCapture:
        return PageNotices::tr("the microphone");
    case Type::MediaVideoCapture:
        return PageNotices::tr("the camera");
    case Type::MediaAudioVideoCapture:
        return PageNotices::tr("the camera and the microphone");
    case Type::DesktopVideoCapture:
    case Type::DesktopAudioVideoCapture:
        return PageNotices::tr("the screen");
    case Type::MouseLock:
        return PageNotices::tr("the mouse pointer");
    case Type::Notifications:
        return PageNotices::tr("notifications");
    case Type::Geolocation:
        return PageNotices::tr("your location");
    case Type::LocalFontsAccess:
        return PageNotices::tr("the list of your fonts");
    default:
        return {};
    }
}

} // namespace

PageNotices::PageNotices(QWidget *panel)
    : QObject(panel)
    , m_bar(new Ui::InlineMessage(panel))
{
    m_bar->setObjectName(QStringLiteral("notice"));
}

PageNotices::~PageNotices() = default;

QWidget *PageNotices::bar() const
{
    return m_bar;
}

void PageNotices::show(Ui::Tone tone, const QString &sentence)
{
    clear();
    m_bar->showMessage(tone, sentence);
}

void PageNotices::offer(Ui::Tone tone,
                        const QString &sentence,
                        const QString &action,
                        const std::function<void()> &act)
{
    show(tone, sentence);
    m_bar->setAction(action);
    connect(m_bar, &Ui::InlineMessage::actionTriggered, this, [this, act] {
        m_bar->hide();
        act();
    });
}

void PageNotices::clear()
{
    m_bar->disconnect(this);
    m_bar->setAction({});
    if (m_permission.isValid()) {
        std::exchange(m_permission, {}).deny();
    }
}

void PageNotices::showBlocked(const QUrl &url)
{
    show(Ui::Tone::Warning,
         tr("The page wanted to open %1, which is not part of this JupyterLab.")
             .arg(url.toDisplayString(QUrl::RemoveQuery | QUrl::RemoveFragment)));
}

void PageNotices::askPermission(const QWebEnginePermission &permission)
{
    const QString name = permissionName(permission.permissionType());
    if (name.isEmpty()) {
        permission.deny();
        return;
    }
    offer(Ui::Tone::Warning, tr("The page asks for %1.").arg(name), tr("Allow"), [this] {
        std::exchange(m_permission, {}).grant();
    });
    m_permission = permission;
    connect(m_bar, &Ui::InlineMessage::closed, this, &PageNotices::clear);
}

} // namespace Atelier::Notebook
