// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real control plane on a small file system of its own, which fills up.
#include "backend/client/requests.h"
#include "backend/core/paths.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace Atelier;
using namespace Atelier::Client;
using namespace Qt::StringLiterals;

namespace {

const QString workspacePath =
    u"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/"
    "Microsoft.MachineLearningServices/workspaces/default"_s;
constexpr int patience = 20'000;

} // namespace

class FullDiskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void refusesBeforeTheDiskIsFullAndGoesOnAfterIt();
    void saysAtTheStartThatThereIsNoRoom();

private:
    [[nodiscard]] bool start(const QByteArray &size, const QString &before = {});
    [[nodiscard]] QString inside(const QString &name) const;
    [[nodiscard]] Result<Response> put(const QString &path, const QJsonObject &body);

    std::unique_ptr<QProcess> m_process;
    QTemporaryDir m_folder;
    QString m_data = m_folder.filePath(u"data"_s);
    qint64 m_pid = 0;
    Requests m_requests;
};

void FullDiskTest::cleanup()
{
    if (m_process->state() != QProcess::NotRunning) {
        m_process->kill(); // the control plane dies with it
        m_process->waitForFinished(patience);
    }
}

QString FullDiskTest::inside(const QString &name) const
{
    return u"/proc/%1/root%2/%3"_s.arg(m_pid).arg(m_data, name);
}

/** In a mount namespace whose data folder is a file system of @p size bytes. */
bool FullDiskTest::start(const QByteArray &size, const QString &before)
{
    m_process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ATELIER_WORKSPACE"_s, m_folder.filePath(u"workspace"_s));
    m_process->setProcessEnvironment(environment);
    const QString command = u"echo $$; "_s + before + u"exec \"$0\" --data \"$1\""_s;
    m_process->start(u"bwrap"_s,
                     {u"--die-with-parent"_s,
                      u"--dev-bind"_s,
                      u"/"_s,
                      u"/"_s,
                      u"--size"_s,
                      QString::fromLatin1(size),
                      u"--tmpfs"_s,
                      m_data,
                      u"--"_s,
                      u"/bin/sh"_s,
                      u"-c"_s,
                      command,
                      Paths::program(u"atelierd"_s),
                      m_data});
    // bwrap itself stays outside.
    m_pid = m_process->waitForReadyRead(patience) ? m_process->readLine().trimmed().toLongLong()
                                                  : 0;
    return m_pid > 0;
}

Result<Response> FullDiskTest::put(const QString &path, const QJsonObject &body)
{
    const auto answer = m_requests.send(Verb::Put, workspacePath + path, body);
    if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, patience)) {
        return failure({.code = Error::Code::TimedOut, .message = u"no answer"_s});
    }
    return answer.result();
}

void FullDiskTest::refusesBeforeTheDiskIsFullAndGoesOnAfterIt()
{
    if (!start("33554432")) {
        QSKIP("No mounts without the superuser here.");
    }
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(inside(u"endpoint.json"_s)), patience);
    QFile file(inside(u"endpoint.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject endpoint = QJsonDocument::fromJson(file.readAll()).object();
    m_requests.setEndpoint(
        {.url = QUrl(endpoint["url"_L1].toString()), .token = endpoint["token"_L1].toString()});

    const auto refused = put(
        u"/computes/ada-box"_s,
        {{u"location"_s, u"local"_s},
         {u"properties"_s,
          QJsonObject{{u"computeType"_s, u"ComputeInstance"_s},
                      {u"properties"_s, QJsonObject{{u"vmSize"_s, u"Local_C1_M2"_s}}}}}});
    QVERIFY(!refused);
    QVERIFY2(refused.error().serviceCode == "InsufficientDiskSpace"_L1,
             qPrintable(refused.error().message));
    QCOMPARE(refused.error().code, Error::Code::Exhausted);
    QVERIFY2(refused.error().message.contains("MiB left"_L1)
                 && refused.error().message.contains("256 MiB"_L1)
                 && refused.error().message.contains(m_data),
             qPrintable(refused.error().message));

    QFile filler(inside(u"filler"_s));
    QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    while (filler.write(QByteArray(4096, 'x')) > 0) {
    }
    const QJsonObject key{
        {u"publicKey"_s,
         u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a"_s}};
    bool full = false;
    for (int number = 0; number < 50 && !full; ++number) {
        const auto answer = put(u"/studioKeys/k%1"_s.arg(number), key);
        full = !answer && answer.error().code == Error::Code::Exhausted;
    }
    QVERIFY(full);
    QVERIFY(filler.remove());
    const auto later = put(u"/studioKeys/later"_s, key);
    QVERIFY2(later, later ? "" : qPrintable(later.error().message));

    QFile log(inside(u"log/control-plane.log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray said = log.readAll() + m_process->readAllStandardError();
    QVERIFY2(!said.contains("rollback") && !said.contains("ROLLBACK"), said.constData());
    ::kill(static_cast<pid_t>(m_pid), SIGTERM);
    QVERIFY(m_process->waitForFinished(patience));
}

void FullDiskTest::saysAtTheStartThatThereIsNoRoom()
{
    if (!start("131072", u"head -c 200000 /dev/zero > \"$1/filler\" 2>/dev/null; "_s)) {
        QSKIP("No mounts without the superuser here.");
    }
    QVERIFY(m_process->waitForFinished(patience));
    const QString words = QString::fromUtf8(m_process->readAllStandardError()).trimmed();
    QCOMPARE(m_process->exitCode(), 3);
    QVERIFY2(words.endsWith(u'.') && words.count(u'\n') == 0, qPrintable(words));
}

QTEST_GUILESS_MAIN(FullDiskTest)
#include "tst_fulldisk.moc"
