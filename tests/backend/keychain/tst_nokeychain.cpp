// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keychain.h"
#include "tests/backend/keychain/privatebus.h"
#include "tests/backend/ssh/await.h"

#include <QDirIterator>
#include <QTest>

using namespace Atelier;
using Test::await;

/** A session without any keyring. */
class TestNoKeychain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatThereIsNoBus()
    {
        Keychain keychain(QStringLiteral("Atelier test"));
        const auto available = await(keychain.available());
        QVERIFY(!available.has_value());
        QCOMPARE(available.error().code, Error::Code::Unavailable);
        QVERIFY(available.error().message.contains(QLatin1String("D-Bus")));
    }

    void saysThatThereIsNoKeyringAndWritesNothing()
    {
        QCOMPARE(m_bus.start(), QString());
        Keychain keychain(QStringLiteral("Atelier test"));
        const auto available = await(keychain.available());
        QVERIFY(!available.has_value());
        QVERIFY(available.error().message.contains(QLatin1String("GNOME Keyring")));
        const auto written = await(keychain.write(QStringLiteral("key"), QStringLiteral("s3cret")));
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, Error::Code::Unavailable);
        QVERIFY(!await(keychain.read(QStringLiteral("key"))).has_value());
        QVERIFY(!await(keychain.remove(QStringLiteral("key"))).has_value());
        QVERIFY(m_home.isValid());
        QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        QVERIFY(!files.hasNext());
    }

private:
    /** Where QSettings would put a plain-text fallback. */
    struct Home : QTemporaryDir
    {
        Home()
        {
            qputenv("HOME", QFile::encodeName(path()));
            qputenv("XDG_CONFIG_HOME", QFile::encodeName(path()));
        }
    };

    Home m_home;
    Test::PrivateBus m_bus;
};

QTEST_GUILESS_MAIN(TestNoKeychain)
#include "tst_nokeychain.moc"
