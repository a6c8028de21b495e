// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

namespace Atelier::Studio {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Atelier::Studio", text);
}

QString folderFrom(const QCommandLineParser &parser, const QCommandLineOption &option)
{
    const QString value = parser.value(option);
    return value.isEmpty() ? QString() : QDir::cleanPath(QDir(value).absolutePath());
}

CommandLine refusal(const QString &sentence)
{
    return {.options = {}, .output = sentence, .exitCode = 2};
}

} // namespace

CommandLine parseCommandLine(const QStringList &arguments)
{
    const auto option = [](const char *name, const char *text, const char *value) {
        return QCommandLineOption(
            QLatin1StringView(name), translated(text), QLatin1StringView(value));
    };
    QCommandLineParser parser;
    parser.setApplicationDescription(translated(
        QT_TRANSLATE_NOOP("Atelier::Studio", "A desktop studio for machine-learning compute.")));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption data = option(
        "data",
        QT_TRANSLATE_NOOP("Atelier::Studio",
                          "Keep instances in this folder instead of the usual one."),
        "DIR");
    const QCommandLineOption config = option(
        "config",
        QT_TRANSLATE_NOOP("Atelier::Studio",
                          "Keep settings in this folder instead of the usual one."),
        "DIR");
    const QCommandLineOption language = option(
        "language", QT_TRANSLATE_NOOP("Atelier::Studio", "Show this language: en or ja."), "CODE");
    const QCommandLineOption scheme = option(
        "color-scheme",
        QT_TRANSLATE_NOOP("Atelier::Studio", "Show these colours: system, light or dark."),
        "NAME");
    const QCommandLineOption tour = option(
        "tour",
        QT_TRANSLATE_NOOP("Atelier::Studio",
                          "Show the way by itself and write pictures to this folder."),
        "DIR");
    parser.addOptions({data, config, language, scheme, tour});

    if (!parser.parse(arguments)) {
        return refusal(parser.errorText());
    }
    if (parser.isSet(help)) {
        // The parser knows the program's name only when there is an application object.
        return {.options = {},
                .output = parser.helpText().replace(QLatin1StringView("<executable_name>"),
                                                    QLatin1StringView("atelier")),
                .exitCode = 0};
    }
    if (parser.isSet(version)) {
        return {.options = {}, .output = QStringLiteral("Atelier " ATELIER_VERSION), .exitCode = 0};
    }
    if (!parser.positionalArguments().isEmpty()) {
        return refusal(
            translated(QT_TRANSLATE_NOOP("Atelier::Studio", "“%1” is not an option of Atelier."))
                .arg(parser.positionalArguments().constFirst()));
    }
    const QString colors = parser.value(scheme);
    if (!colors.isEmpty()
        && !QStringList{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")}
                .contains(colors)) {
        return refusal(
            translated(QT_TRANSLATE_NOOP("Atelier::Studio",
                                         "“%1” is no colour scheme; choose system, light or dark."))
                .arg(colors));
    }
    return {.options = Options{.dataFolder = folderFrom(parser, data),
                               .configFolder = folderFrom(parser, config),
                               .language = parser.value(language),
                               .colorScheme = colors,
                               .tourFolder = folderFrom(parser, tour)}};
}

} // namespace Atelier::Studio
