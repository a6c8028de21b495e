// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwards.h"
#include "backend/forwards/forwardsmodel.h"
#include "tests/widgets/compute/cannedplane.h"
#include "tests/widgets/forwards/faketunnels.h"
#include "widgets/forwards/forwarddialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Forwards;
using namespace Qt::StringLiterals;
using Arm::InstanceState;

/** *Forward a port…* by the keyboard. */
class ForwardDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void forwardsAPortByTypingItsNumber();
    void offersTheSamePortWhenAFixedOneIsAskedFor();
    void saysWhatIsWrongBelowTheField();
    void changesOneThatExists();

private:
    template<typename Widget>
    [[nodiscard]] Widget *child(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QLatin1StringView(name));
    }
    void open(const Forward &start);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<FakeConnection> m_connection;
    std::unique_ptr<Atelier::Forwards::Forwards> m_forwards;
    std::unique_ptr<ForwardDialog> m_dialog;
};

void ForwardDialogTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_plane = std::make_unique<CannedPlane>(
        QList{CannedPlane::instance(u"ada-box"_s, InstanceState::Running)});
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
}

void ForwardDialogTest::cleanup()
{
    m_dialog.reset();
    m_forwards.reset();
    m_connection.reset();
    m_plane.reset();
}

void ForwardDialogTest::open(const Forward &start)
{
    m_dialog = std::make_unique<ForwardDialog>(m_forwards.get(), start);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void ForwardDialogTest::forwardsAPortByTypingItsNumber()
{
    open({.instance = u"ada-box"_s});
    auto *target = child<QLineEdit>("targetEdit");
    QVERIFY(target->hasFocus() || m_dialog->focusWidget() == target);
    QVERIFY(!child<QPushButton>("saveButton")->isEnabled());
    QVERIFY(!child<QPushButton>("saveButton")->toolTip().isEmpty());
    QTest::keyClicks(target, u"6006"_s);
    QCOMPARE(child<QLineEdit>("nameEdit")->placeholderText(), u"port 6006"_s);
    QVERIFY(child<QCheckBox>("startsByItselfBox")->isChecked());
    QTest::keyClick(target, Qt::Key_Return);
    QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
    const QModelIndex row = m_forwards->model()->index(0);
    QCOMPARE(row.data().toString(), u"port 6006"_s);
    QTRY_COMPARE(row.data(ForwardsModel::StateRole).value<ForwardState>(), ForwardState::Listening);
}

void ForwardDialogTest::offersTheSamePortWhenAFixedOneIsAskedFor()
{
    open({.instance = u"ada-box"_s});
    QTest::keyClicks(child<QLineEdit>("targetEdit"), u"8501"_s);
    QVERIFY(!child<QLineEdit>("localPortEdit")->isEnabled());
    child<QRadioButton>("fixedButton")->click();
    QVERIFY(child<QLineEdit>("localPortEdit")->isEnabled());
    QCOMPARE(child<QLineEdit>("localPortEdit")->text(), u"8501"_s);
    child<QPushButton>("saveButton")->click();
    const auto *run = m_forwards->leadingTo(u"ada-box"_s, 8501);
    QVERIFY(run != nullptr);
    QCOMPARE(run->forward().localPort, quint16{8501});
}

void ForwardDialogTest::saysWhatIsWrongBelowTheField()
{
    open({.instance = u"ada-box"_s});
    auto *message = child<QLabel>("targetMessage");
    QVERIFY(message->isHidden());
    QTest::keyClicks(child<QLineEdit>("targetEdit"), u"70000"_s);
    QVERIFY(message->isVisible());
    QVERIFY(message->text().contains(u"70000"_s));
    QTRY_VERIFY(message->height() >= message->heightForWidth(message->width()));
    QVERIFY(!child<QPushButton>("saveButton")->isEnabled());
    child<QLineEdit>("targetEdit")->clear();
    QVERIFY(message->isHidden());
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(m_forwards->model()->rowCount(), 0);
}

void ForwardDialogTest::changesOneThatExists()
{
    const QString id = m_forwards->add(
        {.instance = u"ada-box"_s, .name = u"Board"_s, .port = 6006});
    open(m_forwards->find(id)->forward());
    QCOMPARE(child<QLineEdit>("targetEdit")->text(), u"6006"_s);
    auto *name = child<QLineEdit>("nameEdit");
    name->selectAll();
    QTest::keyClicks(name, u"TensorBoard"_s);
    child<QCheckBox>("startsByItselfBox")->click();
    child<QPushButton>("saveButton")->click();
    QCOMPARE(m_forwards->model()->rowCount(), 1);
    QCOMPARE(m_forwards->find(id)->forward().name, u"TensorBoard"_s);
    QVERIFY(!m_forwards->find(id)->forward().startsByItself);
}

QTEST_MAIN(ForwardDialogTest)
#include "tst_forwarddialog.moc"
