// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keychain.h"
#include "tests/backend/keychain/privatebus.h"
#include "tests/backend/ssh/await.h"

#include <QTest>
#include <QTimer>

using namespace Atelier;
using Test::await;
using Test::explain;

/** A real GNOME keyring on a bus of its own. */
class TestKeychain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_bus.start(), QString());
        QCOMPARE(m_bus.startKeyring(), QString());
        QTRY_VERIFY(await(Keychain(QStringLiteral("Atelier test")).available()).has_value());
    }

    void keepsReplacesAndForgets()
    {
        Keychain keychain(QStringLiteral("Atelier test"));
        const QString key = QStringLiteral("ada@box:22");
        const auto before = await(keychain.read(key));
        QVERIFY2(before.has_value(), explain(before));
        QVERIFY(!before->has_value());
        for (const QString &secret :
             {QStringLiteral("first"), QStringLiteral("zweites »ß« 秘密")}) {
            const auto written = await(keychain.write(key, secret));
            QVERIFY2(written.has_value(), explain(written));
            const auto read = await(keychain.read(key));
            QVERIFY2(read.has_value(), explain(read));
            QCOMPARE(*read, std::optional(secret));
        }
        QVERIFY(!await(keychain.read(QStringLiteral("ada@box:23")))->has_value());
        const auto removed = await(keychain.remove(key));
        QVERIFY2(removed.has_value(), explain(removed));
        QVERIFY(!await(keychain.read(key))->has_value());
        const auto again = await(keychain.remove(key));
        QVERIFY2(again.has_value(), explain(again));
    }

    void servesSeveralCallsAtOnce()
    {
        Keychain keychain(QStringLiteral("Atelier test"));
        QList<QFuture<Result<void>>> writes;
        for (int index = 0; index < 5; ++index) {
            writes += keychain.write(QString::number(index), QString::number(index * index));
        }
        for (const auto &write : writes) {
            QVERIFY(await(write).has_value());
        }
        QCOMPARE(*await(keychain.read(QStringLiteral("4"))), std::optional(QStringLiteral("16")));
    }

    void blocksNothingWhenTheKeyringHangs()
    {
        m_bus.pauseKeyring();
        int ticks = 0;
        QTimer timer;
        timer.setInterval(10);
        connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
        timer.start();
        {
            Keychain keychain(QStringLiteral("Atelier test"));
            keychain.setPatience(std::chrono::milliseconds(500));
            const auto read = await(keychain.read(QStringLiteral("x")));
            QVERIFY(!read.has_value());
            QCOMPARE(read.error().code, Error::Code::TimedOut);
            QVERIFY(ticks > 5);
            // Gone while a call is under way: nobody touches it when the keyring wakes.
            static_cast<void>(keychain.read(QStringLiteral("y")));
        }
        m_bus.resumeKeyring();
        Keychain keychain(QStringLiteral("Atelier test"));
        const auto read = await(keychain.read(QStringLiteral("x")));
        QVERIFY2(read.has_value(), explain(read));
    }

private:
    Test::PrivateBus m_bus;
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
