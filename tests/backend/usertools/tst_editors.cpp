// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/editors.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::UserTools;
using namespace Qt::StringLiterals;

/** Which editors are found, and what starts them. */
class EditorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNoneWhereNoneIsInstalled();
    void findsWhatIsInstalled();
    void findsAFlatpak();
    void opensAFolderOfAHost();

private:
    static void install(const QTemporaryDir &folder, const QString &name)
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    }
};

void EditorsTest::findsNoneWhereNoneIsInstalled()
{
    const QTemporaryDir folder;
    QVERIFY(installedEditors({.folders = {folder.path()}, .home = folder.path()}).isEmpty());
}

void EditorsTest::findsWhatIsInstalled()
{
    const QTemporaryDir folder;
    const QTemporaryDir home;
    install(folder, u"codium"_s);
    install(folder, u"code"_s);
    QVERIFY(QDir(home.path()).mkpath(u".vscode/extensions/ms-vscode-remote.remote-ssh-0.113.1"_s));
    QVERIFY(QDir(home.path()).mkpath(u".vscode-oss/extensions/ms-python.python-1"_s));
    const QList<Editor> editors = installedEditors(
        {.folders = {folder.path()}, .home = home.path()});
    QCOMPARE(editors.size(), 2);
    QCOMPARE(editors[0].name, u"VS Code"_s);
    QVERIFY(editors[0].isReady);
    QCOMPARE(editors[1].name, u"VSCodium"_s);
    QVERIFY(!editors[1].isReady);
    QCOMPARE(editors[1].extension, u"Open Remote - SSH"_s);
}

void EditorsTest::findsAFlatpak()
{
    const QTemporaryDir folder;
    const QTemporaryDir home;
    install(folder, u"com.vscodium.codium"_s);
    QVERIFY(
        QDir(home.path())
            .mkpath(
                u".var/app/com.vscodium.codium/data/codium/extensions/jeanp413.open-remote-ssh-0.0.48"_s));
    const QList<Editor> editors = installedEditors(
        {.folders = {folder.path()}, .home = home.path()});
    QCOMPARE(editors.size(), 1);
    QCOMPARE(editors[0].program, folder.filePath(u"com.vscodium.codium"_s));
    QVERIFY(editors[0].isReady);
}

void EditorsTest::opensAFolderOfAHost()
{
    const Editor editor{.program = u"/usr/bin/code"_s};
    QCOMPARE(
        editor.opening(u"ada-box"_s, u"/home/ada"_s),
        (CommandLine{u"/usr/bin/code"_s, u"--remote"_s, u"ssh-remote+ada-box"_s, u"/home/ada"_s}));
}

QTEST_GUILESS_MAIN(EditorsTest)
#include "tst_editors.moc"
