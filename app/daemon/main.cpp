// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/controlplane.h"
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

/** Nothing when the arguments can't be understood; says why by itself. */
std::optional<Daemon::Options> optionsFrom(const QCoreApplication &application)
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
    parser.addOptions({data, port, idle});
    parser.process(application);
    bool valid = false;
    const quint16 number = parser.value(port).toUShort(&valid);
    if (!valid || parser.value(data).isEmpty() || !parser.positionalArguments().isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(parser.helpText()));
        return {};
    }
    return Daemon::Options{.dataFolder = QDir::cleanPath(QDir(parser.value(data)).absolutePath()),
                           .port = number,
                           .exitWhenIdle = parser.isSet(idle)};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"atelierd"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ATELIER_VERSION));
    installLanguage(QCoreApplication::instance());
    const auto options = optionsFrom(application);
    if (!options) {
        return badArguments;
    }
    const Daemon::EndSignals endSignals;
    Daemon::ControlPlane controlPlane(*options);
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
    QDir::setCurrent(options->dataFolder + u"/log"_s);
    return QCoreApplication::exec();
}
