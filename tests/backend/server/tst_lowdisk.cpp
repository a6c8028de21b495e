// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for while the disk is nearly full. How much is free is the kernel's word: this
// program gives it itself.
#include "backend/server/instanceregistry.h"
#include "tests/support/fakeengine.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/statvfs.h>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

namespace {

using Name = Arm::OperationName;
using State = Arm::InstanceState;

constexpr qint64 megabyte = 1024LL * 1024;
qint64 freeNow = 0;

QJsonObject plainInstance()
{
    return {{u"location"_s, u"local"_s},
            {u"properties"_s,
             QJsonObject{{u"computeType"_s, u"ComputeInstance"_s},
                         {u"properties"_s, QJsonObject{{u"vmSize"_s, u"Local_C1_M2"_s}}}}}};
}

template<typename T>
Result<T> answerOf(QFuture<Result<T>> future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000)
               ? future.result()
               : failure({.code = Error::Code::TimedOut, .message = u"no answer"_s});
}

template<typename T>
bool isRefusedForRoom(const Result<T> &answer)
{
    return !answer && answer.error().serviceCode == "InsufficientDiskSpace"_L1
           && answer.error().code == Error::Code::Exhausted;
}

} // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's own names
extern "C" int statvfs(const char * /*path*/, struct statvfs *status) noexcept
{
    *status = {};
    status->f_frsize = 4096;
    status->f_bavail = static_cast<fsblkcnt_t>(freeNow / 4096);
    status->f_blocks = 10'000'000;
    return 0;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)

class LowDiskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatNeedsRoomAndAllowsWhatMakesSome();

private:
    [[nodiscard]] State state() const;

    std::unique_ptr<InstanceRegistry> m_registry;
};

State LowDiskTest::state() const
{
    const auto resource = m_registry->changes()->find(u"ada-box"_s);
    return resource ? Arm::computeInstanceFrom(*resource).value_or(Arm::ComputeInstance()).state
                    : State::Unknown;
}

void LowDiskTest::refusesWhatNeedsRoomAndAllowsWhatMakesSome()
{
    const QTemporaryDir folder;
    Test::FakeEngine engine;
    const auto store = Store::StateStore::open(folder.filePath(u"atelier.sqlite"_s));
    QVERIFY(store);
    m_registry = std::make_unique<InstanceRegistry>(store->get(), &engine, folder.path());

    freeNow = 100 * megabyte;
    QVERIFY(isRefusedForRoom(answerOf(m_registry->put(u"ada-box"_s, plainInstance()))));
    QVERIFY(!m_registry->changes()->find(u"ada-box"_s));
    QCOMPARE(m_registry->changes()->sequence(), 0); // nothing is half-created
    QCOMPARE(engine.calls, QStringList());

    freeNow = 300 * megabyte;
    QVERIFY(answerOf(m_registry->put(u"ada-box"_s, plainInstance())));
    QTRY_VERIFY_WITH_TIMEOUT(state() == State::Running, 10'000);

    freeNow = 10 * megabyte;
    const qint64 before = m_registry->changes()->sequence();
    QVERIFY(isRefusedForRoom(answerOf(m_registry->act(u"ada-box"_s, Name::Restart))));
    QVERIFY(state() == State::Running);
    QCOMPARE(m_registry->changes()->sequence(), before);
    QVERIFY(answerOf(m_registry->act(u"ada-box"_s, Name::Stop)));
    QTRY_VERIFY_WITH_TIMEOUT(state() == State::Stopped, 10'000);
    QVERIFY(isRefusedForRoom(answerOf(m_registry->act(u"ada-box"_s, Name::Start))));
    QVERIFY(state() == State::Stopped);

    freeNow = 100 * megabyte;
    QVERIFY(answerOf(m_registry->act(u"ada-box"_s, Name::Start)));
    QTRY_VERIFY_WITH_TIMEOUT(state() == State::Running, 10'000);
    freeNow = 0;
    QVERIFY(answerOf(m_registry->remove(u"ada-box"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!m_registry->changes()->find(u"ada-box"_s), 10'000);
    m_registry.reset();
}

QTEST_GUILESS_MAIN(LowDiskTest)
#include "tst_lowdisk.moc"
