// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/requestfilter.h"

namespace Atelier::Notebook {

RequestFilter::RequestFilter(QObject *parent)
    : QWebEngineUrlRequestInterceptor(parent)
{
}

RequestFilter::~RequestFilter() = default;

const NavigationRules &RequestFilter::rules() const
{
    return m_rules;
}

void RequestFilter::setRules(const NavigationRules &rules)
{
    m_rules = rules;
}

void RequestFilter::interceptRequest(QWebEngineUrlRequestInfo &info)
{
    if (!m_rules.allowsResource(info.requestUrl())) {
        info.block(true);
    }
}

} // namespace Atelier::Notebook
