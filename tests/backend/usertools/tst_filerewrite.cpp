// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/filerewrite.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Atelier;
using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

/** A file of somebody else's that is changed in one place. */
class FileRewriteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAMissingFileAndFolderForTheOwnerAlone();
    void keepsTheMode_data();
    void keepsTheMode();
    void followsALinkAndKeepsIt();
    void makesWhatALinkPointsAtInVain();
    void takesWhatAnotherProgramWroteMeanwhile();
    void givesUpOnAFileThatNeverRests();
    void leavesAReadOnlyFileAlone();
    void leavesAFolderAlone();
    void writesNothingWhenNothingChanges();

private:
    static void put(const QString &file, const QByteArray &content)
    {
        QFile output(file);
        QVERIFY(output.open(QIODevice::WriteOnly));
        QCOMPARE(output.write(content), content.size());
    }
    static QByteArray contentOf(const QString &file)
    {
        QFile input(file);
        return input.open(QIODevice::ReadOnly) ? input.readAll() : QByteArray("missing");
    }
    static mode_t modeOf(const QString &file)
    {
        struct stat info = {};
        return ::stat(QFile::encodeName(file).constData(), &info) == 0 ? info.st_mode & 07777 : 0;
    }
    static QByteArray withX(const QByteArray &before) { return "x\n" + before; }
    [[nodiscard]] static qsizetype filesIn(const QString &folder)
    {
        return QDir(folder).entryList(QDir::Files | QDir::Hidden).size();
    }
};

void FileRewriteTest::makesAMissingFileAndFolderForTheOwnerAlone()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u".ssh/config"_s);
    QVERIFY(rewriteFile(file, withX).has_value());
    QCOMPARE(contentOf(file), "x\n");
    QCOMPARE(modeOf(file), mode_t{0600});
    QCOMPARE(modeOf(home.filePath(u".ssh"_s)), mode_t{0700});
}

void FileRewriteTest::keepsTheMode_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0600, 0644, 0640, 0664, 0700}) {
        QTest::addRow("%o", mode) << mode;
    }
}

void FileRewriteTest::keepsTheMode()
{
    QFETCH(const int, mode);
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "Host a\n");
    QCOMPARE(::chmod(QFile::encodeName(file).constData(), static_cast<mode_t>(mode)), 0);
    QVERIFY(rewriteFile(file, withX).has_value());
    QCOMPARE(contentOf(file), "x\nHost a\n");
    QCOMPARE(modeOf(file), static_cast<mode_t>(mode));
    QCOMPARE(filesIn(home.path()), 1);
}

void FileRewriteTest::followsALinkAndKeepsIt()
{
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkpath(u"dotfiles/ssh"_s));
    QVERIFY(QDir(home.path()).mkpath(u".ssh"_s));
    const QString real = home.filePath(u"dotfiles/ssh/config"_s);
    const QString link = home.filePath(u".ssh/config"_s);
    put(real, "Host a\n");
    QVERIFY(QFile::link(u"../dotfiles/ssh/config"_s, link));
    QVERIFY(rewriteFile(link, withX).has_value());
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(!QFileInfo(real).isSymLink());
    QCOMPARE(contentOf(real), "x\nHost a\n");
    QCOMPARE(filesIn(home.filePath(u"dotfiles/ssh"_s)), 1);
}

void FileRewriteTest::makesWhatALinkPointsAtInVain()
{
    const QTemporaryDir home;
    const QString link = home.filePath(u"config"_s);
    QVERIFY(QFile::link(home.filePath(u"real"_s), link));
    QVERIFY(rewriteFile(link, withX).has_value());
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(contentOf(home.filePath(u"real"_s)), "x\n");
}

void FileRewriteTest::takesWhatAnotherProgramWroteMeanwhile()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "Host a\n");
    int calls = 0;
    const auto change = [&](const QByteArray &before) {
        if (++calls == 1) {
            put(file, "Host a\nHost b\n"); // an editor saves at just this moment
        } else if (calls == 2) {
            const QString other = home.filePath(u"other"_s);
            put(other, "Host a\nHost b\nHost c\n"); // and another, by renaming
            if (!QFile::remove(file) || !QFile::rename(other, file)) {
                qWarning("The file could not be replaced.");
            }
        }
        return withX(before);
    };
    QVERIFY(rewriteFile(file, change).has_value());
    QCOMPARE(contentOf(file), "x\nHost a\nHost b\nHost c\n");
    QCOMPARE(calls, 3);
    QCOMPARE(filesIn(home.path()), 1);
}

void FileRewriteTest::givesUpOnAFileThatNeverRests()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "0");
    int calls = 0;
    const auto result = rewriteFile(file, [&](const QByteArray &before) {
        put(file, QByteArray::number(++calls));
        return withX(before);
    });
    QVERIFY(!result);
    QCOMPARE(contentOf(file), QByteArray::number(calls));
    QCOMPARE(filesIn(home.path()), 1);
}

void FileRewriteTest::leavesAReadOnlyFileAlone()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "Host a\n");
    QVERIFY(QFile::setPermissions(file, QFileDevice::ReadOwner));
    const auto result = rewriteFile(file, withX);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::PermissionDenied);
    QVERIFY(result.error().message.contains(file));
    QCOMPARE(contentOf(file), "Host a\n");
    QCOMPARE(filesIn(home.path()), 1);
}

void FileRewriteTest::leavesAFolderAlone()
{
    const QTemporaryDir home;
    QVERIFY(!rewriteFile(home.path(), withX));
    const QTemporaryDir closed;
    put(closed.filePath(u"config"_s), "Host a\n");
    QVERIFY(QFile::setPermissions(closed.path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    QVERIFY(!rewriteFile(closed.filePath(u"config"_s), withX));
    QCOMPARE(contentOf(closed.filePath(u"config"_s)), "Host a\n");
    QVERIFY(QFile::setPermissions(
        closed.path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
}

void FileRewriteTest::writesNothingWhenNothingChanges()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"config"_s);
    put(file, "Host a\n");
    QVERIFY(QFile::setPermissions(file, QFileDevice::ReadOwner));
    struct stat before = {};
    struct stat after = {};
    QCOMPARE(::stat(QFile::encodeName(file).constData(), &before), 0);
    QVERIFY(rewriteFile(file, [](const QByteArray &same) { return same; }).has_value());
    QCOMPARE(::stat(QFile::encodeName(file).constData(), &after), 0);
    QCOMPARE(before.st_ino, after.st_ino);
}

QTEST_GUILESS_MAIN(FileRewriteTest)
#include "tst_filerewrite.moc"
