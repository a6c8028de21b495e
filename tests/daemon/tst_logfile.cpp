// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/logfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Qt::StringLiterals;

class LogFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsABoundedNumberOfBoundedFiles();
};

void LogFileTest::keepsABoundedNumberOfBoundedFiles()
{
    const QTemporaryDir folder;
    const auto former = qInstallMessageHandler(nullptr);
    QVERIFY(Daemon::startLog(folder.path()));
    const QByteArray filling(10'000, 'x');
    constexpr int lines = 450; // four files and a half
    for (int number = 0; number < lines; ++number) {
        qInfo("%d %s", number, filling.constData());
    }
    qInstallMessageHandler(former);
    const QDir logs(folder.filePath(u"log"_s));
    QCOMPARE(
        logs.entryList(QDir::Files),
        (QStringList{u"control-plane.log"_s, u"control-plane.log.1"_s, u"control-plane.log.2"_s}));
    // From the oldest to the newest file the lines follow each other, to the last one.
    QByteArray all;
    for (const QString &name :
         {u"control-plane.log.2"_s, u"control-plane.log.1"_s, u"control-plane.log"_s}) {
        QFile file(logs.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.size() <= 1024 * 1024, qPrintable(name));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QCOMPARE(file.permissions() & others, QFileDevice::Permissions());
        all += file.readAll();
    }
    const QList<QByteArray> found = all.trimmed().split('\n');
    QVERIFY(found.size() > 200);
    for (qsizetype index = 0; index < found.size(); ++index) {
        const qsizetype number = lines - found.size() + index;
        QVERIFY2(found[index].contains(QByteArray(" info " + QByteArray::number(number) + ' ')),
                 found[index].left(60).constData());
    }
}

QTEST_GUILESS_MAIN(LogFileTest)
#include "tst_logfile.moc"
