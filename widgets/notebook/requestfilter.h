// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/notebook/navigationrules.h"

#include <QWebEngineUrlRequestInterceptor>

namespace Atelier::Notebook {

/** Applies the rules to every request of a profile: a navigation handler alone misses
 * sub-resources. GUI thread. */
class RequestFilter final : public QWebEngineUrlRequestInterceptor
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestFilter)

public:
    explicit RequestFilter(QObject *parent = nullptr);
    ~RequestFilter() override;

    [[nodiscard]] const NavigationRules &rules() const;
    void setRules(const NavigationRules &rules);
    void interceptRequest(QWebEngineUrlRequestInfo &info) override;

private:
    NavigationRules m_rules;
};

} // namespace Atelier::Notebook
