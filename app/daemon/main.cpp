// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/controlplane.h"
#include "app/daemon/diagnosis.h"
#include "app/daemon/endsignals.h"
#include "app/daemon/logfile.h"
#include "backend/core/paths.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QTranslator>

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace {

using namespace Atelier;
using namespace Qt::StringLiterals;

constexpr int badArguments = 2;

/** What stopped the start, as an exit code that a caller can tell apart. */
int exitCodeFor(Error::Code code)
{
    switch (code) {
    case Error::Code::PermissionDenied:
    case Error::Code::Exhausted:
        return 3;
    case Error::Code::AlreadyExists:
        return 4;
    case Error::Code::Conflict:
        return 5;
    case Error::Code::PortTaken:
        return 6;
    default:
        return EXIT_FAILURE;
    }
}

int report(const Error &error)
{
    if (Daemon::isLogging()) {
        qInfo("Not started: %s (%s)", qPrintable(error.message), qPrintable(error.detail));
    }
    std::fprintf(stderr, "%s\n", qPrintable(error.message));
    return exitCodeFor(error.code);
}

/** People read its refusals and creation logs: in the language that the studio hands down, else in
 * the desktop's. */
void installLanguage(QCoreApplication *application)
{
    const QString chosen = qEnvironmentVariable("ATELIER_LANGUAGE");
    const QLocale locale = chosen.isEmpty() ? QLocale::system() : QLocale(chosen);
    auto *translator = new QTranslator(application);
    if (translator->load(locale, u"atelier"_s, u"_"_s, u":/i18n"_s)) {
        QCoreApplication::installTranslator(translator);
    }
}

struct Arguments
{
    Daemon::Options options = {};
    bool diagnose = false;
    QString output = {}; ///< of the diagnosis
};

/** Nothing when the arguments can't be understood; says why by itself. */
std::optional<Arguments> argumentsFrom(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Keeps Atelier's compute instances on this computer."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data(u"data"_s,
                                  QCoreApplication::translate("main", "The data folder."),
                                  u"folder"_s,
                                  Paths::dataFolder());
    const QCommandLineOption port(
        u"port"_s,
        QCoreApplication::translate("main", "The port to listen on; 0 for any."),
        u"number"_s,
        u"0"_s);
    const QCommandLineOption idle(
        u"exit-when-idle"_s,
        QCoreApplication::translate("main", "End when nothing runs and nobody follows."));
    const QCommandLineOption output(
        u"output"_s,
        QCoreApplication::translate("main", "Where “diagnose” writes its report (.tar.gz)."),
        u"file"_s);
    parser.addOptions({data, port, idle, output});
    parser.addPositionalArgument(
        u"diagnose"_s,
        QCoreApplication::translate("main",
                                    "Write a report for whoever looks into a fault, without "
                                    "passwords, keys and tokens, instead of starting."),
        u"[diagnose]"_s);
    parser.process(application);
    bool valid = false;
    const quint16 number = parser.value(port).toUShort(&valid);
    const QStringList commands = parser.positionalArguments();
    const bool diagnose = commands == QStringList{u"diagnose"_s};
    if (!valid || parser.value(data).isEmpty() || commands.isEmpty() == diagnose) {
        std::fprintf(stderr, "%s\n", qPrintable(parser.helpText()));
        return {};
    }
    return Arguments{
        .options = {.dataFolder = QDir::cleanPath(QDir(parser.value(data)).absolutePath()),
                    .port = number,
                    .exitWhenIdle = parser.isSet(idle)},
        .diagnose = diagnose,
        .output = parser.value(output),
    };
}

int diagnose(const Arguments &arguments)
{
    if (!QDir(arguments.options.dataFolder).exists()) {
        const QString sentence = QCoreApplication::translate("main",
                                                             "There is no data folder “%1”.");
        std::fprintf(stderr, "%s\n", qPrintable(sentence.arg(arguments.options.dataFolder)));
        return badArguments;
    }
    const auto written = Daemon::Diagnosis(arguments.options.dataFolder).write(arguments.output);
    if (!written) {
        std::fprintf(stderr, "%s\n", qPrintable(written.error().message));
        return exitCodeFor(written.error().code);
    }
    const QString sentence = QCoreApplication::translate(
        "main",
        "The report is in “%1”. What looks like a password, key or token was taken out; look "
        "through it before you hand it on.");
    std::printf("%s\n", qPrintable(sentence.arg(*written)));
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"atelierd"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ATELIER_VERSION));
    installLanguage(QCoreApplication::instance());
    const auto arguments = argumentsFrom(application);
    if (!arguments) {
        return badArguments;
    }
    if (arguments->diagnose) {
        return diagnose(*arguments);
    }
    const Daemon::EndSignals endSignals;
    Daemon::ControlPlane controlPlane(arguments->options);
    QObject::connect(
        &endSignals, &Daemon::EndSignals::asked, &application, [] { QCoreApplication::quit(); });
    QObject::connect(
        &controlPlane, &Daemon::ControlPlane::idle, &application, [] { QCoreApplication::quit(); });
    QObject::connect(&controlPlane,
                     &Daemon::ControlPlane::failed,
                     &application,
                     [](const Error &error) { QCoreApplication::exit(report(error)); });
    if (auto started = controlPlane.start(); !started) {
        return report(started.error());
    }
    // Qt's TLS set-up, at the first request, reads the whole working folder when a link in
    // /etc/ssl/certs leads nowhere: this one is small, and keeps no other file system busy.
    QDir::setCurrent(arguments->options.dataFolder + u"/log"_s);
    return QCoreApplication::exec();
}
