// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/run/jobspec.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace Atelier::Node;
using nlohmann::json;

class TestJobSpec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesNamesThatAreFolders_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("plain") << QByteArray("train-7_b.2") << true;
        QTest::newRow("longest") << QByteArray(128, 'a') << true;
        QTest::newRow("too long") << QByteArray(129, 'a') << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("hidden") << QByteArray(".a") << false;
        QTest::newRow("above") << QByteArray("..") << false;
        QTest::newRow("folder") << QByteArray("a/b") << false;
        QTest::newRow("line feed") << QByteArray("a\n") << false;
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << false;
        QTest::newRow("umlaut") << QByteArray("ä") << false;
    }
    void takesNamesThatAreFolders()
    {
        QFETCH(QByteArray, id);
        QTEST(isJobId(id.toStdString()), "allowed");
    }

    void comesBackAsItWent()
    {
        const JobSpec spec{.command = {"python3", "train.py", "ö"},
                           .environment = {{"A", "b=c"}},
                           .withoutEnvironment = {"DISPLAY"},
                           .folder = "/data",
                           .mergeOutput = true,
                           .mask = 027,
                           .nice = 5,
                           .graceSeconds = 3,
                           .cpus = {0, 1},
                           .timeLimitSeconds = 60,
                           .openFiles = 100,
                           .addressSpaceBytes = 1'000'000,
                           .memoryBytes = 2'000'000,
                           .coreBytes = 1};
        const auto back = jobSpecFrom(jsonFrom(spec));
        QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
        QVERIFY(*back == spec);
        QCOMPARE(jsonFrom(JobSpec{.command = {"a"}}).size(), 1U);
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](const char *name, const char *text, const char *word) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(word);
        };
        row("no object", "[]", "object");
        row("no command", "{}", "command");
        row("empty command", R"({"command":[]})", "command");
        row("empty program", R"({"command":[""]})", "command");
        row("shell text", R"({"command":"a; b"})", "command");
        row("NUL", R"({"command":["a\u0000b"]})", "command");
        row("name with =", R"({"command":["a"],"environment":{"a=b":"c"}})", "environment");
        row("relative folder", R"({"command":["a"],"folder":"b"})", "folder");
        row("negative limit", R"({"command":["a"],"memoryBytes":-1})", "memoryBytes");
        row("huge limit", R"({"command":["a"],"memoryBytes":18446744073709551615})", "memoryBytes");
        row("limit as text", R"({"command":["a"],"openFiles":"9"})", "openFiles");
        row("fraction", R"({"command":["a"],"timeLimitSeconds":1.5})", "timeLimitSeconds");
        row("far CPU", R"({"command":["a"],"cpus":[99999]})", "cpus");
        row("unknown", R"({"command":["a"],"gpus":1})", "gpus");
    }
    void refusesWhatCannotBe()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, word);
        const auto spec = jobSpecFrom(json::parse(text.toStdString()));
        QVERIFY(!spec);
        QCOMPARE(spec.error().code, FaultCode::Invalid);
        QVERIFY2(QByteArray::fromStdString(spec.error().message).contains(word),
                 spec.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestJobSpec)
#include "tst_jobspec.moc"
