// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QWebEnginePage>
#include <QWebEnginePermission>

#include <memory>

namespace Atelier::Notebook {

class LabProfile;

/** A page of an instance under its profile's rules; whatever needs a person's word becomes a
 * signal. */
class LabPage final : public QWebEnginePage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabPage)

public:
    explicit LabPage(std::shared_ptr<LabProfile> profile);
    ~LabPage() override;

    [[nodiscard]] const std::shared_ptr<LabProfile> &labProfile() const;
    /** A person pressed a key or a button in the page: for some seconds it may use the clipboard.
     */
    void noteGesture();
    [[nodiscard]] bool hadGesture() const;
    /** While closing, a page that asks to stay is answered with yes and closingRefused. */
    void setClosing(bool closing);
    /** Until the next document, a page that asks to stay is not heard: a person has decided. */
    void setLeaving();

Q_SIGNALS:
    /** A link elsewhere that a person followed. */
    void externalLink(const QUrl &url);
    /** Something that the rules don't allow was asked for. */
    void navigationBlocked(const QUrl &url);
    /** A window of the own origin; the receiver gives it a place and calls openIn. */
    void windowWanted(QWebEngineNewWindowRequest &request);
    /** Never answered: denied. */
    void permissionWanted(const QWebEnginePermission &permission);
    void closingRefused();

protected:
    bool acceptNavigationRequest(const QUrl &url, NavigationType type, bool isMainFrame) override;
    bool javaScriptConfirm(const QUrl &securityOrigin, const QString &text) override;
    void javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level,
                                  const QString &text,
                                  int line,
                                  const QString &source) override;

private:
    void decideWindow(QWebEngineNewWindowRequest &request);
    void decidePermission(const QWebEnginePermission &permission);

    std::shared_ptr<LabProfile> m_labProfile;
    QElapsedTimer m_lastGesture;
    bool m_closing = false;
    bool m_leaving = false;
};

} // namespace Atelier::Notebook
