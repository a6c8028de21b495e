// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/files/names.h"
#include "backend/node/files/sha256.h"
#include "backend/node/protocol/frame.h"
#include "backend/node/protocol/hello.h"
#include "backend/node/protocol/pathtext.h"
#include "backend/node/protocol/payload.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Atelier::Node;

/** The parts of the protocol that both ends share. */
class TestFrames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsFramesByteByByte()
    {
        const std::string bytes = frameText(FrameType::Request, 7, "{}")
                                  + frameText(FrameType::Data, 0xfffffffe, std::string(300, 'x'))
                                  + frameText(FrameType::Cancel, 7);
        FrameReader reader;
        std::vector<std::pair<std::uint32_t, std::size_t>> found;
        for (const char byte : bytes) {
            reader.add({&byte, 1});
            const auto frame = reader.next();
            QVERIFY(frame.has_value());
            if (*frame) {
                found.emplace_back((*frame)->id, (*frame)->payload.size());
            }
        }
        const std::vector<std::pair<std::uint32_t, std::size_t>> expected{
            {7, 2}, {0xfffffffe, 300}, {7, 0}};
        QCOMPARE(found, expected);
    }

    void findsAHelloByteByByte()
    {
        const std::string bytes = "Welcome\nto ATELIER-NODE 5 x\nno newline" + helloLine(Role::Node)
                                  + "rest";
        HelloReader reader(Role::Node);
        int found = 0;
        for (const char byte : bytes) {
            if (found > 0) {
                break;
            }
            const auto hello = reader.add({&byte, 1});
            QVERIFY(hello.has_value());
            if (*hello) {
                ++found;
                QCOMPARE((*hello)->protocol, protocolVersion);
            }
        }
        QCOMPARE(found, 1);
    }

    void agreesOnTheLowerProtocol()
    {
        QCOMPARE(commonProtocol(protocolVersion + 5).value_or(0), protocolVersion);
        const auto old = commonProtocol(oldestProtocol - 1);
        QVERIFY(!old);
        QCOMPARE(old.error().code, FaultCode::Version);
        QVERIFY(old.error().message.ends_with('.'));
    }

    void keepsEveryPath()
    {
        std::string all;
        for (int byte = 1; byte < 256; ++byte) {
            all += static_cast<char>(byte);
        }
        const std::string text = pathText(all);
        QVERIFY(std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }));
        QCOMPARE(pathFrom(text).value_or(""), all);
        for (const char *wrong : {"%", "%4", "%zz", "a%00b", "%0"}) {
            QVERIFY(!pathFrom(wrong));
        }
    }

    void refusesDeepJson()
    {
        QVERIFY(payloadFrom("{\"a\":[{\"b\":\"" + std::string(30, '[') + "\"}]}").has_value());
        QVERIFY(!payloadFrom("{\"a\":" + std::string(100, '[') + std::string(100, ']') + '}'));
        QVERIFY(!payloadFrom(std::string(1'000'000, '[')));
        QVERIFY(!payloadFrom("[]"));
        QVERIFY(!payloadFrom(""));
    }

    void keepsEveryFault()
    {
        for (int code = 0; code <= static_cast<int>(FaultCode::Protocol); ++code) {
            const Fault fault{
                .code = static_cast<FaultCode>(code), .message = "m.", .path = "p\xff"};
            const Fault read = faultFrom(jsonFrom(fault));
            QCOMPARE(read.code, fault.code);
            QCOMPARE(read.path, fault.path);
        }
        QCOMPARE(faultCodeFrom("something new"), FaultCode::Failed);
    }

    void knowsLinksThatLeadOut_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("stays");
        const auto row = [](const char *target, int depth, bool stays) {
            QTest::addRow("“%s” at %d", target, depth) << QByteArray(target) << depth << stays;
        };
        row("a", 0, true);
        row("a/b", 0, true);
        row("..", 0, false);
        row("..", 1, true);
        row("../..", 1, false);
        row("../../a", 2, true);
        row("./../a", 1, true);
        row("a/..", 1, false);
        row("../a/../..", 2, false);
        row("/etc", 3, false);
        row("", 3, false);
        row(".//..//..", 1, false);
    }

    void knowsLinksThatLeadOut()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, depth);
        QTEST(staysBelow(target.toStdString(), static_cast<std::size_t>(depth)), "stays");
    }

    void computesSha256_data()
    {
        QTest::addColumn<bool>("plain");
        QTest::newRow("processor") << false;
        QTest::newRow("plain") << true;
    }

    void computesSha256()
    {
        QFETCH(bool, plain);
        QByteArray text;
        for (int size = 0; size < 300; ++size) {
            Sha256 digest;
            if (plain) {
                digest.usePlainCode();
            }
            const qsizetype cut = text.size() / 3;
            digest.add({text.constData(), static_cast<std::size_t>(cut)});
            digest.add({text.constData() + cut, static_cast<std::size_t>(text.size() - cut)});
            QCOMPARE(QByteArray::fromStdString(digest.result()),
                     QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
            text += static_cast<char>(size * 7);
        }
    }
};

QTEST_APPLESS_MAIN(TestFrames)
#include "tst_frames.moc"
