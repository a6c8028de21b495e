// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a control group of version 2, which only some computers give to a user: what the
// node's keeper writes into them and reads from them. That a limit holds is tried by
// tst_localenginelimits, with what the computer has.
#include "app/shim/memorylimit.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::Shim;
using namespace Qt::StringLiterals;

class MemoryLimitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void limitsWithoutSwap();
    void writesDownWhatTheKernelEnded();
    void countsFromWhereItBegan();
    void isNoLimitWhereNoneCanBeWritten();
    void doesNothingWithoutAGroup();

private:
    void write(const QString &name, const QByteArray &text) const;
    [[nodiscard]] QByteArray contentOf(const QString &name) const;
    [[nodiscard]] QJsonObject record() const;
    [[nodiscard]] Spec spec() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_former;
};

void MemoryLimitTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_former = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path())); // where memory.json is written
    QVERIFY(QDir().mkdir(u"group"_s));
    for (const QString &name : {u"memory.max"_s, u"memory.swap.max"_s, u"cgroup.procs"_s}) {
        write(name, {});
    }
    write(u"memory.events"_s, "low 0\noom 0\noom_kill 0\noom_group_kill 0\n");
    write(u"memory.peak"_s, "1073741824\n");
}

void MemoryLimitTest::cleanup()
{
    QDir::setCurrent(m_former);
}

void MemoryLimitTest::write(const QString &name, const QByteArray &text) const
{
    QFile file(m_folder->filePath(u"group/"_s + name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray MemoryLimitTest::contentOf(const QString &name) const
{
    QFile file(m_folder->filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject MemoryLimitTest::record() const
{
    return QJsonDocument::fromJson(contentOf(u"memory.json"_s)).object();
}

Spec MemoryLimitTest::spec() const
{
    Spec spec;
    spec.memoryGroup = m_folder->filePath(u"group"_s).toStdString();
    spec.memoryBytes = 1073741824;
    return spec;
}

void MemoryLimitTest::limitsWithoutSwap()
{
    MemoryLimit limit;
    QVERIFY(limit.make(spec()));
    QCOMPARE(contentOf(u"group/memory.max"_s), "1073741824");
    QCOMPARE(contentOf(u"group/memory.swap.max"_s), "0");
    QVERIFY(limit.descriptor() >= 0);
    QVERIFY(!limit.nextLook());
}

void MemoryLimitTest::writesDownWhatTheKernelEnded()
{
    MemoryLimit limit;
    QVERIFY(limit.make(spec()));
    limit.heard();
    limit.look();
    QVERIFY(!QFile::exists(u"memory.json"_s)); // the group was full, and nothing had to end
    QVERIFY(!limit.nextLook());
    write(u"memory.events"_s, "low 0\noom 3\noom_kill 2\noom_group_kill 0\n");
    limit.look();
    QVERIFY(!QFile::exists(u"memory.json"_s)); // nobody has said so yet
    limit.heard();
    limit.look();
    QCOMPARE(record()["kills"_L1].toInt(), 2);
    QCOMPARE(record()["peakBytes"_L1].toInteger(), 1073741824);
    QCOMPARE(record()["limitBytes"_L1].toInteger(), 1073741824);
    QVERIFY(!record()["time"_L1].toString().isEmpty());
    MemoryLimit again;
    QVERIFY(again.make(spec()));
    QVERIFY(!QFile::exists(u"memory.json"_s));
}

void MemoryLimitTest::countsFromWhereItBegan()
{
    // The group of a keeper that was killed is taken again, with its count.
    write(u"memory.events"_s, "oom_kill 7\n");
    MemoryLimit limit;
    QVERIFY(limit.make(spec()));
    limit.heard();
    limit.look();
    QVERIFY(!QFile::exists(u"memory.json"_s));
}

void MemoryLimitTest::isNoLimitWhereNoneCanBeWritten()
{
    QVERIFY(QDir(m_folder->filePath(u"group"_s)).removeRecursively());
    MemoryLimit limit;
    QVERIFY(!limit.make(spec())); // an ordinary folder
    QVERIFY(!QFile::exists(m_folder->filePath(u"group"_s)));
    QCOMPARE(limit.descriptor(), -1);
    Spec elsewhere = spec();
    elsewhere.memoryGroup = "/proc/atelier";
    QVERIFY(!limit.make(elsewhere));
}

void MemoryLimitTest::doesNothingWithoutAGroup()
{
    MemoryLimit limit;
    QVERIFY(!limit.make({}));
    limit.heard();
    limit.look();
    limit.remove();
    QCOMPARE(limit.descriptor(), -1);
    QVERIFY(!QFile::exists(u"memory.json"_s));
}

QTEST_GUILESS_MAIN(MemoryLimitTest)
#include "tst_memorylimit.moc"

#include <memory>
