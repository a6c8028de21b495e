// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The file that holds the token of the control plane.
#include "app/daemon/endpointfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Atelier;
using namespace Qt::StringLiterals;

namespace {

int changesOfMode = 0;

}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the C library's
// These stand before the C library's for everything in this process, Qt included.
extern "C" int chmod(const char *__file, mode_t __mode) noexcept
{
    ++changesOfMode;
    return static_cast<int>(::syscall(SYS_fchmodat, AT_FDCWD, __file, __mode)); // NOLINT
}

extern "C" int fchmod(int __fd, mode_t __mode) noexcept
{
    ++changesOfMode;
    return static_cast<int>(::syscall(SYS_fchmod, __fd, __mode)); // NOLINT
}
// NOLINTEND(bugprone-reserved-identifier)

class EndpointFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isItsOwnersAloneFromTheStart();
    void replacesWhatAKilledOneLeft();
    void followsNoLink();
    void doesNotTrustAFileThatOthersMayHaveReadOrWritten_data();
    void doesNotTrustAFileThatOthersMayHaveReadOrWritten();
    void saysWhyItCanNotBeWritten();
    void tokensAreOf256BitsAndDiffer();
};

namespace {

const QByteArray token(64, 'a');

QJsonObject contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

void EndpointFileTest::isItsOwnersAloneFromTheStart()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"endpoint.json"_s);
    QVERIFY(QFile::setPermissions(
        folder.path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
    QVERIFY(changesOfMode > 0); // they are noticed
    changesOfMode = 0;
    const mode_t former = ::umask(0);
    const auto written = Daemon::EndpointFile(folder.path()).write(4242, token);
    ::umask(former);
    QVERIFY(written);
    // Nothing took rights away from it, and it has no more than these: it was made with them.
    QCOMPARE(changesOfMode, 0);
    QCOMPARE(modeOf(path), mode_t(0600));
    QCOMPARE(contentOf(path)["url"_L1].toString(), u"http://127.0.0.1:4242"_s);
    QCOMPARE(contentOf(path)["token"_L1].toString().toLatin1(), token);
    const Daemon::EndpointFile again(folder.path());
    QCOMPARE(again.formerToken(), token);
    QCOMPARE(again.formerPort(), quint16(4242));
    again.remove();
    QVERIFY(QDir(folder.path()).isEmpty());
}

void EndpointFileTest::replacesWhatAKilledOneLeft()
{
    const QTemporaryDir folder;
    for (const QString &name : {u"endpoint.json"_s, u"endpoint.json.new"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ReadOther));
    }
    QVERIFY(Daemon::EndpointFile(folder.path()).write(1, token));
    QCOMPARE(modeOf(folder.filePath(u"endpoint.json"_s)), mode_t(0600));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"endpoint.json"_s});
}

void EndpointFileTest::followsNoLink()
{
    const QTemporaryDir folder;
    const QString elsewhere = folder.filePath(u"elsewhere"_s);
    QVERIFY(QFile::link(elsewhere, folder.filePath(u"endpoint.json.new"_s)));
    QVERIFY(QFile::link(elsewhere, folder.filePath(u"endpoint.json"_s)));
    QVERIFY(Daemon::EndpointFile(folder.path()).write(1, token));
    QVERIFY(!QFile::exists(elsewhere));
    QVERIFY(!QFileInfo(folder.filePath(u"endpoint.json"_s)).isSymLink());
}

void EndpointFileTest::doesNotTrustAFileThatOthersMayHaveReadOrWritten_data()
{
    QTest::addColumn<QFileDevice::Permission>("right");
    QTest::newRow("group reads") << QFileDevice::ReadGroup;
    QTest::newRow("group writes") << QFileDevice::WriteGroup;
    QTest::newRow("others read") << QFileDevice::ReadOther;
    QTest::newRow("others write") << QFileDevice::WriteOther;
}

void EndpointFileTest::doesNotTrustAFileThatOthersMayHaveReadOrWritten()
{
    QFETCH(QFileDevice::Permission, right);
    const QTemporaryDir folder;
    QVERIFY(Daemon::EndpointFile(folder.path()).write(1, token));
    QVERIFY(QFile::setPermissions(folder.filePath(u"endpoint.json"_s),
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner | right));
    QCOMPARE(Daemon::EndpointFile(folder.path()).formerToken(), QByteArray());
}

void EndpointFileTest::saysWhyItCanNotBeWritten()
{
    const QTemporaryDir folder;
    const QString missing = folder.filePath(u"missing"_s);
    const auto written = Daemon::EndpointFile(missing).write(1, token);
    QVERIFY(!written);
    QVERIFY2(written.error().message.contains(missing)
                 && written.error().message.contains("No such file"_L1),
             qPrintable(written.error().message));
    QVERIFY(QDir(folder.filePath(u"endpoint.json"_s)).mkpath(u"full"_s)); // can't be replaced
    QVERIFY(!Daemon::EndpointFile(folder.path()).write(1, token));
    QVERIFY(!QFile::exists(folder.filePath(u"endpoint.json.new"_s)));
}

void EndpointFileTest::tokensAreOf256BitsAndDiffer()
{
    QSet<QByteArray> seen;
    for (int count = 0; count < 100; ++count) {
        const QByteArray fresh = Daemon::newToken();
        QCOMPARE(QByteArray::fromHex(fresh).size(), 256 / 8);
        QCOMPARE(QByteArray::fromHex(fresh).toHex(), fresh);
        seen.insert(fresh);
    }
    QCOMPARE(seen.size(), 100);
}

QTEST_GUILESS_MAIN(EndpointFileTest)
#include "tst_endpointfile.moc"
