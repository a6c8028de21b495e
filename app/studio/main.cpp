// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/commandline.h"
#include "app/studio/languages.h"
#include "app/studio/singleinstance.h"
#include "app/studio/studio.h"
#include "backend/client/endpoint.h"
#include "backend/core/paths.h"
#include "widgets/window/studiosettings.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>
#include <cstdio>
#include <optional>

using namespace Atelier;

namespace {

void print(FILE *stream, const QString &text)
{
    std::fputs(qPrintable(text.trimmed() + u'\n'), stream);
}

/** A tour leaves nothing behind: it works in folders of its own unless it is given others. */
class TourFolders final
{
public:
    explicit TourFolders(const Studio::Options &options)
    {
        if (options.tourFolder.isEmpty() || !options.dataFolder.isEmpty()) {
            return;
        }
        m_folder.emplace();
        for (const char *variable :
             {"ATELIER_DATA", "ATELIER_CONFIG", "ATELIER_CACHE", "ATELIER_WORKSPACE"}) {
            qputenv(variable, m_folder->filePath(QString::fromLatin1(variable)).toLocal8Bit());
        }
    }

    /** The control plane that the tour started would go on without its folder. */
    ~TourFolders()
    {
        if (!m_folder) {
            return;
        }
        const auto endpoint = Client::readEndpoint(
            m_folder->filePath(QStringLiteral("ATELIER_DATA/endpoint.json")));
        if (endpoint && ::kill(static_cast<pid_t>(endpoint->pid), SIGTERM) == 0) {
            const QDeadlineTimer deadline(std::chrono::seconds(5));
            while (::kill(static_cast<pid_t>(endpoint->pid), 0) == 0 && !deadline.hasExpired()) {
                QThread::msleep(10);
            }
        }
    }

private:
    Q_DISABLE_COPY_MOVE(TourFolders)

    std::optional<QTemporaryDir> m_folder; // an ordinary start makes none
};

/** The rest of the program, and the control plane it starts, read the folders from the environment.
 */
void setFolders(const Studio::Options &options)
{
    if (!options.dataFolder.isEmpty()) {
        qputenv("ATELIER_DATA", options.dataFolder.toLocal8Bit());
    }
    if (!options.configFolder.isEmpty()) {
        qputenv("ATELIER_CONFIG", options.configFolder.toLocal8Bit());
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("atelier"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ATELIER_VERSION));
    QStringList arguments;
    for (int index = 0; index < argc; ++index) {
        arguments.append(QString::fromLocal8Bit(argv[index]));
    }
    const Studio::CommandLine commandLine = Studio::parseCommandLine(arguments);
    if (!commandLine.options) {
        print(commandLine.exitCode == 0 ? stdout : stderr, commandLine.output);
        return commandLine.exitCode;
    }
    const TourFolders tourFolders(*commandLine.options);
    setFolders(*commandLine.options);

    Studio::SingleInstance singleInstance(Paths::configFolder());
    const Result<bool> isFirst = singleInstance.claim();
    if (!isFirst) {
        print(stderr, isFirst.error().message);
        return 1;
    }
    if (!*isFirst) {
        const Result<void> raised = singleInstance.raiseFirst();
        if (!raised) {
            print(stderr, raised.error().message);
        }
        return raised ? 0 : 1;
    }

    QGuiApplication::setApplicationDisplayName(QStringLiteral("Atelier"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.atelier.Atelier"));
    const QApplication application(argc, argv);
    const QString asked = commandLine.options->language;
    const QString language = asked.isEmpty()
                                 ? Window::StudioSettings(Paths::configFolder()).language()
                                 : asked;
    Studio::installLanguage(language, QCoreApplication::instance());
    if (!language.isEmpty()) {
        // The control plane's sentences are shown in this window.
        qputenv("ATELIER_LANGUAGE", language.toLatin1());
    }
    Studio::Studio studio(*commandLine.options, &singleInstance);
    studio.start();
    return QApplication::exec();
}
