// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/mountsmodel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QPromise>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Client::MountsModel;

class MountsModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void addsReadOnlyAtAFreePathInTheHome();
    void checksTheFolder_data();
    void checksTheFolder();
    void checksThePathInside_data();
    void checksThePathInside();
    void warnsOfSecrets_data();
    void warnsOfSecrets();
    void refusesTwoFoldersAtOnePath();
    void refusesAFolderInsideAnother();
    void typingDoesNotWaitForASlowFileSystem();
    void theLatestFolderWins();
    void expandsTheTilde();
    void removesARow();

private:
    QString make(const QString &folder);

    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_oldHome;
};

void MountsModelTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_oldHome = qgetenv("HOME");
    qputenv("HOME", QDir(m_home->path()).canonicalPath().toLocal8Bit());
}

void MountsModelTest::cleanup()
{
    qputenv("HOME", m_oldHome);
}

QString MountsModelTest::make(const QString &folder)
{
    const QString path = QDir::homePath() + u'/' + folder;
    QDir().mkpath(path);
    return path;
}

void MountsModelTest::addsReadOnlyAtAFreePathInTheHome()
{
    MountsModel model(u"/home/ada"_s);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QSignalSpy changed(&model, &MountsModel::changed);
    QCOMPARE(model.add(make(u"one/data"_s)), 0);
    QCOMPARE(model.add(make(u"two/data"_s)), 1);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(model.mounts().at(0).mountPath, u"/home/ada/data"_s);
    QCOMPARE(model.mounts().at(1).mountPath, u"/home/ada/data-2"_s);
    QVERIFY(model.mounts().at(0).readOnly);
    const QModelIndex writable = model.index(0, MountsModel::WritableColumn);
    QCOMPARE(writable.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
    QVERIFY(model.setData(writable, Qt::Checked, Qt::CheckStateRole));
    QVERIFY(!model.mounts().at(0).readOnly);
    QCOMPARE(model.firstError(), QString());
    QCOMPARE(model.firstWarning(), QString());
}

void MountsModelTest::checksTheFolder_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << u"~/nothing"_s << u"no folder"_s;
    QTest::newRow("a file") << u"~/file"_s << u"is a file"_s;
    QTest::newRow("empty") << u""_s << u"Choose a folder"_s;
    QTest::newRow("relative") << u"data"_s << u"whole path"_s;
    QTest::newRow("the root") << u"/"_s << u"can't be shown"_s;
}

void MountsModelTest::checksTheFolder()
{
    QFETCH(const QString, source);
    QFETCH(const QString, says);
    QFile file(QDir::homePath() + u"/file"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    MountsModel model(u"/home/ada"_s);
    model.add(source);
    QTRY_VERIFY2(model.errorFor(0).contains(says), qPrintable(model.errorFor(0)));
    QCOMPARE(model.index(0, 0).data(MountsModel::ErrorRole).toString(), model.firstError());
}

void MountsModelTest::checksThePathInside_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    QTest::newRow("in the home") << u"/home/ada/data"_s << true;
    QTest::newRow("elsewhere") << u"/data"_s << true;
    QTest::newRow("cleaned") << u"/home/ada/x/../data/"_s << true;
    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("relative") << u"data"_s << false;
    QTest::newRow("the root") << u"/"_s << false;
    QTest::newRow("the home") << u"/home/ada"_s << false;
    QTest::newRow("above the home") << u"/home"_s << false;
    QTest::newRow("the workspace") << u"/home/ada/cloudfiles"_s << false;
    QTest::newRow("in the workspace") << u"/home/ada/cloudfiles/code"_s << false;
    QTest::newRow("the environment") << u"/home/ada/.venv/lib"_s << false;
    QTest::newRow("of the system") << u"/usr/share/data"_s << false;
    QTest::newRow("climbing into the system") << u"/data/../etc"_s << false;
    QTest::newRow("beside a system folder") << u"/usrdata"_s << true;
}

void MountsModelTest::checksThePathInside()
{
    QFETCH(const QString, path);
    QFETCH(const bool, good);
    MountsModel model(u"/home/ada"_s);
    model.add(make(u"data"_s));
    QVERIFY(model.setData(model.index(0, MountsModel::PathColumn), path, Qt::EditRole));
    QCOMPARE(model.errorFor(0).isEmpty(), good);
}

void MountsModelTest::warnsOfSecrets_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("says");
    QTest::newRow("the home") << u"~"_s << u"whole home"_s;
    QTest::newRow("above the home") << u"~/.."_s << u"whole home"_s;
    QTest::newRow("SSH keys") << u"~/.ssh"_s << u"SSH keys"_s;
    QTest::newRow("below the SSH keys") << u"~/.ssh/old"_s << u"SSH keys"_s;
    QTest::newRow("GnuPG keys") << u"~/.gnupg"_s << u"GnuPG"_s;
    QTest::newRow("through a link") << u"~/link"_s << u"SSH keys"_s;
    QTest::newRow("harmless") << u"~/.sshx"_s << u""_s;
}

void MountsModelTest::warnsOfSecrets()
{
    QFETCH(const QString, source);
    QFETCH(const QString, says);
    for (const QString &folder : {u".ssh/old"_s, u".gnupg"_s, u".sshx"_s}) {
        make(folder);
    }
    QVERIFY(QFile::link(QDir::homePath() + u"/.ssh"_s, QDir::homePath() + u"/link"_s));
    MountsModel model(u"/home/ada"_s);
    const QSignalSpy checked(&model, &MountsModel::checked);
    model.add(source);
    QTRY_COMPARE(checked.count(), 1);
    QCOMPARE(model.firstError(), QString());
    QVERIFY2(model.warningFor(0).contains(says), qPrintable(model.warningFor(0)));
    QCOMPARE(model.warningFor(0).isEmpty(), says.isEmpty());
}

void MountsModelTest::refusesTwoFoldersAtOnePath()
{
    MountsModel model(u"/home/ada"_s);
    model.add(make(u"one"_s));
    model.add(make(u"two"_s));
    QVERIFY(
        model.setData(model.index(1, MountsModel::PathColumn), u"/home/ada/one"_s, Qt::EditRole));
    QVERIFY(!model.errorFor(0).isEmpty());
    QVERIFY(!model.errorFor(1).isEmpty());
    model.remove(0);
    QCOMPARE(model.firstError(), QString());
}

void MountsModelTest::refusesAFolderInsideAnother()
{
    MountsModel model(u"/home/ada"_s);
    model.add(make(u"one"_s));
    model.add(make(u"two"_s));
    QVERIFY(model.setData(
        model.index(1, MountsModel::PathColumn), u"/home/ada/one/two"_s, Qt::EditRole));
    QVERIFY2(model.firstError().contains("one inside the other"_L1),
             qPrintable(model.firstError()));
}

void MountsModelTest::typingDoesNotWaitForASlowFileSystem()
{
    // No file system here can be made to hang: this one never answers.
    std::vector<QPromise<Result<Client::FoundFolder>>> unanswered;
    MountsModel model(u"/home/ada"_s, [&unanswered](const QString &) {
        unanswered.emplace_back().start();
        return unanswered.back().future();
    });
    const QSignalSpy changed(&model, &MountsModel::changed);
    model.add(u"/net/slow"_s);
    const QModelIndex source = model.index(0, MountsModel::SourceColumn);
    QVERIFY(model.setData(source, u"/net/slower"_s, Qt::EditRole));
    QVERIFY(model.setData(source, u"~/.ssh"_s, Qt::EditRole));
    QCOMPARE(changed.count(), 3);
    QCOMPARE(unanswered.size(), 3U);
    QCOMPARE(model.firstError(), QString());
    // What the path alone tells is told at once.
    QVERIFY(model.firstWarning().contains("SSH keys"_L1));
    QVERIFY(model.setData(source, u"slow"_s, Qt::EditRole));
    QVERIFY(model.firstError().contains("whole path"_L1));
    QCOMPARE(unanswered.size(), 3U);
}

void MountsModelTest::theLatestFolderWins()
{
    QHash<QString, std::shared_ptr<QPromise<Result<Client::FoundFolder>>>> asked;
    MountsModel model(u"/home/ada"_s, [&asked](const QString &source) {
        const auto promise = std::make_shared<QPromise<Result<Client::FoundFolder>>>();
        asked.insert(source, promise);
        promise->start();
        return promise->future();
    });
    const QSignalSpy checked(&model, &MountsModel::checked);
    const auto answer = [&asked](const QString &source, bool exists) {
        const auto promise = asked.take(source);
        promise->addResult(Client::FoundFolder{.facts = {.exists = exists,
                                                         .isFolder = exists,
                                                         .isReadable = exists,
                                                         .realPath = source},
                                               .realHome = QDir::homePath()});
        promise->finish();
    };
    model.add(u"/first"_s);
    QVERIFY(model.setData(model.index(0, MountsModel::SourceColumn), u"/second"_s, Qt::EditRole));
    model.add(u"/gone"_s);
    model.remove(1);
    answer(u"/gone"_s, false);
    answer(u"/second"_s, true);
    QTRY_COMPARE(checked.count(), 1);
    answer(u"/first"_s, false);
    model.add(u"/third"_s);
    answer(u"/third"_s, false);
    QTRY_COMPARE(checked.count(), 2);
    QCOMPARE(model.errorFor(0), QString());
    QVERIFY(model.errorFor(1).contains("/third"_L1));
}

void MountsModelTest::expandsTheTilde()
{
    const QString data = make(u"data"_s);
    MountsModel model(u"/home/ada"_s);
    model.add(u"~/data/"_s);
    QCOMPARE(model.mounts().constFirst().source, data);
}

void MountsModelTest::removesARow()
{
    MountsModel model(u"/home/ada"_s);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(make(u"one"_s));
    model.add(make(u"two"_s));
    const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.remove(0);
    model.remove(7);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.mounts().constFirst().mountPath, u"/home/ada/two"_s);
}

QTEST_GUILESS_MAIN(MountsModelTest)
#include "tst_mountsmodel.moc"
