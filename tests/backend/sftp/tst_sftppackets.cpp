// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sftp/inbox.h"
#include "backend/sftp/names.h"
#include "backend/sftp/packetreader.h"
#include "backend/sftp/packetwriter.h"
#include "backend/sftp/replies.h"
#include "backend/sftp/transfernote.h"
#include "backend/sftp/transferwindow.h"

#include <QTest>

#include <cstring>

using namespace Atelier;
using namespace Atelier::Sftp;

namespace {

using Code = Error::Code;

void feed(Inbox *inbox, QByteArrayView bytes)
{
    const auto room = inbox->room();
    QVERIFY(room.size() >= static_cast<size_t>(bytes.size()));
    std::memcpy(room.data(), bytes.data(), static_cast<size_t>(bytes.size()));
    inbox->commit(static_cast<size_t>(bytes.size()));
}

const QByteArray version("\0\0\0\5\2\0\0\0\3", 9);

} // namespace

/** The protocol's bytes, without a server. */
class TestSftpPackets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites()
    {
        const Attributes all{.size = 1ULL << 40,
                             .ownership = Ownership{.user = 1, .group = 2},
                             .mode = 0100644U,
                             .times = FileTimes{.accessed = 3, .modified = 4}};
        PacketWriter writer(PacketType::SetStat);
        writer.text("path").attributes(all).longNumber(7);
        const QByteArray packet = writer.finished(42, 5);
        PacketReader reader(packet);
        QCOMPARE(reader.number(), static_cast<quint32>(packet.size() - 4 + 5));
        QCOMPARE(reader.byte(), static_cast<quint8>(PacketType::SetStat));
        QCOMPARE(reader.number(), 42U);
        QCOMPARE(reader.text(), QByteArrayView("path"));
        QCOMPARE(reader.attributes(), all);
        QCOMPARE(reader.longNumber(), 7U);
        QVERIFY(reader.isValid() && reader.atEnd());
        QCOMPARE(reader.number(), 0U);
        QVERIFY(!reader.isValid());
    }

    void cutsPacketsWherever()
    {
        const QByteArray packet = PacketWriter(PacketType::Status).number(0).finished(1);
        const QByteArray stream = version + packet + packet;
        Inbox inbox;
        int found = 0;
        for (const char byte : stream) {
            feed(&inbox, {&byte, 1});
            const auto next = inbox.next();
            QVERIFY(next.has_value());
            found += next->has_value() ? 1 : 0;
        }
        QCOMPARE(found, 3);
        QVERIFY(inbox.isEmpty());
    }

    void refusesLengthsThatLie_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("4 GiB") << QByteArray("\xff\xff\xff\xff\x65", 5);
        QTest::newRow("none") << QByteArray("\0\0\0\0\x65", 5);
        QTest::newRow("over the limit") << QByteArray("\0\x10\0\0\x65", 5);
    }
    void refusesLengthsThatLie()
    {
        QFETCH(const QByteArray, bytes);
        Inbox inbox;
        feed(&inbox, version);
        QVERIFY(inbox.next().has_value());
        feed(&inbox, bytes);
        const auto next = inbox.next();
        QVERIFY(!next);
        QCOMPARE(next.error().code, Code::Protocol);
    }

    void hearsAShellOut()
    {
        Inbox inbox;
        const QByteArray greeting = "Last login: Mon\n" + version;
        feed(&inbox, greeting);
        const auto next = inbox.next();
        QVERIFY(!next);
        QVERIFY(next.error().message.contains(QLatin1String("\"Last login: Mon\"")));
    }

    void knowsExtensionsByNameAndVersion()
    {
        const auto features = featuresFrom(PacketWriter(PacketType::Version)
                                               .number(3)
                                               .text("posix-rename@openssh.com")
                                               .text("1")
                                               .text("statvfs@openssh.com")
                                               .text("1")
                                               .text("nobody@nowhere")
                                               .text("\xff")
                                               .finished(0)
                                               .sliced(PacketWriter::headerSize));
        QVERIFY(features.has_value());
        QVERIFY(features->posixRename && !features->statvfs);
        QCOMPARE(features->largestRead, 32768U);
    }

    void keepsItsOwnLimits()
    {
        ServerFeatures features;
        const QByteArray body = PacketWriter(PacketType::ExtendedReply)
                                    .longNumber(~0ULL)
                                    .longNumber(~0ULL)
                                    .longNumber(1)
                                    .longNumber(~0ULL)
                                    .finished(0)
                                    .sliced(PacketWriter::headerSize);
        QVERIFY(
            applyLimits({.type = PacketType::ExtendedReply, .body = body}, &features).has_value());
        QCOMPARE(features.largestRead, 261120U);
        QCOMPARE(features.largestWrite, 4096U);
        QCOMPARE(features.openHandles, 100'000U);
    }

    void widensItsWindowWithThePath()
    {
        using namespace std::chrono_literals;
        constexpr quint64 ceiling = 32 * 1024 * 1024;
        const auto windowAfter = [](TransferWindow::Clock::duration trip, double bytesPerSecond) {
            TransferWindow window(261120, ceiling);
            auto now = TransferWindow::Clock::now();
            for (int i = 0; i < 200; ++i) {
                window.delivered(static_cast<quint64>(bytesPerSecond / 100), trip, now);
                now += 10ms;
            }
            return window.limit();
        };
        QVERIFY(windowAfter(200us, 300e6) <= 4 * 1024 * 1024);
        QVERIFY(windowAfter(40ms, 100e6) >= 7 * 1024 * 1024);
        QCOMPARE(windowAfter(200ms, 1e9), ceiling);
        QVERIFY(windowAfter(40ms, 64e3) <= 512 * 1024);
        // Each doubling would cost a round trip.
        QCOMPARE(TransferWindow(256 * 1024, ceiling, 40ms).limit(), 4U * 1024 * 1024);
        QCOMPARE(TransferWindow(256 * 1024, ceiling, 200us).limit(), 1024U * 1024);
    }

    void writesDownWhatAPartialIsOf()
    {
        const TransferNote note{.source = QByteArray("/a b/\xff%\n\"", 8),
                                .size = (1ULL << 60) + 1,
                                .modified = 5,
                                .part = newToken(),
                                .boot = "a%b",
                                .done = 7,
                                .durable = 6};
        const auto read = TransferNote::fromJson(note.toJson());
        QVERIFY(read.has_value());
        QVERIFY(read->isOfSameSource(note));
        QCOMPARE(read->part, note.part);
        QCOMPARE(read->boot, note.boot);
        QCOMPARE(read->done, 7U);
        QCOMPARE(read->durable, 6U);
        TransferNote leading = note;
        leading.part = "../../../etc/pas";
        QVERIFY(!TransferNote::fromJson(leading.toJson()));
        QVERIFY(!TransferNote::fromJson("{}") && !TransferNote::fromJson("garbage"));
    }
};

QTEST_APPLESS_MAIN(TestSftpPackets)
#include "tst_sftppackets.moc"
