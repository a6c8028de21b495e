// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/homefolder.h"
#include "backend/engine/local/nodefolder.h"
#include "backend/engine/local/scripts.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Engine;

class HomeFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsOnlyWhatAUserMade()
    {
        const QTemporaryDir folder;
        write(folder, QStringLiteral(".bashrc"), Scripts::bashrc());
        write(folder, QStringLiteral(".profile"), Scripts::profile() + "export EDITOR=vi\n");
        write(folder, QStringLiteral(".venv/lib/x.py"), "x");
        write(folder, QStringLiteral(".cache/pip/y"), "y");
        write(folder, QStringLiteral(".local/share/jupyter/kernels/python3/kernel.json"), "{}");
        write(folder, QStringLiteral("cloudfiles/code/z"), "z");
        write(folder, QStringLiteral("work/.venv/mine"), "1234");
        write(folder, QStringLiteral("model.bin"), QByteArray(1000, 'm'));
        QFile newest(folder.filePath(QStringLiteral("model.bin")));
        QVERIFY(newest.open(QIODevice::ReadWrite));
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(1);
        QVERIFY(newest.setFileTime(later, QFileDevice::FileModificationTime));
        newest.close();
        QVERIFY(QFile::link(QStringLiteral("/usr"), folder.filePath(QStringLiteral("elsewhere"))));

        const Arm::HomeSummary summary = summarize(folder.path());
        QCOMPARE(summary.files, 3);
        QCOMPARE(summary.bytes, 1004 + Scripts::profile().size() + 17);
        QCOMPARE(summary.newestPath, QStringLiteral("model.bin"));
        QCOMPARE(summary.newestTime.toSecsSinceEpoch(), later.toSecsSinceEpoch());
        QVERIFY(summary.complete);
    }

    void countsNothingWhereThereIsNoHome()
    {
        QCOMPARE(summarize(QStringLiteral("/no/such/home")).files, 0);
    }

private:
    static void write(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
    {
        const QString path = folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(writeFile(path, content, readableByAll));
    }
};

QTEST_GUILESS_MAIN(HomeFolderTest)
#include "tst_homefolder.moc"
