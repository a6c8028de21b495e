// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/answerer.h"
#include "backend/client/requests.h"
#include "tests/backend/client/wireserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/file.h>
#include <sys/wait.h>

using namespace Atelier;
using namespace Atelier::Client;
using namespace Qt::StringLiterals;

/** Nobody is told the token before the kernel has said whose the port is. */
class TestAnswerer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void knowsThisComputer_data();
    void knowsThisComputer();
    void letsTheUsersOwnProgramBeTold();
    void refusesAnotherUsersProgram();
    void refusesAPortWhereNobodyListens();
    void asksNobodyAboutOtherComputers();
    void tellsTheProcessThatAnswers();
    void tellsWhoHoldsTheFolder();
    void sendsNothingWhereNobodyListens();
    void takesNoTimeWorthMentioning();

private:
    [[nodiscard]] QUrl url() const;

    std::unique_ptr<WireServer> m_server;
};

void TestAnswerer::init()
{
    m_server = std::make_unique<WireServer>();
    m_server->listen();
}

QUrl TestAnswerer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server->port()));
}

void TestAnswerer::knowsThisComputer_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isHere");
    QTest::newRow("loopback") << u"http://127.0.0.1:1"_s << true;
    QTest::newRow("another loopback") << u"http://127.3.2.1:1"_s << true;
    QTest::newRow("IPv6") << u"http://[::1]:1"_s << true;
    QTest::newRow("by name") << u"http://localhost:1"_s << true;
    QTest::newRow("elsewhere") << u"https://atelier.example:1"_s << false;
    QTest::newRow("looks like it") << u"https://127.0.0.1.example:1"_s << false;
}

void TestAnswerer::knowsThisComputer()
{
    QFETCH(const QString, address);
    QFETCH(const bool, isHere);
    QCOMPARE(isOnThisComputer(QUrl(address)), isHere);
}

void TestAnswerer::letsTheUsersOwnProgramBeTold()
{
    QVERIFY(checkAnswerer(url()));
}

void TestAnswerer::refusesAnotherUsersProgram()
{
    // Only this user can be had here: to another one, this one's program is the stranger.
    const auto checked = checkAnswerer(url(), ::geteuid() + 1);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, Error::Code::PermissionDenied);
    QVERIFY(checked.error().message.contains("Another user"_L1));
}

void TestAnswerer::refusesAPortWhereNobodyListens()
{
    const QUrl gone = url();
    m_server->vanish();
    const auto checked = checkAnswerer(gone);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, Error::Code::Unreachable);
}

void TestAnswerer::asksNobodyAboutOtherComputers()
{
    QVERIFY(checkAnswerer(QUrl(u"https://atelier.example"_s)));
}

void TestAnswerer::tellsTheProcessThatAnswers()
{
    QVERIFY(isAnsweredBy({.url = url(), .pid = QCoreApplication::applicationPid()}));
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    QVERIFY(!isAnsweredBy({.url = url(), .pid = child}));
    if (::geteuid() == 0) { // others are not told what the first process has
        QVERIFY(!isAnsweredBy({.url = url(), .pid = 1}));
    }
    const Endpoint gone{.url = url(), .pid = QCoreApplication::applicationPid()};
    m_server->vanish();
    QVERIFY(!isAnsweredBy(gone));
}

void TestAnswerer::tellsWhoHoldsTheFolder()
{
    const QTemporaryDir folder;
    const qint64 self = QCoreApplication::applicationPid();
    QVERIFY(!holdsFolder(self, folder.path()));
    QFile lock(folder.filePath(u"lock"_s));
    QVERIFY(lock.open(QIODevice::ReadWrite));
    lock.write(QByteArray::number(self) + '\n');
    QVERIFY(lock.flush());
    QVERIFY2(!holdsFolder(self, folder.path()), "a lock that was left behind");
    QCOMPARE(::flock(lock.handle(), LOCK_EX | LOCK_NB), 0);
    QVERIFY(holdsFolder(self, folder.path()));
    QVERIFY(!holdsFolder(self + 1, folder.path()));
}

void TestAnswerer::sendsNothingWhereNobodyListens()
{
    Requests requests;
    requests.setEndpoint({.url = url(), .token = u"s3cret"_s});
    m_server->answerJson("GET", "/thing", {{u"a"_s, 1}});
    const auto answered = requests.send(Verb::Get, u"/thing"_s);
    QTRY_VERIFY(answered.isFinished());
    QVERIFY(answered.result());
    m_server->vanish();
    const auto refused = requests.send(Verb::Get, u"/thing"_s);
    QVERIFY2(!refused.isFinished(), "a caller must not be answered before it can listen");
    QTRY_VERIFY(refused.isFinished());
    QVERIFY(!refused.result());
    QCOMPARE(refused.result().error().code, Error::Code::Unreachable);
    QVERIFY(refused.result().error().detail.contains("nobody listens"_L1));

    QNetworkReply *stream = requests.openStream(u"/stream"_s, {});
    const QSignalSpy finished(stream, &QNetworkReply::finished);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(Requests::errorOf(stream, {}).code, Error::Code::Unreachable);
    stream->deleteLater();
}

void TestAnswerer::takesNoTimeWorthMentioning()
{
    constexpr int rounds = 20;
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < rounds; ++round) {
        QVERIFY(checkAnswerer(url()));
    }
    // Far below on an idle computer; this one may be busy.
    QVERIFY2(timer.elapsed() / rounds < 50, qPrintable(QString::number(timer.elapsed())));
    qInfo("one check takes %lld us", timer.nsecsElapsed() / rounds / 1000);
}

QTEST_GUILESS_MAIN(TestAnswerer)
#include "tst_answerer.moc"

#include <memory>
