// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/knownhosts.h"
#include "backend/ssh/trust/knownhostsline.h"
#include "tests/support/testsshd.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <memory>
#include <vector>

using namespace Atelier;
using namespace Atelier::Ssh;

namespace {

using Process = std::unique_ptr<QProcess>;

constexpr int sshWriters = 6;

/** Every name that a whole line of @p content records, once for each line; fails on half lines. */
QStringList names(const QByteArray &content)
{
    QStringList result;
    for (const QByteArray &line : content.split('\n')) {
        if (line.isEmpty()) {
            continue;
        }
        const auto parsed = KnownHostsLine::parse(line);
        if (!parsed) {
            qFatal("A half line: %s", line.constData());
        }
        result += QString::fromLatin1(parsed->hosts);
    }
    return result;
}

/** Counts what was acknowledged and is not recorded exactly once. */
int lost(const QStringList &recorded, const QStringList &acknowledged)
{
    QHash<QString, int> counts;
    for (const QString &name : recorded) {
        ++counts[name];
    }
    int missing = 0;
    for (const QString &name : acknowledged) {
        missing += counts.value(name) == 1 ? 0 : 1;
    }
    return missing;
}

} // namespace

/** Several processes, and ssh itself, add to one file; some are killed. */
class TestKnownHostsWriters final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sshd = std::make_unique<Test::TestSshd>();
        QVERIFY2(m_sshd->start(), qPrintable(m_sshd->error()));
        m_file = m_sshd->path(QStringLiteral("known_hosts"));
    }

    void losesNoLineOfWritersKilledAtRandom();
    void losesNoLineOfSsh();
    void addsAgainToAFileThatWasReplaced();

private:
    [[nodiscard]] Process writer(const QString &prefix, int count) const
    {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(WRITER),
                       {m_file,
                        prefix,
                        QString::number(count),
                        QString::fromLatin1(m_sshd->hostKey().blob.toBase64())});
        return process;
    }
    [[nodiscard]] static QStringList acknowledgedBy(QProcess &process)
    {
        // What is not a whole line was not said yet.
        const QByteArray said = process.readAllStandardOutput();
        return QString::fromLatin1(said.first(said.lastIndexOf('\n') + 1))
            .split(u'\n', Qt::SkipEmptyParts);
    }
    [[nodiscard]] QByteArray content() const
    {
        QFile in(m_file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    std::unique_ptr<Test::TestSshd> m_sshd;
    QString m_file;
};

void TestKnownHostsWriters::losesNoLineOfWritersKilledAtRandom()
{
    constexpr int rounds = 4;
    constexpr int writers = 4;
    QStringList acknowledged;
    for (int round = 0; round < rounds; ++round) {
        std::vector<Process> processes;
        for (int index = 0; index < writers; ++index) {
            processes.push_back(writer(QStringLiteral("r%1w%2").arg(round).arg(index), 100'000));
        }
        for (const Process &process : processes) {
            QVERIFY(process->waitForReadyRead(20'000)); // it has recorded one at least
        }
        for (const Process &process : processes) {
            QTest::qWait(static_cast<int>(QRandomGenerator::global()->bounded(40U)));
            process->kill();
            QVERIFY(process->waitForFinished());
            acknowledged += acknowledgedBy(*process);
        }
    }
    const QStringList recorded = names(content());
    QVERIFY(acknowledged.size() > rounds * writers);
    QCOMPARE(lost(recorded, acknowledged), 0);
    // Nobody records more than the one line that was not acknowledged any more.
    QVERIFY(recorded.size() <= acknowledged.size() + rounds * writers);
}

void TestKnownHostsWriters::losesNoLineOfSsh()
{
    std::vector<Process> ours;
    for (int index = 0; index < 2; ++index) {
        ours.push_back(writer(QStringLiteral("w%1").arg(index), 100'000));
    }
    std::vector<Process> theirs;
    QStringList acknowledged;
    for (int index = 0; index < sshWriters; ++index) {
        const QString alias = QStringLiteral("ssh-%1").arg(index);
        auto ssh = std::make_unique<QProcess>();
        QStringList arguments{QStringLiteral("-F"), QStringLiteral("none"), QStringLiteral("-n")};
        const QStringList options{QStringLiteral("StrictHostKeyChecking=accept-new"),
                                  QLatin1String("UserKnownHostsFile=") + m_file,
                                  QStringLiteral("GlobalKnownHostsFile=none"),
                                  QLatin1String("HostKeyAlias=") + alias,
                                  QStringLiteral("UpdateHostKeys=no"),
                                  QStringLiteral("BatchMode=yes"),
                                  QStringLiteral("Port=%1").arg(m_sshd->port()),
                                  QLatin1String("IdentityFile=") + m_sshd->keyFile()};
        for (const QString &option : options) {
            arguments << QStringLiteral("-o") << option;
        }
        ssh->start(QStringLiteral("ssh"),
                   arguments
                       + QStringList{QStringLiteral("--"),
                                     m_sshd->user() + QLatin1String("@127.0.0.1"),
                                     QStringLiteral("true")});
        acknowledged += alias;
        theirs.push_back(std::move(ssh));
    }
    for (const Process &process : theirs) {
        QVERIFY(process->waitForFinished(60'000));
        QCOMPARE(process->exitCode(), 0);
    }
    for (const Process &process : ours) {
        process->kill();
        QVERIFY(process->waitForFinished());
        acknowledged += acknowledgedBy(*process);
    }
    QVERIFY(acknowledged.size() > sshWriters);
    QCOMPARE(lost(names(content()), acknowledged), 0);
}

void TestKnownHostsWriters::addsAgainToAFileThatWasReplaced()
{
    // As ssh-keygen -R does: a copy without some lines takes the file's place, again and again.
    // What stood in the copy then is kept, and what is added while it happens comes back.
    const Process process = writer(QStringLiteral("w"), 200);
    const QString copy = m_file + QLatin1String(".copy");
    while (process->state() != QProcess::NotRunning) {
        QFile out(copy);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.close();
        QVERIFY(::rename(QFile::encodeName(copy).constData(), QFile::encodeName(m_file).constData())
                == 0);
        process->waitForFinished(10);
    }
    QCOMPARE(process->exitCode(), 0);
    QCOMPARE(acknowledgedBy(*process).size(), 200);
    static_cast<void>(names(content())); // no half line
}

QTEST_GUILESS_MAIN(TestKnownHostsWriters)
#include "tst_knownhostswriters.moc"
