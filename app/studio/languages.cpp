// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/languages.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace Atelier::Studio {

void installLanguage(const QString &language, QCoreApplication *application)
{
    if (!language.isEmpty()) {
        // Dates and figures too; the desktop's own choice stays as it is when nothing was chosen
        // here.
        QLocale::setDefault(QLocale(language));
    }
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    auto *own = new QTranslator(application);
    // English comes last in every desktop's list, and has a file for its plural forms.
    if (own->load(locale, QStringLiteral("atelier"), QStringLiteral("_"), QStringLiteral(":/i18n"))
        || own->load(QStringLiteral(":/i18n/atelier_en.qm"))) {
        QCoreApplication::installTranslator(own);
    }
    if (own->language() != QLatin1StringView("en")) {
        auto *qt = new QTranslator(application);
        if (qt->load(locale,
                     QStringLiteral("qtbase"),
                     QStringLiteral("_"),
                     QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
            QCoreApplication::installTranslator(qt);
        }
    }
}

} // namespace Atelier::Studio
