// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/notebook/navigationrules.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

class QWebEngineProfile;

namespace Atelier::Notebook {

class RequestFilter;

/**
 * The web profile of one instance: off the record, so nothing of it is left on disk, with the rules
 * of its origin and the login cookie. Shared by the instance's pages, which must go before it.
 */
class LabProfile final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabProfile)

public:
    explicit LabProfile(bool outsideResources);
    ~LabProfile() override;

    [[nodiscard]] QWebEngineProfile *profile() const;
    [[nodiscard]] const NavigationRules &rules() const;
    void setOutsideResources(bool allowed);

    /** Sets the origin and its cookies; @p then is called when the web engine has them. */
    void enter(const QUrl &origin,
               const QList<QByteArray> &cookies,
               QObject *context,
               std::function<void()> then);

private:
    std::unique_ptr<QWebEngineProfile> m_profile;
    RequestFilter *m_filter = nullptr;
};

} // namespace Atelier::Notebook
