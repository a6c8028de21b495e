// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/forwards/forwarddraft.h"
#include "backend/forwards/forwardstore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::Forwards;
using namespace Qt::StringLiterals;

/** The form of a forward, and what is remembered of it. */
class ForwardDraftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesATarget_data();
    void judgesATarget();
    void judgesALocalPort_data();
    void judgesALocalPort();
    void namesItAfterItsTarget();
    void startsFromOneThatExists();
    void remembersByControlPlane();
    void takesGarbageAsNothing();
};

void ForwardDraftTest::judgesATarget_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<bool>("isWrong");
    QTest::newRow("empty") << QString() << false << false;
    QTest::newRow("port") << u"6006"_s << true << false;
    QTest::newRow("least") << u"1"_s << true << false;
    QTest::newRow("most") << u"65535"_s << true << false;
    QTest::newRow("blanks around") << u" 6006 "_s << true << false;
    QTest::newRow("zero") << u"0"_s << false << true;
    QTest::newRow("too large") << u"65536"_s << false << true;
    QTest::newRow("negative") << u"-1"_s << false << true;
    QTest::newRow("a word") << u"jupyter"_s << false << true;
    QTest::newRow("other digits") << u"\u0666\u0660"_s << false << true;
    QTest::newRow("socket") << u"/home/ada/.sock"_s << true << false;
    QTest::newRow("socket, too long") << u"/"_s + QString(108, u'a') << false << true;
    QTest::newRow("socket, two lines") << u"/tmp/a\nb"_s << false << true;
    QTest::newRow("relative socket") << u"run/sock"_s << false << true;
}

void ForwardDraftTest::judgesATarget()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isGood);
    QFETCH(const bool, isWrong);
    ForwardDraft draft({.instance = u"ada-box"_s});
    draft.setTarget(text);
    QCOMPARE(draft.isReady(), isGood);
    QCOMPARE(!draft.errorFor(ForwardDraft::Field::Target).isEmpty(), isWrong);
}

void ForwardDraftTest::judgesALocalPort_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("privileged") << u"80"_s << false;
    QTest::newRow("least") << u"1024"_s << true;
    QTest::newRow("most") << u"65535"_s << true;
    QTest::newRow("too large") << u"70000"_s << false;
}

void ForwardDraftTest::judgesALocalPort()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isGood);
    ForwardDraft draft({.instance = u"ada-box"_s});
    draft.setTarget(u"6006"_s);
    draft.setLocalPort(text);
    QVERIFY(draft.isReady()); // it does not count yet
    draft.setAutomatic(false);
    QCOMPARE(draft.isReady(), isGood);
    QCOMPARE(draft.errorFor(ForwardDraft::Field::LocalPort).isEmpty(), isGood || text.isEmpty());
}

void ForwardDraftTest::namesItAfterItsTarget()
{
    ForwardDraft draft({.instance = u"ada-box"_s});
    draft.setTarget(u"6006"_s);
    QCOMPARE(draft.forward().name, u"port 6006"_s);
    draft.setTarget(u"/run/user/1000/lab.sock"_s);
    QCOMPARE(draft.forward().name, u"lab.sock"_s);
    QCOMPARE(draft.forward().socket, u"/run/user/1000/lab.sock"_s);
    QCOMPARE(draft.forward().port, quint16{0});
    draft.setName(u"  my \n lab "_s);
    QCOMPARE(draft.forward().name, u"my lab"_s);
    draft.setName(QString(61, u'x'));
    QVERIFY(!draft.isReady());
}

void ForwardDraftTest::startsFromOneThatExists()
{
    const Forward start{.id = u"1"_s,
                        .instance = u"ada-box"_s,
                        .name = u"Board"_s,
                        .port = 6006,
                        .localPort = 7007,
                        .startsByItself = false};
    const ForwardDraft draft(start);
    QVERIFY(draft.isReady());
    QCOMPARE(draft.forward(), start);
}

void ForwardDraftTest::remembersByControlPlane()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"config/forwards.json"_s);
    const ForwardRecords records{.forwards = {{.id = u"1"_s,
                                               .instance = u"ada-box"_s,
                                               .name = u"Board"_s,
                                               .port = 6006,
                                               .usedPort = 7007},
                                              {.id = u"2"_s,
                                               .instance = u"ada-box"_s,
                                               .name = u"Sock"_s,
                                               .socket = u"/tmp/s"_s,
                                               .localPort = 8008,
                                               .startsByItself = false}},
                                 .declined = {{u"ada-box"_s, {8888, 9999}}}};
    QVERIFY(ForwardStore(file, u"local"_s).save(records).has_value());
    QVERIFY(ForwardStore(file, u"team"_s).save({}).has_value());
    const ForwardRecords loaded = ForwardStore(file, u"local"_s).load();
    QCOMPARE(loaded.forwards, records.forwards);
    QCOMPARE(loaded.declined, records.declined);
    QVERIFY(ForwardStore(file, u"team"_s).load().forwards.isEmpty());
    QCOMPARE(QFile::permissions(file) & (QFileDevice::ReadGroup | QFileDevice::ReadOther),
             QFileDevice::Permissions());
}

void ForwardDraftTest::takesGarbageAsNothing()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"forwards.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(
        file.write(R"({"local":{"forwards":[{},3,{"instance":"a"},{"instance":"a","port":70000},)"
                   R"({"instance":"a","socket":"x"},{"instance":"a","port":80}],"declined":[]}})")
        > 0);
    file.close();
    const ForwardRecords loaded = ForwardStore(file.fileName(), u"local"_s).load();
    QCOMPARE(loaded.forwards.size(), 1);
    QVERIFY(!loaded.forwards[0].id.isEmpty());
    QVERIFY(ForwardStore(folder.filePath(u"none"_s), u"local"_s).load().forwards.isEmpty());
}

QTEST_GUILESS_MAIN(ForwardDraftTest)
#include "tst_forwarddraft.moc"
