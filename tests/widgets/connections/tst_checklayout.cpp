// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layoutlook.h"
#include "tests/widgets/connections/checkserver.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/connections/checkaction.h"
#include "widgets/connections/checklist.h"

#include <QCoreApplication>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;
using Test::CheckServer;
using Test::LayoutLook;

/** *Check an SSH connection…* in each language and light and dark, with real servers: nothing is
 * cut off. */
class CheckLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void checksAreWhole_data() { LayoutLook::addRows(); }
    void checksAreWhole();
    void changedKeysAreWhole_data() { LayoutLook::addRows(); }
    void changedKeysAreWhole();
    void refusalsAreWhole_data() { LayoutLook::addRows(); }
    void refusalsAreWhole();
    void longNamesStayInsideTheDialog_data() { LayoutLook::addRows(); }
    void longNamesStayInsideTheDialog();

private:
    void serve(const QStringList &extraConfig = {});
    void openDialog(const QString &name);
    void check(const QString &name);
    [[nodiscard]] bool isRunning() const { return child<QLineEdit>(u"nameEdit"_s)->isReadOnly(); }
    template<typename Widget>
    [[nodiscard]] Widget *child(const QString &name) const
    {
        return m_dialog->findChild<Widget *>(name);
    }

    std::unique_ptr<CheckServer> m_server;
    std::unique_ptr<LayoutLook> m_look;
    std::unique_ptr<CheckDialog> m_dialog;
};

void CheckLayoutTest::cleanup()
{
    m_dialog.reset();
    m_look.reset();
    m_server.reset();
}

void CheckLayoutTest::serve(const QStringList &extraConfig)
{
    m_dialog.reset();
    m_server = std::make_unique<CheckServer>(extraConfig);
    QCOMPARE(m_server->start(), QString());
    m_server->recordKey();
}

void CheckLayoutTest::openDialog(const QString &name)
{
    m_dialog = std::make_unique<CheckDialog>(m_server->services());
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    child<QLineEdit>(u"nameEdit"_s)->setText(name);
}

void CheckLayoutTest::check(const QString &name)
{
    openDialog(name);
    child<QPushButton>(u"checkButton"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
}

void CheckLayoutTest::checksAreWhole()
{
    m_look = std::make_unique<LayoutLook>();
    serve();
    openDialog({});
    m_look->look(m_dialog.get(), u"c1-empty"_s);
    QTcpServer silent; // takes the connection and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    child<QLineEdit>(u"nameEdit"_s)->setText(u"ada@127.0.0.1:%1"_s.arg(silent.serverPort()));
    child<QPushButton>(u"checkButton"_s)->click();
    QTRY_VERIFY(child<CheckList>(u"checkList"_s)->count() >= 2);
    m_look->look(m_dialog.get(), u"c2-running"_s);
    child<QPushButton>(u"closeButton"_s)->click();
    QTRY_VERIFY(!isRunning());
    m_look->look(m_dialog.get(), u"c3-cancelled"_s);
    check(u"box"_s);
    m_look->look(m_dialog.get(), u"c4-good"_s);
    m_server->configure(u"Host box\n ProxyJump gate\n"_s);
    check(u"box"_s);
    m_look->look(m_dialog.get(), u"c5-hops"_s);
    serve({u"AllowTcpForwarding no"_s,
           u"Subsystem sftp /nonexistent"_s,
           u"ForceCommand echo Welcome to this machine; eval \"$SSH_ORIGINAL_COMMAND\""_s});
    check(u"box"_s);
    m_look->look(m_dialog.get(), u"c6-notes"_s);
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

void CheckLayoutTest::changedKeysAreWhole()
{
    m_look = std::make_unique<LayoutLook>();
    serve();
    m_server->sshd.stop();
    m_server->sshd.replaceHostKey();
    QVERIFY(m_server->sshd.start());
    check(u"box"_s);
    QTRY_VERIFY(child<QWidget>(u"remedyCommand"_s)->isVisible());
    m_look->look(m_dialog.get(), u"d1-changed"_s);
    child<QToolButton>(u"detailsButton"_s)->click();
    m_look->look(m_dialog.get(), u"d2-changed-details"_s);
    m_server->recordKey();
    const QByteArray lines = m_server->knownHosts();
    QFile out(m_server->sshd.path(u"known_hosts"_s));
    QVERIFY(out.open(QIODevice::Append));
    QVERIFY(out.write("@revoked " + lines) > 0);
    out.close();
    check(u"box"_s);
    m_look->look(m_dialog.get(), u"d3-revoked"_s);
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

void CheckLayoutTest::refusalsAreWhole()
{
    m_look = std::make_unique<LayoutLook>();
    serve();
    QString keys;
    for (const QString &name : {u"id_ed25519_of_the_old_laptop"_s, u"id_ecdsa"_s, u"id_work"_s}) {
        keys += u" IdentityFile "_s + m_server->sshd.makeKey(name, {u"-t"_s, u"ed25519"_s}) + u'\n';
    }
    m_server->configure(u"Host stranger\n HostName 127.0.0.1\n User %1\n Port %2\n"_s.arg(
                            m_server->sshd.user(), QString::number(m_server->sshd.port()))
                        + keys + u" IdentitiesOnly yes\n"_s);
    check(u"stranger"_s);
    m_look->look(m_dialog.get(), u"e1-refused"_s);
    child<QToolButton>(u"detailsButton"_s)->click();
    m_look->look(m_dialog.get(), u"e2-refused-details"_s);
    m_server->sshd.stop();
    check(u"box"_s);
    m_look->look(m_dialog.get(), u"e3-nothing-listens"_s);
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

void CheckLayoutTest::longNamesStayInsideTheDialog()
{
    m_look = std::make_unique<LayoutLook>();
    serve();
    check(u"ada@"_s + u"x"_s.repeated(63) + u'.' + u"y"_s.repeated(63) + u".invalid"_s);
    m_look->look(m_dialog.get(), u"y1-long-name"_s);
    check(u"<b>x</b>\u202e"_s);
    m_look->look(m_dialog.get(), u"y2-markup"_s);
    check(u"z"_s.repeated(10'000));
    m_look->look(m_dialog.get(), u"y3-endless"_s);
    QVERIFY2(m_look->faults().isEmpty(), qPrintable(m_look->faults()));
}

QTEST_MAIN(CheckLayoutTest)
#include "tst_checklayout.moc"
