// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/ageformat.h"
#include "widgets/common/bytesformat.h"
#include "widgets/common/plainlabel.h"

#include <QLabel>
#include <QTest>
#include <QTimeZone>

#include <limits>

using namespace Atelier::Ui;
using namespace std::chrono_literals;

class FormatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void agesAreShort_data();
    void agesAreShort();
    void anAgeSaysWhenItChanges();
    void noTimeHasNoAge();
    void durationsAreShort_data();
    void durationsAreShort();
    void bytesHaveBinaryUnits_data();
    void bytesHaveBinaryUnits();
    void memoryIsInGiB();
    void aLineHasNoHiddenCharacters();
    void labelsShowTextAsItIs();

private:
    const QDateTime m_now{QDate(2026, 3, 1), QTime(12, 0), QTimeZone::UTC};
};

void FormatsTest::initTestCase()
{
    QLocale::setDefault(QLocale::c());
}

void FormatsTest::agesAreShort_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    const auto add = [](std::chrono::seconds age, const char *text) {
        QTest::newRow(text) << qint64(age.count()) << QString::fromLatin1(text);
    };
    add(0s, "just now");
    add(1min, "1 min");
    add(59min + 59s, "59 min");
    add(2h + 30min, "2 h");
    add(47h, "47 h");
    add(72h, "3 d");
    add(24h * 20, "20 d");
    add(24h * 40, "5 weeks");
    QTest::newRow("a clock that was set back") << qint64(-500) << QStringLiteral("just now");
}

void FormatsTest::agesAreShort()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, text);
    QCOMPARE(formatAge(m_now.addSecs(-seconds), m_now), text);
}

void FormatsTest::anAgeSaysWhenItChanges()
{
    for (const qint64 age : {qint64(0),
                             qint64(59),
                             qint64(61),
                             qint64(3599),
                             qint64(4000),
                             qint64(90'000),
                             qint64(300'000),
                             qint64(5'000'000)}) {
        const QDateTime since = m_now.addSecs(-age);
        const auto wait = nextAgeChange(since, m_now);
        QVERIFY(wait > 0ms);
        const QDateTime justBefore = m_now.addMSecs(wait.count() - 1);
        const QDateTime then = m_now.addMSecs(wait.count());
        QCOMPARE(formatAge(since, justBefore), formatAge(since, m_now));
        QVERIFY2(formatAge(since, then) != formatAge(since, m_now),
                 qPrintable(formatAge(since, then)));
    }
}

void FormatsTest::noTimeHasNoAge()
{
    QCOMPARE(formatAge({}, m_now), QString());
    QCOMPARE(formatTime({}), QString());
}

void FormatsTest::durationsAreShort_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    const auto add = [](std::chrono::milliseconds duration, const char *text) {
        QTest::newRow(text) << qint64(duration.count()) << QString::fromLatin1(text);
    };
    add(400ms, "0.4 s");
    add(3s, "3 s");
    add(65s, "1 min 5 s");
    add(2h + 10min + 5s, "2 h 10 min");
}

void FormatsTest::durationsAreShort()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QString, text);
    QCOMPARE(formatDuration(std::chrono::milliseconds(milliseconds)), text);
}

void FormatsTest::bytesHaveBinaryUnits_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << QStringLiteral("0 bytes");
    QTest::newRow("few") << qint64(1023) << QStringLiteral("1023 bytes");
    QTest::newRow("half") << qint64(1536) << QStringLiteral("1.5\u00a0KiB");
    QTest::newRow("nearly the next unit")
        << (qint64(1024) * 1024) - 1 << QStringLiteral("1\u00a0MiB");
    QTest::newRow("whole") << qint64(8) * 1024 * 1024 * 1024 << QStringLiteral("8\u00a0GiB");
    QTest::newRow("largest") << std::numeric_limits<qint64>::max()
                             << QStringLiteral("8192\u00a0PiB");
}

void FormatsTest::bytesHaveBinaryUnits()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(formatBytes(bytes), text);
}

void FormatsTest::memoryIsInGiB()
{
    QCOMPARE(formatGiB(8), QStringLiteral("8\u00a0GiB"));
    QCOMPARE(formatGiB(0.5), QStringLiteral("0.5\u00a0GiB"));
    QCOMPARE(formatGiB(15.53), QStringLiteral("15.5\u00a0GiB"));
}

void FormatsTest::aLineHasNoHiddenCharacters()
{
    QCOMPARE(singleLine(QStringLiteral("a\nb\u001b[31mc")), QStringLiteral("a b [31mc"));
    QCOMPARE(singleLine(QStringLiteral("txt\u202egpj.exe")), QStringLiteral("txt\ufffdgpj.exe"));
    QCOMPARE(singleLine(QStringLiteral("a\u2028b")), QStringLiteral("a b"));
    QCOMPARE(singleLine(QStringLiteral("日本語 ok")), QStringLiteral("日本語 ok"));
}

void FormatsTest::labelsShowTextAsItIs()
{
    QWidget parent;
    QCOMPARE(plainLabel(QStringLiteral("<b>x</b>"), &parent)->textFormat(), Qt::PlainText);
}

QTEST_MAIN(FormatsTest)
#include "tst_formats.moc"
