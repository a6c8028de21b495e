// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/userhosts.h"

#include <QDir>
#include <QFile>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

/** Names that are somebody's already. */
class UserHostsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatAConfigurationNames_data();
    void findsWhatAConfigurationNames();
    void readsIncludedFilesButNotOurs();
    void endsWhereFilesIncludeOneAnother();
    void givesWayToTheNamesOfOthers();
    void takesLinesApartAsSshDoes_data();
    void takesLinesApartAsSshDoes();

private:
    static void put(const QString &file, const QByteArray &content)
    {
        QFile output(file);
        QVERIFY(output.open(QIODevice::WriteOnly));
        QCOMPARE(output.write(content), content.size());
    }
};

void UserHostsTest::findsWhatAConfigurationNames_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("contains");
    QTest::newRow("nothing") << QByteArray("") << false;
    QTest::newRow("the name") << QByteArray("Host gpu\n") << true;
    QTest::newRow("among others") << QByteArray("Host a gpu b\n") << true;
    QTest::newRow("any case of the keyword") << QByteArray("  hOST  gpu\n") << true;
    QTest::newRow("quoted") << QByteArray("Host \"gpu\"\n") << true;
    QTest::newRow("equals") << QByteArray("Host=gpu\n") << true;
    QTest::newRow("a pattern") << QByteArray("Host gp*\n") << true;
    QTest::newRow("a sign for one") << QByteArray("Host g?u\n") << true;
    QTest::newRow("Windows' ends") << QByteArray("Host gpu\r\n  User a\r\n") << true;
    QTest::newRow("all") << QByteArray("Host *\n") << false;
    QTest::newRow("all of three letters") << QByteArray("Host ???\n") << false;
    QTest::newRow("not it") << QByteArray("Host * !gpu\n") << false;
    QTest::newRow("longer") << QByteArray("Host gpu2 agpu\n") << false;
    QTest::newRow("a remark") << QByteArray("#Host gpu\nHost a # gpu\n") << false;
    QTest::newRow("its address") << QByteArray("Host a\n  HostName gpu\n") << false;
}

void UserHostsTest::findsWhatAConfigurationNames()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, contains);
    const QTemporaryDir home;
    put(home.filePath(u"config"_s), text);
    const UserHosts hosts = UserHosts::read(home.filePath(u"config"_s), u"/ours"_s);
    QCOMPARE(hosts.contains(u"gpu"_s), contains);
}

void UserHostsTest::readsIncludedFilesButNotOurs()
{
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkpath(u"conf.d"_s));
    put(home.filePath(u"conf.d/one"_s), "Host one\n");
    put(home.filePath(u"conf.d/two"_s), "Host two\n");
    const QString ours = home.filePath(u"ours"_s);
    put(ours, "Host ada-box\n");
    put(home.filePath(u"config"_s),
        "Include \"" + QFile::encodeName(ours) + "\"\nHost a\n  Include conf.d/*\n");
    const UserHosts hosts = UserHosts::read(home.filePath(u"config"_s), ours);
    QVERIFY(hosts.contains(u"one"_s));
    QVERIFY(hosts.contains(u"two"_s));
    QVERIFY(!hosts.contains(u"ada-box"_s));
    QVERIFY(!UserHosts::read(home.filePath(u"missing"_s), ours).contains(u"one"_s));
}

void UserHostsTest::endsWhereFilesIncludeOneAnother()
{
    const QTemporaryDir home;
    put(home.filePath(u"config"_s), "Include config\nHost gpu\n");
    QVERIFY(UserHosts::read(home.filePath(u"config"_s), {}).contains(u"gpu"_s));
}

void UserHostsTest::givesWayToTheNamesOfOthers()
{
    const QTemporaryDir home;
    put(home.filePath(u"config"_s), "Host gpu\n");
    const UserHosts hosts = UserHosts::read(home.filePath(u"config"_s), {});
    QCOMPARE(hosts.aliasFor(u"ada-box"_s), u"ada-box"_s);
    QCOMPARE(hosts.aliasFor(u"gpu"_s), u"atelier-gpu"_s);
    QCOMPARE(hosts.aliasFor(u"localhost"_s), u"atelier-localhost"_s);
    QCOMPARE(hosts.aliasFor(QSysInfo::machineHostName()),
             QString(u"atelier-"_s + QSysInfo::machineHostName()));
}

void UserHostsTest::takesLinesApartAsSshDoes_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArrayList>("words");
    QTest::newRow("blank") << QByteArray("  \t\r") << QByteArrayList{};
    QTest::newRow("remark") << QByteArray("  # Host a") << QByteArrayList{};
    QTest::newRow("two") << QByteArray("Host a b") << QByteArrayList{"Host", "a", "b"};
    QTest::newRow("equals") << QByteArray("Host=a b") << QByteArrayList{"Host", "a", "b"};
    QTest::newRow("equals apart") << QByteArray("Host = a") << QByteArrayList{"Host", "a"};
    QTest::newRow("equals inside") << QByteArray("SetEnv A=b") << QByteArrayList{"SetEnv", "A=b"};
    QTest::newRow("quotes") << QByteArray(R"(Include "a b" 'c d')")
                            << QByteArrayList{"Include", "a b", "c d"};
    QTest::newRow("escapes") << QByteArray(R"(Include a\ b "c\"d" e\\f)")
                             << QByteArrayList{"Include", "a b", "c\"d", "e\\f"};
    QTest::newRow("glob") << QByteArray(R"(Include "a\[b")")
                          << QByteArrayList{"Include", R"(a\[b)"};
}

void UserHostsTest::takesLinesApartAsSshDoes()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArrayList, words);
    QCOMPARE(configWords(line), words);
}

QTEST_GUILESS_MAIN(UserHostsTest)
#include "tst_userhosts.moc"
