// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/jupyterserver.h"
#include "backend/notebook/nodesessions.h"
#include "backend/notebook/serverrequest.h"
#include "tests/support/temporaryhost.h"
#include "widgets/common/copyablefield.h"
#include "widgets/common/messagebox.h"
#include "widgets/compute/computepage.h"
#include "widgets/compute/createdialog.h"
#include "widgets/compute/creationlogview.h"
#include "widgets/compute/deletedialog.h"
#include "widgets/compute/instancestable.h"

#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Atelier;
using namespace Atelier::Compute;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

template<typename T>
Result<T> awaited(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patience)) {
        return failure({.code = Error::Code::TimedOut, .message = u"Too late."_s});
    }
    return future.result();
}

} // namespace

/** The page with the real control plane, real instances, and the ssh that a person would use. */
class ComputeLiveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void createsStopsStartsAndDeletesAnInstance();
    void givesLinesForATerminalThatWorkAsPasted();
    void followsTheCreationLogToItsEnd();
    void namesTheKernelsThatAStopEnds();

private:
    void create();
    void showDetails();
    /** Runs @p line in @p folder as a person's shell would. */
    [[nodiscard]] static bool paste(const QString &line, const QString &folder);
    [[nodiscard]] QString state() const { return m_host->stateOf(u"ada-box"_s); }
    void click(const QString &button) const
    {
        QTest::mouseClick(m_page->findChild<QToolButton *>(button), Qt::LeftButton);
    }

    std::unique_ptr<TemporaryHost> m_host;
    std::unique_ptr<Notebook::NodeSessions> m_sessions;
    std::unique_ptr<ComputePage> m_page;
    InstancesTable *m_table = nullptr;
};

void ComputeLiveTest::init()
{
    m_host = std::make_unique<TemporaryHost>();
    QVERIFY(m_host->connectClient());
    m_sessions = std::make_unique<Notebook::NodeSessions>(&m_host->client(),
                                                          m_host->path(u"config"_s));
    m_page = std::make_unique<ComputePage>(&m_host->client(), m_sessions.get());
    m_page->resize(1000, 700);
    m_page->show();
    m_table = m_page->findChild<InstancesTable *>();
    QTRY_VERIFY(m_page->findChild<QPushButton *>(u"newButton"_s)->isEnabled());
}

void ComputeLiveTest::cleanup()
{
    m_page.reset();
    m_sessions.reset();
    m_host.reset();
}

void ComputeLiveTest::create()
{
    m_page->createNew();
    auto *dialog = m_page->findChild<CreateDialog *>();
    QVERIFY(dialog != nullptr);
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Running"_s, patience);
    QTRY_COMPARE(m_table->selectedNames(), QStringList{u"ada-box"_s});
}

void ComputeLiveTest::showDetails()
{
    m_page->findChild<QToolButton *>(u"detailsToggle"_s)->setChecked(true);
}

bool ComputeLiveTest::paste(const QString &line, const QString &folder)
{
    QProcess shell;
    shell.setWorkingDirectory(folder);
    shell.setStandardInputFile(QProcess::nullDevice());
    shell.start(u"/bin/sh"_s, {u"-c"_s, line});
    const bool ended = shell.waitForFinished(patience);
    if (!ended || shell.exitCode() != 0) {
        qWarning() << line << shell.readAllStandardError();
        shell.kill();
        shell.waitForFinished();
    }
    return ended && shell.exitCode() == 0;
}

void ComputeLiveTest::createsStopsStartsAndDeletesAnInstance()
{
    create();
    const auto cell = [this] { return m_table->model()->index(0, 1).data().toString(); };
    QTRY_VERIFY(cell().startsWith(u"Running"_s));
    click(u"stopButton"_s);
    QVERIFY(cell().startsWith(u"Stopping…"_s));
    QTRY_VERIFY_WITH_TIMEOUT(cell().startsWith(u"Stopped"_s), patience);
    click(u"startButton"_s);
    QVERIFY(cell().startsWith(u"Starting…"_s));
    QTRY_VERIFY_WITH_TIMEOUT(cell().startsWith(u"Running"_s), patience);
    click(u"deleteButton"_s);
    auto *dialog = m_page->findChild<DeleteDialog *>();
    auto *loss = dialog->findChild<QLabel *>(u"loss-ada-box"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!loss->text().startsWith(u"Counting"_s), patience);
    QVERIFY2(loss->text().contains(u"nothing is lost"_s), qPrintable(loss->text()));
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"deleteButton"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_table->model()->rowCount(), 0, patience);
}

void ComputeLiveTest::givesLinesForATerminalThatWorkAsPasted()
{
    create();
    showDetails();
    auto *ssh = m_page->findChild<Ui::CopyableField *>(u"sshCommand"_s);
    auto *scp = m_page->findChild<Ui::CopyableField *>(u"scpCommand"_s);
    QTRY_VERIFY_WITH_TIMEOUT(ssh->isVisibleTo(m_page.get()) && !ssh->text().isEmpty(), patience);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"train.py"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("print(1)\n"), 9);
    file.close();
    QVERIFY(paste(scp->text(), folder.path()));
    QVERIFY(paste(ssh->text() + u" grep -q print train.py"_s, folder.path()));
    // Now there is something to lose.
    click(u"deleteButton"_s);
    auto *dialog = m_page->findChild<DeleteDialog *>();
    auto *loss = dialog->findChild<QLabel *>(u"loss-ada-box"_s);
    QTRY_VERIFY_WITH_TIMEOUT(loss->text().contains(u"train.py"_s), patience);
    QVERIFY2(loss->text().startsWith(u"1 file "_s), qPrintable(loss->text()));
    QVERIFY(dialog->findChild<QPushButton *>(u"cancelButton"_s)->isDefault());
    dialog->reject();
}

void ComputeLiveTest::followsTheCreationLogToItsEnd()
{
    create();
    showDetails();
    auto *log = m_page->findChild<CreationLogView *>();
    QTRY_VERIFY2_WITH_TIMEOUT(
        log->toPlainText().contains(u"Ready."_s), qPrintable(log->toPlainText()), 3 * patience);
}

void ComputeLiveTest::namesTheKernelsThatAStopEnds()
{
    create();
    Notebook::JupyterServer jupyter([this] { return m_sessions->session(u"ada-box"_s); });
    const QSignalSpy ready(&jupyter, &Notebook::JupyterServer::ready);
    jupyter.open(false);
    QTRY_COMPARE_WITH_TIMEOUT(ready.count(), 1, 3 * patience);
    const auto server = awaited(Notebook::findServer(jupyter.session()));
    QVERIFY(server.has_value());
    const QByteArray body = R"({"name":"train.ipynb","path":"train.ipynb","type":"notebook",)"
                            R"("kernel":{"name":"python3"}})";
    const auto started = awaited(Notebook::request(
        jupyter.session(), *server, {.method = "POST", .path = "/api/sessions", .json = body}));
    QVERIFY(started.has_value());

    Ui::queueAnswer({.button = 1}); // Cancel
    click(u"stopButton"_s);
    QList<Ui::Question> asked;
    // Taking empties the list, and QTRY_VERIFY looks twice.
    const auto isAsked = [&asked] {
        asked << Ui::takeAskedQuestions();
        return !asked.isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isAsked(), patience);
    QVERIFY(asked.constFirst().text.startsWith(u"1 kernel ends"_s));
    QVERIFY(asked.constFirst().informative.contains(u"train.ipynb"_s));
    QTRY_VERIFY(m_table->model()->index(0, 1).data().toString().startsWith(u"Running"_s));
    QCOMPARE(state(), u"Running"_s);

    Ui::queueAnswer({.button = 0}); // Stop
    click(u"stopButton"_s);
    QTRY_COMPARE_WITH_TIMEOUT(state(), u"Stopped"_s, patience);
    QCOMPARE(Ui::takeAskedQuestions().size(), 1);
}

QTEST_MAIN(ComputeLiveTest)
#include "tst_computelive.moc"
