// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/session.h"
#include "tests/backend/ssh/await.h"
#include "tests/support/testsshd.h"

#include <QSignalSpy>
#include <QTest>

#include <pthread.h>

using namespace Atelier;
using namespace Atelier::Ssh;
using Test::await;
using Test::explain;

namespace {

/** While it lives no thread can be started: each would ask for more memory than can be addressed.
 */
class NoMoreThreads final
{
    Q_DISABLE_COPY_MOVE(NoMoreThreads)

public:
    NoMoreThreads()
    {
        pthread_attr_t huge;
        if (::pthread_getattr_default_np(&m_before) != 0 || ::pthread_attr_init(&huge) != 0
            || ::pthread_attr_setstacksize(&huge, std::size_t{1} << 47U) != 0
            || ::pthread_setattr_default_np(&huge) != 0) {
            qFatal("The default stack can't be changed.");
        }
        ::pthread_attr_destroy(&huge);
    }
    ~NoMoreThreads()
    {
        ::pthread_setattr_default_np(&m_before);
        ::pthread_attr_destroy(&m_before);
    }

private:
    pthread_attr_t m_before = {};
};

} // namespace

/** A program that can't have one more thread. */
class TestNoThread final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysSoAndTriesAgain();
    void saysSoOfAJumpHost();
};

void TestNoThread::saysSoAndTriesAgain()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Destination elsewhere = sshd.destination();
    elsewhere.user = QStringLiteral("nobody-of-this-name");
    Session session(elsewhere);
    {
        const NoMoreThreads none;
        session.setReconnecting(true);
        session.setDestination(sshd.destination());
        const auto opened = await(session.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::Exhausted);
        QVERIFY2(opened.error().message.contains(QLatin1String("No thread could be started")),
                 explain(opened));
        QTRY_COMPARE(session.state(), SessionState::Failed);
        const auto result = await(session.exec(QStringLiteral("true")));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Exhausted);
        const auto stream = await(session.stream(StreamTarget::command(QStringLiteral("true"))));
        QVERIFY(!stream);
        QCOMPARE(stream.error().code, Error::Code::Exhausted);
        session.close();
    }
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
    QTRY_COMPARE(session.state(), SessionState::Ready);
    // What it was told meanwhile counts.
    QSignalSpy states(&session, &Connection::stateChanged);
    sshd.killConnections();
    QTRY_VERIFY(states.count() > 0 && session.state() == SessionState::Ready);
}

void TestNoThread::saysSoOfAJumpHost()
{
    Test::TestSshd sshd;
    QVERIFY2(sshd.start(), qPrintable(sshd.error()));
    Destination destination = sshd.destination();
    destination.jumps = {sshd.destination()};
    Session session(destination);
    session.setReconnecting(false); // its own thread is there
    {
        const NoMoreThreads none;
        const auto opened = await(session.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Error::Code::Exhausted);
        QVERIFY2(opened.error().message.contains(QLatin1String("The jump host")), explain(opened));
    }
    const auto opened = await(session.open());
    QVERIFY2(opened, explain(opened));
}

QTEST_GUILESS_MAIN(TestNoThread)
#include "tst_nothread.moc"
