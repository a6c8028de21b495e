// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"
#include "backend/forwards/forwardsmodel.h"
#include "backend/forwards/offeredports.h"
#include "tests/widgets/compute/cannedplane.h"
#include "tests/widgets/forwards/faketunnels.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/messagebox.h"
#include "widgets/common/statedot.h"
#include "widgets/forwards/forwarddialog.h"
#include "widgets/forwards/forwardrow.h"
#include "widgets/forwards/forwardspanel.h"
#include "widgets/forwards/offerbar.h"
#include "widgets/forwards/offerrow.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Atelier;
using namespace Atelier::Forwards;
using namespace Qt::StringLiterals;
using Arm::InstanceState;

/** The forwarded ports in the details pane, and the offers of others. */
class ForwardsPanelTest : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    /** Stands in for the desktop's browser. */
    void browse(const QUrl &url) { m_opened.append(url.toString()); }

private Q_SLOTS:
    void init();
    void cleanup();
    void showsThoseOfOneInstance();
    void startsAndStopsByAButton();
    void opensAndCopiesTheAddress();
    void namesWhoHoldsThePortAndOffersAnother();
    void removesAtOnceUnlessSomethingUsesIt();
    void editsFromTheMenu();
    void offersAPortAndOpensIt();
    void anOfferIsDeclinedOrPutOff();
    void offersInTheWindowNameTheInstance();
    void anOfferInSightIsNotRepeatedInTheWindow();
    void anOfferScrolledOutOfSightIsToldInTheWindow();

private:
    void add(const Forward &forward) const { m_forwards->add(forward); }
    [[nodiscard]] ForwardRow *row(int number = 0) const
    {
        QList<ForwardRow *> rows;
        for (auto *each : m_panel->findChildren<ForwardRow *>()) {
            if (each->isVisibleTo(m_panel.get())) {
                rows.append(each);
            }
        }
        return rows.value(number);
    }
    /** Chooses an entry of the row's menu. */
    void choose(const char *action) const;
    void offer(quint16 port = 6006) const
    {
        Q_EMIT m_watch->appeared({.port = port,
                                  .address = u"127.0.0.1"_s,
                                  .program = u"tensorboard"_s,
                                  .label = u"TensorBoard"_s,
                                  .pid = 1});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<FakeConnection> m_connection;
    std::unique_ptr<Atelier::Forwards::Forwards> m_forwards;
    QPointer<NodeClient::PortWatch> m_watch;
    std::unique_ptr<OfferedPorts> m_offers;
    std::unique_ptr<QAction> m_action;
    std::unique_ptr<ForwardsPanel> m_panel;
    QStringList m_opened;
};

void ForwardsPanelTest::init()
{
    m_opened.clear();
    QDesktopServices::setUrlHandler(u"http"_s, this, "browse");
    m_folder = std::make_unique<QTemporaryDir>();
    m_plane = std::make_unique<CannedPlane>(
        QList{CannedPlane::instance(u"ada-box"_s, InstanceState::Running),
              CannedPlane::instance(u"emmy-box"_s, InstanceState::Stopped)});
    QVERIFY(m_plane->follow());
    m_connection = std::make_unique<FakeConnection>();
    m_forwards = std::make_unique<Atelier::Forwards::Forwards>(
        ForwardServices{.controlPlane = &m_plane->client,
                        .connectTo =
                            [this](const QString &) {
                                return QtFuture::makeReadyValueFuture(
                                    Result<Ssh::Connection *>(m_connection.get()));
                            },
                        .store = {m_folder->filePath(u"forwards.json"_s), u"local"_s}});
    m_offers = std::make_unique<OfferedPorts>(
        &m_plane->client, m_forwards.get(), [this](const QString &) {
            auto watch = std::make_unique<NodeClient::PortWatch>();
            m_watch = watch.get();
            return watch;
        });
    m_offers->watch(u"ada-box"_s);
    m_action = std::make_unique<QAction>(u"Forward a port…"_s);
    m_panel = std::make_unique<ForwardsPanel>(m_forwards.get(), m_offers.get(), m_action.get());
    m_panel->setInstance(u"ada-box"_s);
    m_panel->resize(300, 400);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void ForwardsPanelTest::cleanup()
{
    QDesktopServices::unsetUrlHandler(u"http"_s);
    m_panel.reset();
    m_offers.reset();
    m_forwards.reset();
    m_connection.reset();
    m_plane.reset();
}

void ForwardsPanelTest::choose(const char *action) const
{
    auto *menu = row()->findChild<QToolButton *>(u"moreForwardButton"_s)->menu();
    Q_EMIT menu->aboutToShow();
    auto *entry = menu->findChild<QAction *>(QLatin1StringView(action));
    QVERIFY2(entry != nullptr && entry->isEnabled(), action);
    entry->trigger();
}

void ForwardsPanelTest::showsThoseOfOneInstance()
{
    auto *empty = m_panel->findChild<QLabel *>(u"noForwardsLabel"_s);
    QVERIFY(empty->isVisible());
    QCOMPARE(m_panel->findChild<QToolButton *>(u"forwardPortButton"_s)->text(),
             u"Forward a port…"_s);
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    add({.instance = u"emmy-box"_s, .name = u"Other"_s, .port = 6007});
    QVERIFY(empty->isHidden());
    QVERIFY(row(0) != nullptr);
    QVERIFY(row(1) == nullptr);
    auto *state = row()->findChild<Ui::StateDot *>();
    QTRY_COMPARE(state->text(), u"Listening on localhost:41000"_s);
    QCOMPARE(state->tone(), Ui::Tone::Running);
    m_panel->setInstance(u"emmy-box"_s);
    QCOMPARE(row()->findChild<Ui::StateDot *>()->text(), u"Waiting for the instance"_s);
    QVERIFY(!row()->findChild<QToolButton *>(u"openForwardButton"_s)->isEnabled());
    QVERIFY(!row()->findChild<QToolButton *>(u"openForwardButton"_s)->toolTip().isEmpty());
}

void ForwardsPanelTest::startsAndStopsByAButton()
{
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    auto *state = row()->findChild<Ui::StateDot *>();
    QTRY_COMPARE(state->tone(), Ui::Tone::Running);
    auto *toggle = row()->findChild<QToolButton *>(u"toggleForwardButton"_s);
    QCOMPARE(toggle->toolTip(), u"Stop"_s);
    toggle->setFocus(Qt::TabFocusReason);
    QTest::keyClick(toggle, Qt::Key_Space);
    QCOMPARE(state->text(), u"Stopped"_s);
    QCOMPARE(toggle->toolTip(), u"Start"_s);
    QTest::keyClick(toggle, Qt::Key_Space);
    QTRY_COMPARE(state->text(), u"Listening on localhost:41000"_s);
    choose("restartForwardAction");
    QTRY_COMPARE(state->text(), u"Listening on localhost:41000"_s);
    choose("stopForwardAction");
    QCOMPARE(state->text(), u"Stopped"_s);
    choose("startForwardAction");
    QTRY_COMPARE(state->tone(), Ui::Tone::Running);
}

void ForwardsPanelTest::opensAndCopiesTheAddress()
{
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    auto *open = row()->findChild<QToolButton *>(u"openForwardButton"_s);
    QTRY_VERIFY(open->isEnabled());
    open->click();
    QCOMPARE(m_opened, QStringList{u"http://localhost:41000/"_s});
    choose("copyForwardAction");
    QCOMPARE(QGuiApplication::clipboard()->text(), u"http://localhost:41000/"_s);
}

void ForwardsPanelTest::namesWhoHoldsThePortAndOffersAnother()
{
    m_connection->taken = {6006};
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006, .localPort = 6006});
    auto *problem = row()->findChild<Ui::InlineMessage *>();
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(problem->sentence().contains(u"python3"_s));
    Q_EMIT problem->actionTriggered();
    QTRY_COMPARE(row()->findChild<Ui::StateDot *>()->text(), u"Listening on localhost:41000"_s);
    QVERIFY(problem->isHidden());
}

void ForwardsPanelTest::removesAtOnceUnlessSomethingUsesIt()
{
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    auto *open = row()->findChild<QToolButton *>(u"openForwardButton"_s);
    QTRY_VERIFY(open->isEnabled());
    m_connection->openConnections = 3;
    Ui::queueAnswer({.button = 1}); // Cancel
    choose("removeForwardAction");
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
    QCoreApplication::processEvents();
    QVERIFY(row() != nullptr);
    Ui::queueAnswer({.button = 0});
    choose("removeForwardAction");
    QTRY_VERIFY(row() == nullptr);
    const QList<Ui::Question> asked = Ui::takeAskedQuestions();
    QCOMPARE(asked.size(), 1);
    QVERIFY(asked[0].informative.contains(u"3"_s));
    m_connection->openConnections = 0;
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    choose("removeForwardAction");
    QVERIFY(row() == nullptr);
    QVERIFY(Ui::takeAskedQuestions().isEmpty());
}

void ForwardsPanelTest::editsFromTheMenu()
{
    add({.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    choose("editForwardAction");
    auto *dialog = m_panel->findChild<ForwardDialog *>();
    QVERIFY(dialog != nullptr);
    dialog->reject();
}

void ForwardsPanelTest::offersAPortAndOpensIt()
{
    offer();
    auto *line = m_panel->findChild<OfferRow *>();
    QVERIFY(line != nullptr && line->isVisible());
    QCOMPARE(line->findChild<QLabel *>(u"offerText"_s)->text(), u"TensorBoard on 6006"_s);
    QTest::mouseClick(line->findChild<QPushButton *>(u"openOfferButton"_s), Qt::LeftButton);
    QTRY_COMPARE(m_opened, QStringList{u"http://localhost:6006/"_s});
    QTRY_VERIFY(m_panel->findChild<OfferRow *>() == nullptr);
    QVERIFY(row() != nullptr);
    // The next time the port is somebody else's.
    m_forwards->remove(row()->id());
    m_connection->taken = {6006};
    Q_EMIT m_watch->gone(6006);
    offer();
    QTest::mouseClick(m_panel->findChild<QPushButton *>(u"openOfferButton"_s), Qt::LeftButton);
    QTRY_COMPARE(m_opened.size(), 2);
    QCOMPARE(m_opened.last(), u"http://localhost:41000/"_s);
}

void ForwardsPanelTest::anOfferIsDeclinedOrPutOff()
{
    offer();
    m_panel->findChild<QToolButton *>(u"dismissOfferButton"_s)->click();
    QTRY_VERIFY(m_panel->findChild<OfferRow *>() == nullptr);
    offer(); // the same program, told of again
    QVERIFY(m_panel->findChild<OfferRow *>() == nullptr);
    Q_EMIT m_watch->gone(6006);
    offer();
    QVERIFY(m_panel->findChild<OfferRow *>() != nullptr);
    m_panel->findChild<QPushButton *>(u"declineOfferButton"_s)->click();
    QTRY_VERIFY(m_panel->findChild<OfferRow *>() == nullptr);
    offer();
    QVERIFY(m_panel->findChild<OfferRow *>() == nullptr);
}

void ForwardsPanelTest::offersInTheWindowNameTheInstance()
{
    m_panel->hide();
    OfferBar bar(m_offers.get(), m_forwards.get());
    QVERIFY(bar.isHidden());
    offer();
    offer(6007);
    QTRY_VERIFY(!bar.isHidden());
    auto *line = bar.findChild<OfferRow *>();
    QCOMPARE(line->findChild<QLabel *>(u"offerText"_s)->text(),
             u"TensorBoard on 6007 of ada-box"_s);
    QTest::keyClick(line, Qt::Key_Escape);
    QTRY_COMPARE(bar.findChild<QLabel *>(u"offerText"_s)->text(),
                 u"TensorBoard on 6006 of ada-box"_s);
    Q_EMIT m_watch->gone(6006);
    QVERIFY(bar.isHidden());
}

void ForwardsPanelTest::anOfferInSightIsNotRepeatedInTheWindow()
{
    OfferBar bar(m_offers.get(), m_forwards.get());
    offer();
    const auto isInSight = [this] { return m_offers->outOfSight().isEmpty(); };
    QTRY_VERIFY(isInSight());
    QTest::qWait(200); // nothing is to happen
    QVERIFY(bar.isHidden());
    m_panel->setInstance(u"emmy-box"_s);
    QTRY_VERIFY(!bar.isHidden());
    m_panel->setInstance(u"ada-box"_s);
    QTRY_VERIFY(bar.isHidden());
    m_panel->hide(); // the details are closed, or another page is in front
    QTRY_VERIFY(!bar.isHidden());
    bar.findChild<QToolButton *>(u"dismissOfferButton"_s)->click();
    QVERIFY(bar.isHidden());
    m_panel->show();
    QVERIFY(m_panel->findChild<OfferRow *>() == nullptr
            || !m_panel->findChild<OfferRow *>()->isVisible());
}

void ForwardsPanelTest::anOfferScrolledOutOfSightIsToldInTheWindow()
{
    QScrollArea pane;
    pane.setWidgetResizable(true);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    auto *above = new QWidget;
    above->setFixedHeight(2000);
    column->addWidget(above);
    column->addWidget(m_panel.release());
    pane.setWidget(content);
    pane.resize(300, 300);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    OfferBar bar(m_offers.get(), m_forwards.get());
    offer();
    QTRY_VERIFY(!bar.isHidden());
    pane.verticalScrollBar()->setValue(pane.verticalScrollBar()->maximum());
    QTRY_VERIFY(bar.isHidden());
    pane.verticalScrollBar()->setValue(0); // it has been seen
    QTest::qWait(200);
    QVERIFY(bar.isHidden());
}

QTEST_MAIN(ForwardsPanelTest)
#include "tst_forwardspanel.moc"
