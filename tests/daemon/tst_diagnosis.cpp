// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets are planted wherever a session has some, and looked for wherever they must not be.
#include "backend/core/async.h"
#include "backend/core/paths.h"
#include "backend/notebook/jupyterserver.h"
#include "backend/notebook/nodesessions.h"
#include "backend/ssh/session.h"
#include "tests/support/temporaryhost.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;
const QByteArray environmentCanary = "canary5f0e1d2c3b4a5968";
const QByteArray plainCanary = "kanarienvogel";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** The lines of a private key without its frame: any of them would be a leak. */
QList<QByteArray> secretLinesOf(const QString &keyFile)
{
    QList<QByteArray> lines = contentOf(keyFile).trimmed().split('\n');
    lines.removeIf([](const QByteArray &line) { return line.startsWith("-----"); });
    // The first ones hold the public half and the format's name only.
    return lines.mid(2);
}

/** Every process of this user, except this test and what began before it. */
QList<qint64> processesOf(qint64 root)
{
    QHash<qint64, qint64> parents;
    for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const QByteArray stat = contentOf(u"/proc/"_s + entry + u"/stat"_s);
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (entry.toLongLong() > 0 && fields.size() > 2) {
            parents.insert(entry.toLongLong(), fields[1].toLongLong());
        }
    }
    QList<qint64> found{root};
    for (qsizetype index = 0; index < found.size(); ++index) {
        found += parents.keys(found[index]);
    }
    return found;
}

} // namespace

class DiagnosisTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSecretIsAnywhereItMustNotBe();
    void refusesAFolderThatIsNotThere();

private:
    [[nodiscard]] bool openJupyter();
    void plant();
    void lookInReport(const QString &name, const QStringList &arguments);
    void lookInFolder(const QString &folder, const QStringList &names);
    void lookAtProcesses();
    void check(const QByteArray &content, const QString &where);

    std::unique_ptr<TemporaryHost> m_host;
    std::unique_ptr<Notebook::NodeSessions> m_sessions;
    std::unique_ptr<Notebook::JupyterServer> m_jupyter;
    QList<QByteArray> m_secrets;
    QString m_node; ///< folder of the instance
};

void DiagnosisTest::check(const QByteArray &content, const QString &where)
{
    for (const QByteArray &secret : std::as_const(m_secrets)) {
        QVERIFY2(!content.contains(secret),
                 QByteArray("secret " + QByteArray::number(m_secrets.indexOf(secret)) + " is in "
                            + where.toUtf8()));
    }
}

bool DiagnosisTest::openJupyter()
{
    m_sessions = std::make_unique<Notebook::NodeSessions>(&m_host->client(),
                                                          m_host->path(u"config"_s));
    m_jupyter = std::make_unique<Notebook::JupyterServer>(
        [this] { return m_sessions->session(u"ada-box"_s); });
    const QSignalSpy ready(m_jupyter.get(), &Notebook::JupyterServer::ready);
    const QSignalSpy failed(m_jupyter.get(), &Notebook::JupyterServer::failed);
    m_jupyter->open(false);
    return QTest::qWaitFor([&] { return ready.count() + failed.count() > 0; }, patience)
           && ready.count() == 1;
}

/** What nobody else may know: of the session itself, and what a person or a program puts there. */
void DiagnosisTest::plant()
{
    const QString data = m_host->dataFolder();
    m_node = data + u"/nodes/"_s
             + QDir(data + u"/nodes"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
    m_secrets = {environmentCanary, plainCanary};
    const QByteArray token = QJsonDocument::fromJson(contentOf(data + u"/endpoint.json"_s))
                                 .object()["token"_L1]
                                 .toString()
                                 .toLatin1();
    QCOMPARE(token.size(), 64);
    m_secrets.append(token);
    const QList<QByteArray> studioKey = secretLinesOf(m_sessions->keyFile());
    const QList<QByteArray> hostKey = secretLinesOf(m_node + u"/run/ssh_host_ed25519_key"_s);
    QVERIFY(!studioKey.isEmpty() && !hostKey.isEmpty());
    m_secrets += studioKey + hostKey;
    QDirIterator files(m_node + u"/home"_s,
                       {u"jpserver-*.json"_s},
                       QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    QByteArray jupyterToken;
    while (files.hasNext()) {
        jupyterToken = QJsonDocument::fromJson(contentOf(files.next()))
                           .object()["token"_L1]
                           .toString()
                           .toLatin1();
    }
    QVERIFY2(jupyterToken.size() >= 32, jupyterToken.constData());
    m_secrets.append(jupyterToken);
    // In the logs, as a program with bad manners would leave it.
    QFile log(data + u"/log/control-plane.log"_s);
    QFile creation(m_node + u"/creation.log"_s);
    QVERIFY(log.open(QIODevice::Append) && creation.open(QIODevice::Append));
    log.write("2026-01-01T00:00:00.000Z warning Authorization: Bearer " + plainCanary + " refused "
              + environmentCanary + "\n" + contentOf(m_sessions->keyFile()) + "\n" + token + "\n");
    creation.write("Looking in https://ada:" + plainCanary
                   + "@pypi.example/simple\ntoken=" + jupyterToken + "\n");
}

void DiagnosisTest::lookInFolder(const QString &folder, const QStringList &names)
{
    int looked = 0;
    QDirIterator files(folder, names, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        check(contentOf(file), file);
        ++looked;
    }
    QVERIFY2(looked > 0, qPrintable(folder));
}

void DiagnosisTest::lookInReport(const QString &name, const QStringList &arguments)
{
    const QString file = m_host->path(name + u".tar.gz"_s);
    QProcess diagnose;
    diagnose.start(Paths::program(u"atelierd"_s),
                   QStringList{u"diagnose"_s, u"--data"_s, m_host->dataFolder()} + arguments
                       + QStringList{u"--output"_s, file});
    QVERIFY(diagnose.waitForFinished(patience));
    const QByteArray words = diagnose.readAllStandardOutput();
    QVERIFY2(diagnose.exitCode() == 0, diagnose.readAllStandardError().constData());
    QVERIFY2(words.contains(file.toUtf8()), words.constData());
    const QString unpacked = m_host->path(name);
    QVERIFY(QDir().mkpath(unpacked));
    QProcess tar;
    tar.start(u"tar"_s, {u"-xzf"_s, file, u"-C"_s, unpacked, u"--strip-components=1"_s});
    QVERIFY(tar.waitForFinished(patience) && tar.exitCode() == 0);
    lookInFolder(unpacked, {u"*"_s});
    // It says what it is for, all the same.
    const QByteArray overview = contentOf(unpacked + u"/overview.json"_s);
    for (const char *word : {"\"qt\"", "\"kernel\"", "\"freeBytes\"", "\"controlPlane\""}) {
        QVERIFY2(overview.contains(word), overview.constData());
    }
    const QJsonObject database =
        QJsonDocument::fromJson(contentOf(unpacked + u"/database.json"_s)).object();
    QCOMPARE(database["integrity"_L1].toString(), u"ok"_s);
    const QJsonObject row = database["tables"_L1]["computes"_L1]["rows"_L1][0].toObject();
    QCOMPARE(row["name"_L1].toString(), u"ada-box"_s);
    QVERIFY(contentOf(unpacked + u"/logs/control-plane.log"_s).contains("Listening on port"));
    QVERIFY(contentOf(unpacked + u"/processes.txt"_s).contains("atelier-shim"));
}

void DiagnosisTest::lookAtProcesses()
{
    const QByteArray record = contentOf(m_node + u"/record.json"_s);
    const qint64 shim = QJsonDocument::fromJson(record).object()["shim"_L1]["pid"_L1].toInteger();
    QVERIFY2(shim > 0, record.constData());
    const QList<qint64> inside = processesOf(shim);
    bool jupyterSeen = false;
    for (const qint64 pid : inside) {
        const QString folder = u"/proc/"_s + QString::number(pid);
        jupyterSeen = jupyterSeen || contentOf(folder + u"/cmdline"_s).contains("jupyter");
        check(contentOf(folder + u"/environ"_s), folder + u"/environ"_s);
    }
    QVERIFY(inside.size() >= 4 && jupyterSeen);
    for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        if (entry.toLongLong() > 0) {
            check(contentOf(u"/proc/"_s + entry + u"/cmdline"_s),
                  u"the command line of "_s + entry);
        }
    }
}

void DiagnosisTest::noSecretIsAnywhereItMustNotBe()
{
    qputenv("ATELIER_TEST_SECRET", environmentCanary);
    m_host = std::make_unique<TemporaryHost>();
    QVERIFY(m_host->connectClient());
    qunsetenv("ATELIER_TEST_SECRET");
    QVERIFY(contentOf(u"/proc/%1/environ"_s.arg(m_host->pid())).contains(environmentCanary));
    QVERIFY(m_host->createRunning(u"ada-box"_s));
    QVERIFY(openJupyter());

    // First what the programs do by themselves, …
    plant();
    if (QTest::currentTestFailed()) {
        return;
    }
    lookAtProcesses();
    const QString data = m_host->dataFolder();
    lookInFolder(data, {u"atelier.sqlite"_s, u"atelier.sqlite-wal"_s, u"atelier.sqlite-shm"_s});
    // … then what a report makes of logs that others have soiled.
    lookInReport(u"running"_s, {});
    m_host->killControlPlane();
    lookInReport(u"killed"_s, {});
    m_jupyter.reset();
    m_sessions.reset();
    m_host.reset();
}

void DiagnosisTest::refusesAFolderThatIsNotThere()
{
    const QTemporaryDir folder;
    const QString missing = folder.filePath(u"mistyped"_s);
    QProcess diagnose;
    diagnose.start(Paths::program(u"atelierd"_s), {u"diagnose"_s, u"--data"_s, missing});
    QVERIFY(diagnose.waitForFinished());
    QVERIFY(diagnose.exitCode() != 0);
    QVERIFY(diagnose.readAllStandardError().contains("mistyped"));
    QVERIFY(!QFileInfo::exists(missing));
}

QTEST_GUILESS_MAIN(DiagnosisTest)
#include "tst_diagnosis.moc"
