// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"
#include "backend/forwards/offeredports.h"
#include "backend/usertools/sshaccess.h"
#include "tests/support/layoutlook.h"
#include "tests/widgets/compute/cannedplane.h"
#include "tests/widgets/forwards/faketunnels.h"
#include "widgets/compute/computepage.h"
#include "widgets/compute/createdialog.h"
#include "widgets/compute/deletedialog.h"
#include "widgets/compute/includeaction.h"
#include "widgets/compute/instancestable.h"
#include "widgets/compute/instancetools.h"
#include "widgets/forwards/forwarddialog.h"
#include "widgets/forwards/offerbar.h"
#include "widgets/window/connection.h"
#include "widgets/window/mainwindow.h"
#include "widgets/window/studiosettings.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Arm::InstanceState;

/** The window and its dialogs with every text in every language: nothing is cut off. */
class LayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsCutOff_data();
    void nothingIsCutOff();

private:
    template<typename Widget>
    [[nodiscard]] static Widget *child(QWidget *parent, const QString &name)
    {
        return parent->findChild<Widget *>(name);
    }
    void look(QWidget *window, const QString &name);
    void lookAtTheEmptyPage(const QSize &size);
    void lookAtInstances(const QSize &size);
    void lookAtTheCreateDialog(const QSize &size);
    void lookAtTheDeleteQuestion();
    void lookAtMessages(const QSize &size);
    void lookAtTools(const QSize &size);
    void addTools();
    void lookAtToolDialogs();
    void openWindow(const QSize &size);
    void closeWindow();

    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_oldHome;
    std::unique_ptr<Test::LayoutLook> m_look;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<Window::StudioSettings> m_settings;
    std::unique_ptr<Window::Connection> m_connection;
    std::unique_ptr<Window::MainWindow> m_window;
    Result<Client::Endpoint> m_endpoint = failure({.code = Error::Code::Unknown, .message = {}});
    std::unique_ptr<FakeConnection> m_node;
    std::unique_ptr<UserTools::SshAccess> m_ssh;
    std::unique_ptr<Atelier::Forwards::Forwards> m_forwards;
    QPointer<NodeClient::PortWatch> m_watch;
    std::unique_ptr<Forwards::OfferedPorts> m_offers;
};

void LayoutTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_oldHome = qgetenv("HOME");
    qputenv("HOME", QDir(m_home->path()).canonicalPath().toLocal8Bit());
    QVERIFY(QDir(QDir::homePath()).mkpath(u".ssh"_s));
}

void LayoutTest::cleanup()
{
    closeWindow();
    m_look.reset();
    qputenv("HOME", m_oldHome);
}

void LayoutTest::look(QWidget *window, const QString &name)
{
    m_look->look(window, name);
}

void LayoutTest::openWindow(const QSize &size)
{
    m_settings = std::make_unique<Window::StudioSettings>(m_home->path());
    const auto answer = [this] { return QtFuture::makeReadyValueFuture(m_endpoint); };
    m_connection = std::make_unique<Window::Connection>(
        &m_plane->client, Window::Connection::Service{.ensure = answer, .replace = answer});
    m_window = std::make_unique<Window::MainWindow>(
        Window::WindowServices{.controlPlane = &m_plane->client,
                               .connection = m_connection.get(),
                               .settings = m_settings.get(),
                               .theme = m_look->theme()});
    m_window->addPage(new Compute::ComputePage(&m_plane->client, nullptr));
    m_window->resize(size);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->resize(size);
}

void LayoutTest::closeWindow()
{
    m_window.reset();
    m_connection.reset();
    m_offers.reset();
    m_forwards.reset();
    m_ssh.reset();
    m_node.reset();
    m_settings.reset();
    m_plane.reset();
}

void LayoutTest::lookAtTheEmptyPage(const QSize &size)
{
    m_plane = std::make_unique<CannedPlane>();
    QVERIFY(m_plane->follow());
    openWindow(size);
    look(m_window.get(), u"1-empty"_s);
    closeWindow();
}

void LayoutTest::lookAtInstances(const QSize &size)
{
    Arm::ComputeInstance ada = CannedPlane::instance(u"ada-box"_s, InstanceState::Running);
    ada.ssh = {.publicAccess = true, .adminUserName = u"ada"_s, .port = 40022};
    ada.mounts = {
        {.source = u"/home/ada/a/long/way/to/the/data"_s, .mountPath = u"/home/ada/data"_s}};
    ada.lastOperation = {.name = Arm::OperationName::Start,
                         .time = QDateTime::currentDateTimeUtc(),
                         .status = u"Succeeded"_s,
                         .trigger = u"User"_s};
    Arm::ComputeInstance failed = CannedPlane::instance(u"grace-box"_s,
                                                        InstanceState::CreateFailed);
    failed.errors = {u"The disk is full: 2 MiB are left, and 400 MiB are needed."_s};
    m_plane = std::make_unique<CannedPlane>(QList<Arm::ComputeInstance>{
        ada, failed, CannedPlane::instance(u"emmy-box"_s, InstanceState::Stopped)});
    QByteArray text;
    for (int line = 1; line < 12; ++line) {
        text += "Step " + QByteArray::number(line) + ": making what the instance needs.\n";
    }
    m_plane->server.answer("GET",
                           m_plane->paths.creationLog(u"ada-box"_s).toUtf8(),
                           [text](const WireRequest &, QTcpSocket *socket) {
                               WireServer::send(socket, "200 OK", text + "Ready.\n");
                           });
    QVERIFY(m_plane->follow());
    openWindow(size);
    auto *table = m_window->findChild<Compute::InstancesTable *>();
    table->select(u"ada-box"_s);
    look(m_window.get(), u"2-table"_s);
    QTest::keyClick(table, Qt::Key_F4);
    QVERIFY(child<QWidget>(m_window.get(), u"instanceDetails"_s)->isVisible());
    auto *log = child<QPlainTextEdit>(m_window.get(), u"creationLogView"_s);
    QTRY_VERIFY(log->toPlainText().contains("Ready."_L1));
    look(m_window.get(), u"3-details"_s);
    auto *scroll = child<QScrollArea>(m_window.get(), u"detailsScroll"_s);
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    look(m_window.get(), u"4-details-end"_s);
}

void LayoutTest::lookAtTheCreateDialog(const QSize &size)
{
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    auto *dialog = m_window->findChild<Compute::CreateDialog *>();
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY(dialog->draft()->isReady());
    const int height = std::min(size.height() - 48, 752);
    look(dialog, u"5-create"_s);
    child<QAbstractButton>(dialog, u"allowSshBox"_s)->click();
    child<QAbstractButton>(dialog, u"foldersToggle"_s)->click();
    auto *sources = child<QComboBox>(dialog, u"keySourceBox"_s);
    for (int kind = 0; sources != nullptr && kind < sources->count(); ++kind) {
        sources->setCurrentIndex(kind);
        dialog->resize(dialog->width(), std::min(dialog->height(), height));
        look(dialog, u"6-key-%1"_s.arg(kind));
    }
    child<QPlainTextEdit>(dialog, u"keyPasteEdit"_s)
        ->setPlainText(u"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n"_s);
    look(dialog, u"6-key-pasted"_s);
    dialog->draft()->folders()->add(u"~"_s);
    dialog->draft()->folders()->add(u"~/nowhere"_s);
    child<QLineEdit>(dialog, u"nameEdit"_s)->setText(u"gpu-node-01"_s);
    child<QAbstractButton>(dialog, u"createButton"_s)->click();
    QTRY_VERIFY(!dialog->draft()->folders()->firstError().isEmpty());
    look(dialog, u"7-errors"_s);
    dialog->close();
    QTRY_VERIFY(m_window->findChild<Compute::CreateDialog *>() == nullptr);
}

void LayoutTest::lookAtTheDeleteQuestion()
{
    m_plane->answerSummary(u"ada-box"_s,
                           {.files = 1280,
                            .bytes = 5'000'000'000,
                            .newestPath = u"notes/a folder with a long name/today.ipynb"_s,
                            .newestTime = QDateTime::currentDateTimeUtc(),
                            .complete = true});
    m_window->findChild<Compute::InstancesTable *>()->select(u"ada-box"_s);
    auto *remove = m_window->findChild<QAction *>(u"deleteAction"_s);
    QTRY_VERIFY2(remove->isEnabled(), qPrintable(remove->toolTip()));
    remove->trigger();
    auto *question = m_window->findChild<Compute::DeleteDialog *>();
    QVERIFY(question != nullptr);
    auto *loss = child<QLabel>(question, u"loss-ada-box"_s);
    QTRY_VERIFY(loss->text().contains("today.ipynb"_L1));
    look(question, u"8-delete"_s);
    question->close();
    QTRY_VERIFY(m_window->findChild<Compute::DeleteDialog *>() == nullptr);
    closeWindow();
}

void LayoutTest::lookAtMessages(const QSize &size)
{
    m_plane = std::make_unique<CannedPlane>(
        QList<Arm::ComputeInstance>{CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    QVERIFY(m_plane->follow());
    m_endpoint = failure(
        {.code = Error::Code::Conflict,
         .message = QCoreApplication::translate(
             "Atelier::Client::Launcher",
             "Atelier's background service is older than this window. Restart it; instances and "
             "kernels keep running."),
         .target = u"replaceable"_s});
    openWindow(size);
    m_connection->begin();
    QTRY_COMPARE(m_connection->state(), Window::Connection::State::Failed);
    look(m_window.get(), u"a-older"_s);
    m_plane->server.vanish();
    QTRY_COMPARE_WITH_TIMEOUT(
        m_plane->client.link(), Client::ControlPlane::Link::Unreachable, 10'000);
    look(m_window.get(), u"b-lost"_s);
    child<QAbstractButton>(m_window.get(), u"placeButton"_s)->click();
    QTRY_VERIFY(child<QWidget>(m_window.get(), u"placePopover"_s) != nullptr);
    look(child<QWidget>(m_window.get(), u"placePopover"_s), u"c-place"_s);
    closeWindow();
}

void LayoutTest::addTools()
{
    m_node = std::make_unique<FakeConnection>();
    m_node->taken = {8888};
    m_ssh = std::make_unique<UserTools::SshAccess>(UserTools::SshAccessServices{
        .controlPlane = &m_plane->client,
        .letIn = [] { return QtFuture::makeReadyValueFuture(Result<void>()); },
        .keyFile = m_home->filePath(u"key"_s),
        .folder = m_home->filePath(u"ssh"_s),
        .userConfig = m_home->filePath(u".ssh/config"_s)});
    const auto connectTo = [this](const QString &) {
        return QtFuture::makeReadyValueFuture(Result<Ssh::Connection *>(m_node.get()));
    };
    m_forwards = std::make_unique<Atelier::Forwards::Forwards>(Atelier::Forwards::ForwardServices{
        .controlPlane = &m_plane->client,
        .connectTo = connectTo,
        .store = {m_home->filePath(m_look->row() + u"-forwards.json"_s), u"local"_s}});
    m_offers = std::make_unique<Forwards::OfferedPorts>(
        &m_plane->client, m_forwards.get(), [this](const QString &) {
            auto watch = std::make_unique<NodeClient::PortWatch>();
            m_watch = watch.get();
            return watch;
        });
    auto *page = m_window->findChild<Compute::ComputePage *>();
    page->setTools({.ssh = m_ssh.get(),
                    .forwards = m_forwards.get(),
                    .offers = m_offers.get(),
                    .settings = m_settings->store()});
    m_window->addSetting(new Compute::IncludeAction(page->tools(), m_window.get()));
    m_window->addNotice(new Forwards::OfferBar(m_offers.get(), m_forwards.get(), m_window.get()));
}

void LayoutTest::lookAtTools(const QSize &size)
{
    Arm::ComputeInstance ada = CannedPlane::instance(u"ada-box"_s, InstanceState::Running);
    ada.ssh = {.publicAccess = true, .adminUserName = u"ada"_s, .port = 24022};
    m_plane = std::make_unique<CannedPlane>(QList<Arm::ComputeInstance>{ada});
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
    openWindow(size);
    addTools();
    auto *table = m_window->findChild<Compute::InstancesTable *>();
    table->select(u"ada-box"_s);
    QTest::keyClick(table, Qt::Key_F4);
    QTRY_VERIFY(child<QWidget>(m_window.get(), u"includeNotice"_s)->isVisible());
    QTRY_COMPARE(m_ssh->alias(u"ada-box"_s), u"ada-box"_s);
    auto *scroll = child<QScrollArea>(m_window.get(), u"detailsScroll"_s);
    scroll->ensureWidgetVisible(child<QWidget>(m_window.get(), u"forwardsPanel"_s));
    look(m_window.get(), u"d-no-forwards"_s);
    m_forwards->add({.instance = u"ada-box"_s, .name = u"TensorBoard"_s, .port = 6006});
    m_forwards->add(
        {.instance = u"ada-box"_s, .name = u"port 8888"_s, .port = 8888, .localPort = 8888});
    m_forwards->add({.instance = u"ada-box"_s,
                     .name = u"a name of the greatest length that is let through by the form"_s,
                     .socket = u"/home/ada/run/lab.sock"_s});
    QVERIFY(m_watch != nullptr);
    Q_EMIT m_watch->appeared({.port = 8501,
                              .address = u"127.0.0.1"_s,
                              .program = u"streamlit"_s,
                              .label = u"Streamlit"_s,
                              .pid = 1});
    QCoreApplication::processEvents();
    // The refusal comes with an event, and what wraps gets its height in the next round of the
    // layout.
    const auto isShownWhole = [this] {
        const auto sentences = m_window->findChildren<QLabel *>(u"sentence"_s);
        return std::ranges::any_of(sentences, [](const QLabel *label) {
            return label->isVisible() && label->text().contains("8888"_L1) && !Test::isCut(label);
        });
    };
    QTRY_VERIFY(isShownWhole());
    scroll->ensureWidgetVisible(child<QWidget>(m_window.get(), u"toolsSection"_s));
    look(m_window.get(), u"e-forwards"_s);
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->value()
                                          + (size.height() / 2));
    look(m_window.get(), u"e-forwards-end"_s);
    lookAtToolDialogs();
    closeWindow();
}

void LayoutTest::lookAtToolDialogs()
{
    m_window->findChild<QAction *>(u"forwardPortAction"_s)->trigger();
    auto *dialog = m_window->findChild<Forwards::ForwardDialog *>();
    QVERIFY(dialog != nullptr);
    look(dialog, u"f-forward"_s);
    child<QLineEdit>(dialog, u"targetEdit"_s)->setText(u"70000"_s);
    child<QAbstractButton>(dialog, u"fixedButton"_s)->click();
    child<QLineEdit>(dialog, u"localPortEdit"_s)->setText(u"80"_s);
    QCoreApplication::processEvents();
    look(dialog, u"g-forward-errors"_s);
    dialog->close();
    m_window->findChild<QAction *>(u"includeAction"_s)->trigger();
    auto *question = m_window->findChild<QMessageBox *>();
    QVERIFY(question != nullptr);
    look(question, u"h-include"_s);
    question->close();
    QTRY_VERIFY(m_window->findChild<QMessageBox *>() == nullptr);
}

void LayoutTest::nothingIsCutOff_data()
{
    Test::LayoutLook::addRows();
}

void LayoutTest::nothingIsCutOff()
{
    m_look = std::make_unique<Test::LayoutLook>();
    const QSize size = m_look->size();
    const std::initializer_list<std::function<void()>> steps{[&] { lookAtTheEmptyPage(size); },
                                                             [&] { lookAtInstances(size); },
                                                             [&] { lookAtTheCreateDialog(size); },
                                                             [&] { lookAtTheDeleteQuestion(); },
                                                             [&] { lookAtMessages(size); },
                                                             [&] { lookAtTools(size); }};
    for (const auto &step : steps) {
        step();
        if (QTest::currentTestFailed()) {
            return; // the next one builds on it
        }
    }
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

QTEST_MAIN(LayoutTest)
#include "tst_layout.moc"
