// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/redaction.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Atelier::Daemon;
using namespace Qt::StringLiterals;

class RedactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesSecretsOutOfText_data();
    void takesSecretsOutOfText();
    void leavesWhatHelps_data();
    void leavesWhatHelps();
    void takesOutWhatItIsTold();
    void keepsOnlyHarmlessFieldsOfJson();
    void findsSecretsOfAnEnvironment();
};

void RedactionTest::takesSecretsOutOfText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("secret");
    QTest::newRow("bearer") << u"Authorization: Bearer c4n4ry"_s << u"c4n4ry"_s;
    QTest::newRow("assignment") << u"JUPYTER_TOKEN=c4n4ry next"_s << u"c4n4ry"_s;
    QTest::newRow("json") << u"{\"password\": \"c4n4ry\"}"_s << u"c4n4ry"_s;
    QTest::newRow("query") << u"GET /lab?token=c4n4ry&x=1"_s << u"c4n4ry"_s;
    QTest::newRow("address") << u"Looking in https://ada:c4n4ry@pypi.example/simple"_s
                             << u"c4n4ry"_s;
    QTest::newRow("hexadecimal") << u"opened 3f2a9c0b1d4e5f60718293a4b5c6d7e8 now"_s
                                 << u"3f2a9c0b1d4e"_s;
    QTest::newRow("base64 with slashes")
        << u"data AAAA/B3Nza/C1yc2E/AAAAD/AQABA/AABgQ/C4n4ry/x9Zz/QQ== end"_s << u"C4n4ry"_s;
    QTest::newRow("private key")
        << u"x\n-----BEGIN OPENSSH PRIVATE KEY-----\nc4n4ry\nab\n-----END OPENSSH PRIVATE KEY-----\ny"_s
        << u"c4n4ry"_s;
    QTest::newRow("half a private key")
        << u"-----BEGIN RSA PRIVATE KEY-----\nc4n4ry\nab"_s << u"c4n4ry"_s;
    QTest::newRow("public key") << u"ssh-ed25519 AAAAC3 c4n4ry@laptop"_s << u"c4n4ry"_s;
}

void RedactionTest::takesSecretsOutOfText()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    const QString result = Redaction({}).text(text);
    QVERIFY2(!result.contains(secret), qPrintable(result));
    QVERIFY(result.contains(u"removed"_s));
}

void RedactionTest::leavesWhatHelps_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("log line") << u"2026-11-21T13:12:05.335Z info Listening on port 33585."_s;
    QTest::newRow("id") << u"Start of 544a974c-0b1d-4e5f-8718-293a4b5c6d7e failed"_s;
    QTest::newRow("path") << u"/usr/lib/x86_64-linux-gnu/libsqlite3.so.0 not found"_s;
    QTest::newRow("sentence") << u"The instance could not be started by this computer."_s;
}

void RedactionTest::leavesWhatHelps()
{
    QFETCH(QString, text);
    QCOMPARE(Redaction({}).text(text), text);
}

void RedactionTest::takesOutWhatItIsTold()
{
    const Redaction redaction({u"plain words"_s, u"plain words and more"_s, u"abc"_s});
    QCOMPARE(redaction.text(u"a plain words and more b plain words c abc"_s),
             u"a ‹removed› b ‹removed› c abc"_s);
    QVERIFY(!redaction.text(QDir::homePath() + u"/x"_s).contains(QDir::homePath()));
}

void RedactionTest::keepsOnlyHarmlessFieldsOfJson()
{
    const QJsonObject row = QJsonDocument::fromJson(R"({
        "name": "ada-box", "state": "Running", "sequence": 7,
        "json": {"properties": {"computeType": "ComputeInstance", "description": "c4n4ry",
                 "properties": {"vmSize": "Local_C1_M2", "isolated": true, "future": {"c4n4ry": 1},
                                "pin": 424242, "list": ["c4n4ry"],
                                "errors": ["It ended; password=c4n4ry."],
                                "dataMounts": [{"source": "/c4n4ry", "readOnly": true}]}},
                 "tags": {"c4n4ry": "c4n4ry"}}})")
                                .object();
    const QJsonValue kept = Redaction({}).json(row);
    const QByteArray text = QJsonDocument(kept.toObject()).toJson();
    QVERIFY2(!text.contains("c4n4ry") && !text.contains("424242"), text.constData());
    QCOMPARE(kept["name"_L1].toString(), u"ada-box"_s);
    QCOMPARE(kept["sequence"_L1].toInt(), 7);
    const QJsonValue inner = kept["json"_L1]["properties"_L1]["properties"_L1];
    QCOMPARE(inner["vmSize"_L1].toString(), u"Local_C1_M2"_s);
    QCOMPARE(inner["isolated"_L1].toBool(), true);
    QVERIFY(inner["errors"_L1][0].toString().startsWith("It ended;"_L1));
    QCOMPARE(inner["dataMounts"_L1][0]["readOnly"_L1].toBool(), true);
}

void RedactionTest::findsSecretsOfAnEnvironment()
{
    const QByteArray environment("HOME=/home/ada\0AWS_SECRET_ACCESS_KEY=c4n4ry\0PATH=/usr/bin\0",
                                 58);
    QCOMPARE(Redaction::secretsIn(environment), QStringList{u"c4n4ry"_s});
}

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
