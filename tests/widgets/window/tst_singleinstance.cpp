// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/** The real program, started twice. */
class SingleInstanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aSecondStartRaisesTheFirstAndEnds();
    void anotherConfigFolderIsAnotherWindow();
    void theSameFolderByAnotherNameIsTheSame();
    void aKilledFirstIsNotInTheWay();
    void helpAndVersionNeedNoDisplay();
    void aWrongOptionIsNamed();

private:
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments, bool waits = true);
    [[nodiscard]] QStringList sockets() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_config;
};

namespace {

/** A control plane that can't be started: this test is about the window alone. */
QProcessEnvironment environmentIn(const QString &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), folder + QStringLiteral("/run"));
    environment.insert(QStringLiteral("ATELIER_DATA"), QStringLiteral("/proc/no-such-folder"));
    environment.insert(QStringLiteral("ATELIER_CACHE"), folder + QStringLiteral("/cache"));
    environment.insert(QStringLiteral("ATELIER_WORKSPACE"), folder + QStringLiteral("/workspace"));
    return environment;
}

bool answers(const QString &socketPath)
{
    QLocalSocket socket;
    socket.connectToServer(socketPath);
    return socket.waitForConnected(100);
}

} // namespace

void SingleInstanceTest::init()
{
    // Socket paths are short (108 bytes), so is this folder's.
    m_folder = std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/si-XXXXXX"));
    m_config = m_folder->filePath(QStringLiteral("config"));
    const QString run = m_folder->filePath(QStringLiteral("run"));
    QVERIFY(QDir().mkpath(run) && QDir().mkpath(m_config));
    QVERIFY(QFile::setPermissions(run, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void SingleInstanceTest::cleanup()
{
    m_folder.reset();
}

std::unique_ptr<QProcess> SingleInstanceTest::start(const QStringList &arguments, bool waits)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environmentIn(m_folder->path()));
    process->setProcessChannelMode(QProcess::MergedChannels);
    const qsizetype before = sockets().size();
    process->start(QCoreApplication::applicationDirPath() + QStringLiteral("/atelier"), arguments);
    // The first listens as soon as it has painted.
    if (waits && !QTest::qWaitFor([this, before] { return sockets().size() > before; }, 20'000)) {
        qWarning("no window: %s", process->readAll().constData());
    }
    return process;
}

QStringList SingleInstanceTest::sockets() const
{
    return QDir(m_folder->filePath(QStringLiteral("run")))
        .entryList({QStringLiteral("atelier-*.sock")}, QDir::System | QDir::Files);
}

void SingleInstanceTest::aSecondStartRaisesTheFirstAndEnds()
{
    const auto first = start({QStringLiteral("--config"), m_config});
    QCOMPARE(sockets().size(), 1);
    const auto second = start({QStringLiteral("--config"), m_config}, false);
    QTRY_COMPARE_WITH_TIMEOUT(second->state(), QProcess::NotRunning, 15'000);
    QCOMPARE(second->exitStatus(), QProcess::NormalExit);
    QVERIFY2(second->exitCode() == 0, second->readAll().constData());
    QCOMPARE(first->state(), QProcess::Running);
    QVERIFY2(first->readAll().contains("raised"), "the first was not told");
    first->kill();
    QVERIFY(first->waitForFinished());
}

void SingleInstanceTest::anotherConfigFolderIsAnotherWindow()
{
    const auto first = start({QStringLiteral("--config"), m_config});
    const auto second = start(
        {QStringLiteral("--config"), m_folder->filePath(QStringLiteral("other"))});
    QCOMPARE(sockets().size(), 2);
    for (const auto &process : {first.get(), second.get()}) {
        QCOMPARE(process->state(), QProcess::Running);
        process->kill();
        QVERIFY(process->waitForFinished());
    }
}

void SingleInstanceTest::theSameFolderByAnotherNameIsTheSame()
{
    const QString link = m_folder->filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(m_config, link));
    const auto first = start({QStringLiteral("--config"), m_config});
    const auto second = start({QStringLiteral("--config"), link}, false);
    QTRY_COMPARE_WITH_TIMEOUT(second->state(), QProcess::NotRunning, 15'000);
    QCOMPARE(second->exitCode(), 0);
    first->kill();
    QVERIFY(first->waitForFinished());
}

void SingleInstanceTest::aKilledFirstIsNotInTheWay()
{
    const auto first = start({QStringLiteral("--config"), m_config});
    first->kill();
    QVERIFY(first->waitForFinished());
    QCOMPARE(sockets().size(), 1);
    const QString stale = m_folder->filePath(QStringLiteral("run/")) + sockets().constFirst();
    const auto second = start({QStringLiteral("--config"), m_config}, false);
    QTRY_VERIFY_WITH_TIMEOUT(answers(stale), 15'000);
    const auto third = start({QStringLiteral("--config"), m_config}, false);
    QTRY_COMPARE_WITH_TIMEOUT(third->state(), QProcess::NotRunning, 15'000);
    QCOMPARE(third->exitCode(), 0);
    QCOMPARE(second->state(), QProcess::Running);
    second->kill();
    QVERIFY(second->waitForFinished());
}

void SingleInstanceTest::helpAndVersionNeedNoDisplay()
{
    for (const QString &option : {QStringLiteral("--help"), QStringLiteral("--version")}) {
        QProcess process;
        QProcessEnvironment environment = environmentIn(m_folder->path());
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        environment.remove(QStringLiteral("DISPLAY"));
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/atelier"),
                      {option});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardOutput().contains(
            option == QLatin1StringView("--help") ? "--config" : "Atelier"));
    }
    QVERIFY(sockets().isEmpty());
}

void SingleInstanceTest::aWrongOptionIsNamed()
{
    const auto process = start({QStringLiteral("--color-scheme"), QStringLiteral("pink")}, false);
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitCode(), 2);
    QVERIFY(process->readAll().contains("pink"));
}

QTEST_MAIN(SingleInstanceTest)
#include "tst_singleinstance.moc"
