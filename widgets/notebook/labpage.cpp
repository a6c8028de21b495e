// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/labpage.h"

#include "widgets/notebook/labprofile.h"

#include <QLoggingCategory>
#include <QWebEngineCertificateError>
#include <QWebEngineFileSystemAccessRequest>
#include <QWebEngineNewWindowRequest>
#include <QWebEngineRegisterProtocolHandlerRequest>
#include <QWebEngineWebAuthUxRequest>

namespace Atelier::Notebook {

namespace {

Q_LOGGING_CATEGORY(logPage, "atelier.page", QtWarningMsg)

// As long as a browser's own "transient activation" (HTML Standard, 6.4.2).
constexpr qint64 gestureMs = 5000;

} // namespace

LabPage::LabPage(std::shared_ptr<LabProfile> profile)
    : QWebEnginePage(profile->profile())
    , m_labProfile(std::move(profile))
{
    connect(this, &QWebEnginePage::newWindowRequested, this, &LabPage::decideWindow);
    connect(this, &QWebEnginePage::loadFinished, this, [this] { m_leaving = false; });
    connect(this, &QWebEnginePage::permissionRequested, this, &LabPage::decidePermission);
    connect(this, &QWebEnginePage::certificateError, this, [](QWebEngineCertificateError error) {
        error.rejectCertificate();
    });
    connect(this,
            &QWebEnginePage::fileSystemAccessRequested,
            this,
            [](QWebEngineFileSystemAccessRequest request) { request.reject(); });
    connect(this,
            &QWebEnginePage::registerProtocolHandlerRequested,
            this,
            [](QWebEngineRegisterProtocolHandlerRequest request) { request.reject(); });
    connect(this,
            &QWebEnginePage::webAuthUxRequested,
            this,
            [](QWebEngineWebAuthUxRequest *request) { request->cancel(); });
}

LabPage::~LabPage() = default;

const std::shared_ptr<LabProfile> &LabPage::labProfile() const
{
    return m_labProfile;
}

void LabPage::noteGesture()
{
    m_lastGesture.start();
}

bool LabPage::hadGesture() const
{
    return m_lastGesture.isValid() && m_lastGesture.elapsed() < gestureMs;
}

void LabPage::setClosing(bool closing)
{
    m_closing = closing;
}

void LabPage::setLeaving()
{
    m_leaving = true;
}

bool LabPage::acceptNavigationRequest(const QUrl &url, NavigationType type, bool isMainFrame)
{
    using Verdict = NavigationRules::Verdict;
    // The engine calls a script's navigation a link too; a person's hand must have been on the
    // page.
    const bool followed = type == NavigationTypeLinkClicked && hadGesture();
    switch (m_labProfile->rules().navigation(url, isMainFrame, followed)) {
    case Verdict::Allow:
        return true;
    case Verdict::External:
        Q_EMIT externalLink(url);
        return false;
    case Verdict::Block:
        break;
    }
    if (isMainFrame) {
        Q_EMIT navigationBlocked(url);
    }
    return false;
}

void LabPage::decideWindow(QWebEngineNewWindowRequest &request)
{
    using Verdict = NavigationRules::Verdict;
    const QUrl url = request.requestedUrl();
    if (url.isEmpty()) {
        Q_EMIT windowWanted(request);
        return;
    }
    switch (m_labProfile->rules().navigation(url, true, request.isUserInitiated())) {
    case Verdict::Allow:
        Q_EMIT windowWanted(request);
        return;
    case Verdict::External:
        Q_EMIT externalLink(url);
        return;
    case Verdict::Block:
        Q_EMIT navigationBlocked(url);
        return;
    }
}

void LabPage::decidePermission(const QWebEnginePermission &permission)
{
    const bool own = m_labProfile->rules().isOwn(permission.origin());
    if (permission.permissionType() == QWebEnginePermission::PermissionType::ClipboardReadWrite) {
        if (own && hadGesture()) {
            permission.grant();
        } else {
            permission.deny();
        }
        return;
    }
    if (own) {
        Q_EMIT permissionWanted(permission);
    } else {
        permission.deny();
    }
}

bool LabPage::javaScriptConfirm(const QUrl &securityOrigin, const QString &text)
{
    if (m_leaving) {
        return true;
    }
    if (!m_closing) {
        return QWebEnginePage::javaScriptConfirm(securityOrigin, text);
    }
    // The answer is wanted at once, and a question takes time: stay now, and let the person decide.
    Q_EMIT closingRefused();
    return false;
}

void LabPage::javaScriptConsoleMessage(JavaScriptConsoleMessageLevel /*level*/,
                                       const QString &text,
                                       int line,
                                       const QString & /*source*/)
{
    // What a page prints is its own affair: only for who looks for it.
    qCDebug(logPage).noquote() << "line" << line << text;
}

} // namespace Atelier::Notebook
