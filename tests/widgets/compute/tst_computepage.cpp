// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/compute/cannedplane.h"
#include "widgets/common/emptypage.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/statedot.h"
#include "widgets/compute/computepage.h"
#include "widgets/compute/createdialog.h"
#include "widgets/compute/creationlogview.h"
#include "widgets/compute/deletedialog.h"
#include "widgets/compute/instancestable.h"

#include <QClipboard>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Atelier;
using namespace Atelier::Compute;
using namespace Qt::StringLiterals;
using Arm::InstanceState;
using Client::ControlPlane;

class ComputePageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void showsOneSentenceAndOneButtonWithoutInstances();
    void showsARowForEachInstance();
    void offersInThePaletteWhatEachInstanceAllows();
    void answersAClickAtOnce();
    void showsTheServersSentenceWhenItRefuses();
    void collectsTheRefusalsOfManyRows();
    void opensJupyterLabByKeyAndByLink();
    void togglesTheDetailsByKeyboard();
    void tellsEverythingInTheDetails();
    void copiesTheResourceAsTechnicalDetails();
    void followsTheCreationLog();
    void filtersAndClearsWithEscape();
    void keepsTheSelectionOverChanges();
    void namesWhatIsLostBeforeItDeletes();
    void deletesByReturnOnlyWhenNothingIsLost();
    void listsTheLossesOfManyRows();
    void stopsAtOnceWhenNobodyKnowsOfKernels();
    void createsByKeyboardAndSelectsTheNewRow();
    void keepsTheLastStateWhileUnreachable();
    void hidesColumnsByTheHeaderMenu();
    void wakesUpOnlyWhileItIsVisible();
    void offersTheActionsInAContextMenu();

private:
    void open(const QList<Arm::ComputeInstance> &instances);
    template<typename Widget>
    [[nodiscard]] Widget *child(const QString &name) const
    {
        return m_page->findChild<Widget *>(name);
    }
    void click(const QString &button) const;
    /** Presses Delete in the table and gives the dialog that asks. */
    [[nodiscard]] DeleteDialog *pressDelete() const;
    void select(const QStringList &names) const;
    [[nodiscard]] QString cell(int row, int column) const;
    [[nodiscard]] QString row(const QString &name) const { return child<QLabel>(name)->text(); }

    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<ComputePage> m_page;
    InstancesTable *m_table = nullptr;
};

void ComputePageTest::cleanup()
{
    m_page.reset();
    m_plane.reset();
}

void ComputePageTest::open(const QList<Arm::ComputeInstance> &instances)
{
    m_plane = std::make_unique<CannedPlane>(instances);
    m_page = std::make_unique<ComputePage>(&m_plane->client, nullptr);
    m_page->resize(800, 500);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QVERIFY(m_plane->follow());
    m_table = child<InstancesTable>(u"instancesTable"_s);
    QTRY_COMPARE(m_table->model()->rowCount(), static_cast<int>(instances.size()));
}

void ComputePageTest::click(const QString &button) const
{
    QTest::mouseClick(child<QToolButton>(button), Qt::LeftButton);
}

DeleteDialog *ComputePageTest::pressDelete() const
{
    m_page->activateWindow();
    m_table->setFocus();
    if (!QTest::qWaitForWindowActive(m_page.get())) {
        return nullptr;
    }
    QTest::keyClick(m_table, Qt::Key_Delete);
    return m_page->findChild<DeleteDialog *>();
}

void ComputePageTest::select(const QStringList &names) const
{
    m_table->clearSelection();
    for (int at = 0; at < m_table->model()->rowCount(); ++at) {
        if (names.contains(cell(at, 0))) {
            m_table->selectionModel()->setCurrentIndex(m_table->model()->index(at, 0),
                                                       QItemSelectionModel::Select
                                                           | QItemSelectionModel::Rows);
        }
    }
}

QString ComputePageTest::cell(int row, int column) const
{
    return m_table->model()->index(row, column).data().toString();
}

void ComputePageTest::offersInThePaletteWhatEachInstanceAllows()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running),
          CannedPlane::instance(u"bob-box"_s, InstanceState::Stopped)});
    QHash<QString, std::function<void()>> offers;
    for (const Ui::Command &command : m_page->commands()) {
        offers.insert(command.text, command.run);
    }
    QVERIFY(offers.contains(u"Stop: ada-box"_s));
    QVERIFY(!offers.contains(u"Start: ada-box"_s));
    QVERIFY(offers.contains(u"Start: bob-box"_s));
    QVERIFY(!offers.contains(u"Open JupyterLab: bob-box"_s));
    QSignalSpy opened(m_page.get(), &ComputePage::openNotebookRequested);
    offers.value(u"Open JupyterLab: ada-box"_s)();
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), u"ada-box"_s);
    offers.value(u"Show: bob-box"_s)();
    QCOMPARE(m_table->selectedNames(), QStringList{u"bob-box"_s});
}

void ComputePageTest::showsOneSentenceAndOneButtonWithoutInstances()
{
    open({});
    auto *empty = child<Ui::EmptyPage>(u"emptyPage"_s);
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(!child<QLineEdit>(u"filterEdit"_s)->isVisible());
    QCOMPARE(empty->button()->text(), u"Create your first instance"_s);
    // Return is enough.
    QTRY_COMPARE(m_page->window()->focusWidget(), empty->button());
    QTest::keyClick(empty->button(), Qt::Key_Return);
    QVERIFY(m_page->findChild<CreateDialog *>() != nullptr);
}

void ComputePageTest::showsARowForEachInstance()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running),
          CannedPlane::instance(u"grace-box"_s, InstanceState::Stopped)});
    QCOMPARE(cell(0, 0), u"ada-box"_s);
    QCOMPARE(cell(0, 1), u"Running · 2 h"_s);
    QCOMPARE(cell(0, 2), u"4 cores · 8 GiB"_s);
    QCOMPARE(cell(1, 1), u"Stopped · 2 h"_s);
    QCOMPARE(m_table->rowHeight(0), 32);
}

void ComputePageTest::answersAClickAtOnce()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Stopped)});
    select({u"ada-box"_s});
    // Nothing answers POST …/start here: what is shown is the page's own doing.
    click(u"startButton"_s);
    QVERIFY(cell(0, 1).startsWith(u"Starting…"_s));
    QVERIFY(!child<QToolButton>(u"startButton"_s)->isEnabled());
    QTRY_COMPARE(m_plane->requests(m_plane->paths.action(u"ada-box"_s, u"start"_s), "POST"), 1);
    m_plane->change(CannedPlane::instance(u"ada-box"_s, InstanceState::Running));
    QTRY_VERIFY(cell(0, 1).startsWith(u"Running"_s));
    QVERIFY(child<QToolButton>(u"stopButton"_s)->isEnabled());
}

void ComputePageTest::showsTheServersSentenceWhenItRefuses()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Stopped)});
    m_plane->refuse("POST",
                    m_plane->paths.action(u"ada-box"_s, u"start"_s),
                    409,
                    u"“ada-box” can't be started: the disk is full."_s);
    select({u"ada-box"_s});
    click(u"startButton"_s);
    auto *problem = child<Ui::InlineMessage>(u"problemMessage"_s);
    QTRY_VERIFY(problem->isVisible());
    QCOMPARE(problem->sentence(), u"“ada-box” can't be started: the disk is full."_s);
    QCOMPARE(cell(0, 1), u"Stopped · 2 h"_s);
}

void ComputePageTest::collectsTheRefusalsOfManyRows()
{
    const QStringList names{u"ada-box"_s, u"emmy-box"_s, u"grace-box"_s};
    QList<Arm::ComputeInstance> all;
    for (const QString &name : names) {
        all << CannedPlane::instance(name, InstanceState::Stopped);
    }
    open(all);
    for (const QString &name : names) {
        m_plane->refuse(
            "POST", m_plane->paths.action(name, u"start"_s), 409, u"The disk is full."_s);
    }
    select(names);
    click(u"startButton"_s);
    auto *problem = child<Ui::InlineMessage>(u"problemMessage"_s);
    QTRY_VERIFY(problem->isVisible());
    QVERIFY2(problem->sentence().startsWith(u"3 of 3 instances refused"_s),
             qPrintable(problem->sentence()));
    for (const QString &name : names) {
        QVERIFY(problem->details().contains(name + u": The disk is full."_s));
    }
}

void ComputePageTest::opensJupyterLabByKeyAndByLink()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running),
          CannedPlane::instance(u"grace-box"_s, InstanceState::Stopped)});
    const QSignalSpy opened(m_page.get(), &ComputePage::openNotebookRequested);
    select({u"ada-box"_s});
    m_table->setFocus();
    QTest::keyClick(m_table, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.at(0).at(0).toString(), u"ada-box"_s);
    const auto clickLink = [this](int at) {
        const QRect link = m_table->visualRect(m_table->model()->index(at, 3));
        QTest::mouseClick(m_table->viewport(),
                          Qt::LeftButton,
                          {},
                          link.topLeft() + QPoint(16, link.height() / 2));
    };
    clickLink(0);
    QCOMPARE(opened.count(), 2);
    clickLink(1); // stopped: nothing to open
    QCOMPARE(opened.count(), 2);
    click(u"openNotebookButton"_s);
    QCOMPARE(opened.count(), 2);
    QVERIFY(child<QToolButton>(u"openNotebookButton"_s)->toolTip().contains(u"running"_s));
}

void ComputePageTest::togglesTheDetailsByKeyboard()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    auto *details = child<QWidget>(u"instanceDetails"_s);
    QVERIFY(!details->isVisible());
    m_page->focusContent();
    QVERIFY(m_table->hasFocus());
    QTest::keyClick(m_table, Qt::Key_Return);
    QVERIFY(details->isVisible());
    QTest::keyClick(m_table, Qt::Key_F4);
    QVERIFY(!details->isVisible());
    QTest::keyClick(m_table, Qt::Key_F4);
    QVERIFY(details->isVisible());
    QVERIFY(m_table->hasFocus());
    QTest::keyClick(m_table, Qt::Key_Escape);
    QVERIFY(!details->isVisible());
}

void ComputePageTest::tellsEverythingInTheDetails()
{
    auto ada = CannedPlane::instance(u"ada-box"_s, InstanceState::Stopped);
    ada.local.isolated = false;
    ada.local.coresLimited = true;
    ada.local.stateReason = u"The computer restarted at 07:12."_s;
    ada.mounts = {{.source = u"/data"_s, .mountPath = u"/home/ada/data"_s}};
    ada.tags = {{u"project"_s, u"vision"_s}};
    ada.description = u"<b>plain</b>"_s;
    ada.lastOperation = Arm::LastOperation{.name = Arm::OperationName::Stop,
                                           .time = QDateTime::currentDateTimeUtc(),
                                           .status = u"Succeeded"_s,
                                           .trigger = u"IdleShutdown"_s};
    open({ada});
    select({u"ada-box"_s});
    QTest::keyClick(m_table, Qt::Key_F4);
    QCOMPARE(child<Ui::StateDot>(u"stateDot"_s)->text(), u"Stopped · 2 h"_s);
    QCOMPARE(row(u"reasonRow"_s), u"The computer restarted at 07:12."_s);
    QCOMPARE(row(u"sizeRow"_s), u"4 cores · 8 GiB"_s);
    QCOMPARE(row(u"limitsRow"_s), u"Cores: limited to 4.\nMemory: not limited."_s);
    QVERIFY(row(u"isolationRow"_s).startsWith(u"Not isolated"_s));
    QCOMPARE(row(u"foldersRow"_s), u"/data → /home/ada/data (read-only)"_s);
    QVERIFY(row(u"loginsRow"_s).startsWith(u"Only the studio"_s));
    QVERIFY(row(u"createdRow"_s).endsWith(u"by ada"_s));
    QVERIFY(row(u"operationRow"_s).startsWith(u"Stop, when idle"_s));
    QCOMPARE(row(u"tagsRow"_s), u"project = vision"_s);
    QCOMPARE(row(u"descriptionRow"_s), u"<b>plain</b>"_s);
    QVERIFY(!child<QLabel>(u"addressRow"_s)->isVisible());
    auto *change = child<QPushButton>(u"changeFoldersButton"_s);
    QVERIFY(change->isEnabled());
    ada.state = InstanceState::Running;
    ada.ssh.port = 40022;
    m_plane->change(ada);
    QTRY_VERIFY(!change->isEnabled());
    QVERIFY(change->toolTip().contains(u"stopped"_s));
    QCOMPARE(row(u"addressRow"_s), u"127.0.0.1:40022"_s);
}

void ComputePageTest::copiesTheResourceAsTechnicalDetails()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Stopped)});
    select({u"ada-box"_s});
    QTest::keyClick(m_table, Qt::Key_F4);
    auto *copy = child<QPushButton>(u"copyDetailsButton"_s);
    copy->click();
    const auto json = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8());
    QCOMPARE(json.object().value(u"name"_s).toString(), u"ada-box"_s);
    QVERIFY(json.object().value(u"properties"_s).isObject());
}

void ComputePageTest::followsTheCreationLog()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    m_plane->server.answer("GET",
                           m_plane->paths.creationLog(u"ada-box"_s).toUtf8(),
                           [](const WireRequest &, QTcpSocket *socket) {
                               socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                             "Content-Length: 40\r\n\r\n"
                                             "\x1b[32mMaking the home.\x1b[0m\nReady.        \n");
                           });
    select({u"ada-box"_s});
    QTest::keyClick(m_table, Qt::Key_F4);
    auto *log = child<CreationLogView>(u"creationLogView"_s);
    QTRY_VERIFY(log->toPlainText().contains(u"Ready."_s));
    QVERIFY(log->toPlainText().startsWith(u"Making the home.\n"_s));
    QVERIFY(log->isReadOnly());
}

void ComputePageTest::filtersAndClearsWithEscape()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running),
          CannedPlane::instance(u"grace-box"_s, InstanceState::Stopped)});
    auto *filter = child<QLineEdit>(u"filterEdit"_s);
    m_page->focusFilter();
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, u"stopped BOX"_s);
    QCOMPARE(m_table->model()->rowCount(), 1);
    QCOMPARE(cell(0, 0), u"grace-box"_s);
    QTest::keyClicks(filter, u"zzz"_s);
    auto *none = child<Ui::EmptyPage>(u"noMatchPage"_s);
    QVERIFY(none->isVisible());
    QVERIFY(filter->isVisible());
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(filter->text(), QString());
    QCOMPARE(m_table->model()->rowCount(), 2);
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(m_table->hasFocus());
}

void ComputePageTest::keepsTheSelectionOverChanges()
{
    open({CannedPlane::instance(u"emmy-box"_s, InstanceState::Running)});
    select({u"emmy-box"_s});
    m_plane->change(CannedPlane::instance(u"ada-box"_s, InstanceState::Creating));
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    QCOMPARE(m_table->selectedNames(), QStringList{u"emmy-box"_s});
    m_plane->removed(u"ada-box"_s);
    QTRY_COMPARE(m_table->model()->rowCount(), 1);
    QCOMPARE(m_table->currentName(), u"emmy-box"_s);
    m_plane->removed(u"emmy-box"_s);
    QTRY_VERIFY(child<Ui::EmptyPage>(u"emptyPage"_s)->isVisible());
    QVERIFY(!child<QToolButton>(u"deleteButton"_s)->isEnabled());
}

void ComputePageTest::namesWhatIsLostBeforeItDeletes()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    select({u"ada-box"_s});
    DeleteDialog *dialog = pressDelete();
    QVERIFY(dialog != nullptr);
    auto *loss = dialog->findChild<QLabel *>(u"loss-ada-box"_s);
    auto *cancel = dialog->findChild<QPushButton *>(u"cancelButton"_s);
    auto *remove = dialog->findChild<QPushButton *>(u"deleteButton"_s);
    // Nothing has answered yet: nobody has to wait, and Return does no harm.
    QVERIFY(loss->text().startsWith(u"Counting"_s));
    QVERIFY(cancel->isDefault());
    QVERIFY(remove->isEnabled());
    dialog->reject();
    QTRY_VERIFY(m_page->findChild<DeleteDialog *>() == nullptr);

    m_plane->answerSummary(u"ada-box"_s,
                           {.files = 1234,
                            .bytes = 5 * 1024 * 1024,
                            .newestPath = u"work/train.py"_s,
                            .newestTime = QDateTime::currentDateTimeUtc().addSecs(-300)});
    dialog = pressDelete();
    QVERIFY(dialog != nullptr);
    loss = dialog->findChild<QLabel *>(u"loss-ada-box"_s);
    QTRY_VERIFY(loss->text().contains(u"files (5\u00a0MiB)"_s));
    QVERIFY(loss->text().contains(u"work/train.py"_s));
    QVERIFY(loss->text().contains(u"5 min"_s));
    QVERIFY(loss->text().contains(u"It is running and is stopped first."_s));
    QVERIFY(dialog->findChild<QLabel *>(u"staysLabel"_s)->text().contains(u"Workspace files"_s));
    QVERIFY(dialog->findChild<QPushButton *>(u"cancelButton"_s)->isDefault());
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY(m_page->findChild<DeleteDialog *>() == nullptr);
    QCOMPARE(m_plane->requests(m_plane->paths.compute(u"ada-box"_s), "DELETE"), 0);

    dialog = pressDelete();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"deleteButton"_s), Qt::LeftButton);
    QVERIFY(cell(0, 1).startsWith(u"Deleting…"_s));
    QTRY_COMPARE(m_plane->requests(m_plane->paths.compute(u"ada-box"_s), "DELETE"), 1);
}

void ComputePageTest::deletesByReturnOnlyWhenNothingIsLost()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Stopped)});
    m_plane->answerSummary(u"ada-box"_s, {});
    select({u"ada-box"_s});
    click(u"deleteButton"_s);
    auto *dialog = m_page->findChild<DeleteDialog *>();
    QTRY_VERIFY(dialog->findChild<QPushButton *>(u"deleteButton"_s)->isDefault());
    QVERIFY(dialog->findChild<QLabel *>(u"loss-ada-box"_s)->text().contains(u"nothing is lost"_s));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(m_plane->requests(m_plane->paths.compute(u"ada-box"_s), "DELETE"), 1);
}

void ComputePageTest::listsTheLossesOfManyRows()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Stopped),
          CannedPlane::instance(u"grace-box"_s, InstanceState::Stopped)});
    m_plane->answerSummary(u"ada-box"_s, {});
    m_plane->refuse("GET", m_plane->paths.homeSummary(u"grace-box"_s), 500, u"It can't be read."_s);
    select({u"ada-box"_s, u"grace-box"_s});
    click(u"deleteButton"_s);
    auto *dialog = m_page->findChild<DeleteDialog *>();
    QVERIFY(dialog->findChild<QLabel *>(u"questionLabel"_s)
                ->text()
                .contains(u"ada-box and grace-box"_s));
    QTRY_VERIFY(dialog->findChild<QLabel *>(u"loss-ada-box"_s)->text().contains(u"nothing"_s));
    QTRY_VERIFY(
        dialog->findChild<QLabel *>(u"loss-grace-box"_s)->text().contains(u"It can't be read."_s));
    // What could not be counted may well be a loss.
    QVERIFY(dialog->findChild<QPushButton *>(u"cancelButton"_s)->isDefault());
}

void ComputePageTest::stopsAtOnceWhenNobodyKnowsOfKernels()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    m_plane->acceptAction(u"ada-box"_s, u"stop"_s);
    select({u"ada-box"_s});
    click(u"stopButton"_s);
    QVERIFY(cell(0, 1).startsWith(u"Stopping…"_s));
    QTRY_COMPARE(m_plane->requests(m_plane->paths.action(u"ada-box"_s, u"stop"_s), "POST"), 1);
}

void ComputePageTest::createsByKeyboardAndSelectsTheNewRow()
{
    open({CannedPlane::instance(u"emmy-box"_s, InstanceState::Stopped)});
    m_plane->acceptPut(u"ada-box"_s);
    m_page->createNew();
    auto *dialog = m_page->findChild<CreateDialog *>();
    QVERIFY(dialog != nullptr);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(m_plane->requests(m_plane->paths.compute(u"ada-box"_s), "PUT"), 1);
    m_plane->change(CannedPlane::instance(u"ada-box"_s, InstanceState::Creating));
    QTRY_COMPARE(m_table->selectedNames(), QStringList{u"ada-box"_s});
    QVERIFY(cell(0, 1).startsWith(u"Creating…"_s));
    QTRY_VERIFY(m_page->findChild<CreateDialog *>() == nullptr);
}

void ComputePageTest::keepsTheLastStateWhileUnreachable()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    select({u"ada-box"_s});
    const quint16 port = m_plane->server.port();
    m_plane->server.vanish();
    auto *message = child<Ui::InlineMessage>(u"linkMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QVERIFY(message->sentence().contains(u"connection is lost"_s));
    QVERIFY(cell(0, 1).startsWith(u"Running"_s));
    QVERIFY(!child<QToolButton>(u"stopButton"_s)->isEnabled());
    QVERIFY(child<QToolButton>(u"stopButton"_s)->toolTip().contains(u"connection"_s));
    QVERIFY(!child<QPushButton>(u"newButton"_s)->isEnabled());
    m_plane->server.listen(port);
    QTRY_VERIFY_WITH_TIMEOUT(!message->isVisible(), 10000);
    QVERIFY(child<QToolButton>(u"stopButton"_s)->isEnabled());
    QVERIFY(child<QPushButton>(u"newButton"_s)->isEnabled());
}

void ComputePageTest::hidesColumnsByTheHeaderMenu()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    Q_EMIT m_table->horizontalHeader()->customContextMenuRequested(QPoint(5, 5));
    auto *menu = m_table->findChild<QMenu *>(u"headerMenu"_s);
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().size(), 6); // the name can't be hidden
    QCOMPARE(menu->actions().at(1)->text(), u"Size"_s);
    menu->actions().at(1)->trigger();
    QVERIFY(m_table->isColumnHidden(2));
    menu->actions().at(1)->trigger();
    QVERIFY(!m_table->isColumnHidden(2));
    menu->close();
}

void ComputePageTest::wakesUpOnlyWhileItIsVisible()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    const auto timers = [this] {
        QList<QTimer *> active;
        for (QTimer *timer : m_page->findChildren<QTimer *>()) {
            if (timer->isActive()) {
                active << timer;
            }
        }
        return active;
    };
    const auto pageTimer = [this]() -> std::chrono::milliseconds {
        return m_page->findChild<QTimer *>(u"agesTimer"_s)->remainingTimeAsDuration();
    };
    using namespace std::chrono_literals;
    // "2 h" stays for most of an hour.
    QTRY_VERIFY(pageTimer() > 60s);
    QTRY_COMPARE(timers().size(), 1);
    m_plane->change(CannedPlane::instance(u"ada-box"_s, InstanceState::Stopping));
    QTRY_VERIFY(pageTimer() <= 2s && pageTimer() >= 0s);
    m_page->hide();
    QCOMPARE(timers().size(), 0);
    m_page->show();
    QVERIFY(pageTimer() <= 2s && pageTimer() >= 0s);
}

void ComputePageTest::offersTheActionsInAContextMenu()
{
    open({CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
    select({u"ada-box"_s});
    Q_EMIT m_table->customContextMenuRequested(QPoint(5, 5));
    auto *menu = m_page->findChild<QMenu *>(u"instanceMenu"_s);
    QVERIFY(menu != nullptr);
    QStringList texts;
    for (const QAction *action : menu->actions()) {
        if (!action->isSeparator()) {
            texts << action->text();
        }
    }
    QCOMPARE(texts,
             QStringList({u"Open JupyterLab"_s,
                          u"Start"_s,
                          u"Stop"_s,
                          u"Restart"_s,
                          u"Delete…"_s,
                          u"Details\tF4"_s}));
    menu->close();
}

QTEST_MAIN(ComputePageTest)
#include "tst_computepage.moc"
