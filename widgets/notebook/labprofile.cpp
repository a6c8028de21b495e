// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/labprofile.h"

#include "widgets/notebook/requestfilter.h"

#include <QNetworkCookie>
#include <QTimer>
#include <QWebEngineCookieStore>
#include <QWebEngineProfile>
#include <QWebEngineSettings>

namespace Atelier::Notebook {

namespace {

void restrict(QWebEngineSettings *settings)
{
    settings->setAttribute(QWebEngineSettings::LocalContentCanAccessFileUrls, false);
    settings->setAttribute(QWebEngineSettings::LocalContentCanAccessRemoteUrls, false);
    settings->setAttribute(QWebEngineSettings::AllowRunningInsecureContent, false);
    settings->setAttribute(QWebEngineSettings::JavascriptCanOpenWindows,
                           true); // the page decides where, LabPage whether
    settings->setAttribute(QWebEngineSettings::JavascriptCanAccessClipboard, false);
    settings->setAttribute(QWebEngineSettings::JavascriptCanPaste, false);
    settings->setAttribute(QWebEngineSettings::ScreenCaptureEnabled, false);
    settings->setAttribute(QWebEngineSettings::PluginsEnabled, false);
    settings->setAttribute(QWebEngineSettings::HyperlinkAuditingEnabled, false);
    settings->setAttribute(QWebEngineSettings::DnsPrefetchEnabled, false);
    settings->setAttribute(QWebEngineSettings::ErrorPageEnabled, false);
    settings->setAttribute(QWebEngineSettings::FocusOnNavigationEnabled, false);
    settings->setAttribute(QWebEngineSettings::AutoLoadIconsForPage, false);
    settings->setUnknownUrlSchemePolicy(QWebEngineSettings::DisallowUnknownUrlSchemes);
}

} // namespace

LabProfile::LabProfile(bool outsideResources)
    : m_profile(std::make_unique<QWebEngineProfile>())
    , m_filter(new RequestFilter(m_profile.get()))
{
    m_profile->setPersistentPermissionsPolicy(
        QWebEngineProfile::PersistentPermissionsPolicy::AskEveryTime);
    m_profile->setUrlRequestInterceptor(m_filter);
    m_profile->cookieStore()->setCookieFilter(
        [](const QWebEngineCookieStore::FilterRequest &request) { return !request.thirdParty; });
    restrict(m_profile->settings());
    setOutsideResources(outsideResources);
}

LabProfile::~LabProfile() = default;

QWebEngineProfile *LabProfile::profile() const
{
    return m_profile.get();
}

const NavigationRules &LabProfile::rules() const
{
    return m_filter->rules();
}

void LabProfile::setOutsideResources(bool allowed)
{
    NavigationRules changed = m_filter->rules();
    changed.outsideResources = allowed;
    m_filter->setRules(changed);
}

void LabProfile::enter(const QUrl &origin,
                       const QList<QByteArray> &cookies,
                       QObject *context,
                       std::function<void()> then)
{
    NavigationRules changed = m_filter->rules();
    changed.origin = origin;
    m_filter->setRules(changed);

    QList<QNetworkCookie> wanted;
    for (const QByteArray &line : cookies) {
        wanted += QNetworkCookie::parseCookies(line);
    }
    // The store answers later; a page that loads before would be sent to the login form.
    auto *guard = new QObject(context);
    auto missing = std::make_shared<QList<QByteArray>>();
    const auto finish = [guard, then = std::move(then)] {
        guard->deleteLater();
        then();
    };
    connect(m_profile->cookieStore(),
            &QWebEngineCookieStore::cookieAdded,
            guard,
            [missing, finish](const QNetworkCookie &cookie) {
                if (missing->removeAll(cookie.name()) > 0 && missing->isEmpty()) {
                    finish();
                }
            });
    for (const QNetworkCookie &cookie : std::as_const(wanted)) {
        missing->append(cookie.name());
        m_profile->cookieStore()->setCookie(cookie, origin);
    }
    if (wanted.isEmpty()) {
        QTimer::singleShot(0, guard, finish);
    } else {
        QTimer::singleShot(std::chrono::seconds(5), guard, finish);
    }
}

} // namespace Atelier::Notebook
