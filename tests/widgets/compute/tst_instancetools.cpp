// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"
#include "backend/usertools/sshaccess.h"
#include "tests/widgets/compute/cannedplane.h"
#include "tests/widgets/forwards/faketunnels.h"
#include "widgets/common/messagebox.h"
#include "widgets/compute/includeaction.h"
#include "widgets/compute/instancetools.h"
#include "widgets/compute/toolactions.h"
#include "widgets/forwards/forwarddialog.h"

#include <QAction>
#include <QJsonDocument>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Compute;
using namespace Qt::StringLiterals;
using Arm::InstanceState;

/** *Terminal*, *Open in VS Code* and *Forward a port…*, with scripts in the place of the programs
 * that write down what they are given. */
class InstanceToolsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void offersOnlyTheEditorsThatAreInstalled();
    void saysWhyAnActionIsNotPossible();
    void opensATerminalByTheName();
    void saysWhatToTypeWithoutATerminalProgram();
    void opensVsCodeOnceTheLineIsThere();
    void asksForTheLineUntilToldNotTo();
    void putsTheLineInAndTakesItOutFromTheMenu();
    void offersItAllInThePalette();

private:
    void install(const QString &name) const;
    void begin();
    /** What the script of this name was given, once it was. */
    [[nodiscard]] QStringList given(const QString &name) const;
    [[nodiscard]] QByteArray userConfig() const
    {
        QFile file(m_folder->filePath(u"config"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void select(const QString &name, InstanceState state) const
    {
        m_tools->actions()->setSelection({{.name = name, .state = state}});
    }

    QByteArray m_path;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<FakeConnection> m_connection;
    std::unique_ptr<UserTools::SshAccess> m_ssh;
    std::unique_ptr<Atelier::Forwards::Forwards> m_forwards;
    std::unique_ptr<QWidget> m_window;
    InstanceTools *m_tools = nullptr;
};

void InstanceToolsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = qgetenv("PATH");
    qputenv("PATH", m_folder->filePath(u"bin"_s).toUtf8());
    qputenv("TERMINAL", {});
    QVERIFY(QDir(m_folder->path()).mkpath(u"bin"_s));
    Arm::ComputeInstance ada = CannedPlane::instance(u"ada-box"_s, InstanceState::Running);
    ada.local.userHome = u"/home/ada"_s;
    m_plane = std::make_unique<CannedPlane>(
        QList{ada, CannedPlane::instance(u"emmy-box"_s, InstanceState::Stopped)});
    const QByteArray access = QJsonDocument(Arm::toJson(Arm::NodeAccess{.address = u"127.0.0.1"_s,
                                                                        .port = 24022,
                                                                        .user = u"ada"_s}))
                                  .toJson();
    m_plane->server.answer("GET",
                           m_plane->paths.hostKeys(u"ada-box"_s).toUtf8(),
                           [access](const WireRequest &, QTcpSocket *socket) {
                               WireServer::send(socket, "200 OK", access);
                           });
    QVERIFY(m_plane->follow());
    begin();
}

void InstanceToolsTest::begin()
{
    m_window = std::make_unique<QWidget>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"studio.ini"_s),
                                             QSettings::IniFormat);
    m_connection = std::make_unique<FakeConnection>();
    m_ssh = std::make_unique<UserTools::SshAccess>(UserTools::SshAccessServices{
        .controlPlane = &m_plane->client,
        .letIn = [] { return QtFuture::makeReadyValueFuture(Result<void>()); },
        .keyFile = m_folder->filePath(u"key"_s),
        .folder = m_folder->filePath(u"ssh"_s),
        .userConfig = m_folder->filePath(u"config"_s)});
    m_forwards = std::make_unique<Atelier::Forwards::Forwards>(Atelier::Forwards::ForwardServices{
        .controlPlane = &m_plane->client,
        .connectTo =
            [this](const QString &) {
                return QtFuture::makeReadyValueFuture(
                    Result<Ssh::Connection *>(m_connection.get()));
            },
        .store = {m_folder->filePath(u"forwards.json"_s), u"local"_s}});
    m_tools = new InstanceTools(&m_plane->client,
                                {.ssh = m_ssh.get(),
                                 .forwards = m_forwards.get(),
                                 .offers = nullptr,
                                 .settings = m_settings.get()},
                                m_window.get());
}

void InstanceToolsTest::cleanup()
{
    m_window.reset();
    m_forwards.reset();
    m_ssh.reset();
    m_settings.reset();
    m_plane.reset();
    qputenv("PATH", m_path);
}

void InstanceToolsTest::install(const QString &name) const
{
    QFile file(m_folder->filePath(u"bin/"_s + name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("#!/bin/sh\nfor word; do echo \"$word\"; done >\"$0.part\"; /bin/mv "
                       "\"$0.part\" \"$0.words\"\n")
            > 0);
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner));
}

QStringList InstanceToolsTest::given(const QString &name) const
{
    QFile file(m_folder->filePath(u"bin/"_s + name + u".words"_s));
    if (!QTest::qWaitFor([&file] { return file.exists(); }, 10'000)
        || !file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

void InstanceToolsTest::offersOnlyTheEditorsThatAreInstalled()
{
    const auto texts = [this] {
        QMenu menu;
        m_tools->actions()->addTo(&menu);
        QStringList all;
        for (const QAction *action : menu.actions()) {
            all << action->text();
        }
        return all;
    };
    QCOMPARE(texts(), (QStringList{u"Terminal"_s, u"Forward a port…"_s}));
    install(u"code"_s);
    QCOMPARE(texts(), (QStringList{u"Terminal"_s, u"Open in VS Code"_s, u"Forward a port…"_s}));
    install(u"codium"_s);
    QCOMPARE(texts().size(), 4);
}

void InstanceToolsTest::saysWhyAnActionIsNotPossible()
{
    install(u"code"_s);
    ToolActions *actions = m_tools->actions();
    actions->refreshEditors();
    actions->setSelection({});
    QVERIFY(!actions->terminal()->isEnabled());
    QVERIFY(actions->terminal()->toolTip().contains(u"select"_s));
    QVERIFY(!actions->forwardPort()->isEnabled());
    select(u"emmy-box"_s, InstanceState::Stopped);
    QVERIFY(!actions->terminal()->isEnabled());
    QVERIFY(actions->terminal()->toolTip().contains(u"Stopped"_s));
    QVERIFY(actions->forwardPort()->isEnabled()); // it waits for the instance
    select(u"ada-box"_s, InstanceState::Running);
    QVERIFY(actions->terminal()->isEnabled());
    QVERIFY(actions->openInEditor().constFirst()->toolTip().contains(u"Remote - SSH"_s));
    actions->setSelection({{.name = u"a"_s, .state = InstanceState::Running},
                           {.name = u"b"_s, .state = InstanceState::Running}});
    QVERIFY(actions->terminal()->isEnabled());
    QVERIFY(!actions->forwardPort()->isEnabled());
}

void InstanceToolsTest::opensATerminalByTheName()
{
    install(u"xterm"_s);
    select(u"ada-box"_s, InstanceState::Running);
    m_tools->actions()->terminal()->trigger();
    const QStringList words = given(u"xterm"_s);
    QCOMPARE(words.mid(0, 3), (QStringList{u"-T"_s, u"ada-box"_s, u"-e"_s}));
    QCOMPARE(words.last(), u"ada-box"_s);
    QVERIFY(words.contains(u"-F"_s)); // the line is not there
    QVERIFY(words.contains(m_ssh->configFile()));
}

void InstanceToolsTest::saysWhatToTypeWithoutATerminalProgram()
{
    const QSignalSpy failures(m_tools, &InstanceTools::failed);
    m_tools->openTerminal(u"ada-box"_s);
    QTRY_COMPARE(failures.count(), 1);
    const auto error = failures.at(0).at(0).value<Error>();
    QVERIFY2(error.message.contains(u"ssh -F "_s) && error.message.endsWith(u"ada-box"_s),
             qPrintable(error.message));
}

void InstanceToolsTest::opensVsCodeOnceTheLineIsThere()
{
    install(u"code"_s);
    m_tools->actions()->refreshEditors();
    select(u"ada-box"_s, InstanceState::Running);
    Ui::queueAnswer({.button = 1}); // Not now
    m_tools->actions()->openInEditor().constFirst()->trigger();
    QList<Ui::Question> asked;
    const auto isAsked = [&asked] {
        asked << Ui::takeAskedQuestions();
        return !asked.isEmpty();
    };
    QTRY_VERIFY(isAsked());
    QVERIFY(asked[0].informative.contains(m_ssh->userConfig().line()));
    QVERIFY(userConfig().isEmpty());
    Ui::queueAnswer({.button = 0}); // Add the line
    m_tools->actions()->openInEditor().constFirst()->trigger();
    QCOMPARE(given(u"code"_s),
             (QStringList{u"--remote"_s, u"ssh-remote+ada-box"_s, u"/home/ada"_s}));
    QCOMPARE(QString::fromUtf8(userConfig()), QString(m_ssh->userConfig().line() + u'\n'));
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
    QVERIFY(QFile::remove(m_folder->filePath(u"bin/code.words"_s)));
    m_tools->actions()->openInEditor().constFirst()->trigger(); // not asked again
    QCOMPARE(given(u"code"_s).size(), 3);
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

void InstanceToolsTest::asksForTheLineUntilToldNotTo()
{
    QVERIFY(m_tools->mayAskToInclude());
    Ui::queueAnswer({.button = 1}); // Not now
    m_tools->askToInclude(u"ada-box"_s);
    QTRY_VERIFY(!m_tools->mayAskToInclude());
    begin(); // the studio is started again
    QVERIFY(m_tools->mayAskToInclude());
    Ui::queueAnswer({.button = 2}); // Never ask again
    m_tools->askToInclude(u"ada-box"_s);
    QTRY_VERIFY(!m_tools->mayAskToInclude());
    begin();
    QVERIFY(!m_tools->mayAskToInclude());
    QVERIFY(userConfig().isEmpty());
    QCOMPARE(Ui::takeAskedQuestions().size(), 2);
}

void InstanceToolsTest::putsTheLineInAndTakesItOutFromTheMenu()
{
    IncludeAction action(m_tools, nullptr);
    const QSignalSpy messages(m_tools, &InstanceTools::message);
    QCOMPARE(action.text(), u"Names for SSH…"_s);
    Ui::queueAnswer({.button = 0});
    action.trigger();
    QTRY_COMPARE(action.text(), u"Remove the names for SSH"_s);
    QVERIFY(m_ssh->isIncluded());
    action.trigger();
    QCOMPARE(action.text(), u"Names for SSH…"_s);
    QVERIFY(!m_ssh->isIncluded());
    QVERIFY(!m_tools->mayAskToInclude()); // who took it out is left in peace
    QCOMPARE(messages.count(), 2);
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
}

void InstanceToolsTest::offersItAllInThePalette()
{
    install(u"code"_s);
    m_forwards->add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    QTRY_COMPARE(m_forwards->leadingTo(u"ada-box"_s, 6006)->status().state,
                 Forwards::ForwardState::Listening);
    QStringList texts;
    for (const Ui::Command &command : m_tools->commands()) {
        texts << command.text;
        if (command.text == u"Forward a port…: emmy-box"_s) {
            command.run();
        }
    }
    QCOMPARE(texts,
             (QStringList{u"Terminal: ada-box"_s,
                          u"Open in VS Code: ada-box"_s,
                          u"Forward a port…: ada-box"_s,
                          u"Forward a port…: emmy-box"_s,
                          u"Open in browser: Board of ada-box"_s,
                          u"Stop forwarding: Board of ada-box"_s}));
    QVERIFY(m_window->findChild<Forwards::ForwardDialog *>() != nullptr);
}

QTEST_MAIN(InstanceToolsTest)
#include "tst_instancetools.moc"
