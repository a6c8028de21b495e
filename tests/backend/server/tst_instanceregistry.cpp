// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/instanceregistry.h"
#include "tests/support/fakeengine.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

namespace {

using State = Arm::InstanceState;
using Name = Arm::OperationName;

const auto keyLine =
    u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgMkZtKxV0jnTV7/HVRdEAJGZqD171gbV1C/nI/60D3 cp"_s;

QJsonObject bodyOf(const QJsonObject &inner)
{
    QJsonObject all = inner;
    if (!all.contains("vmSize"_L1)) {
        all.insert("vmSize"_L1, u"Local_C1_M2"_s);
    }
    return {{u"location"_s, u"local"_s},
            {u"properties"_s,
             QJsonObject{{u"computeType"_s, u"ComputeInstance"_s}, {u"properties"_s, all}}}};
}

template<typename T>
Result<T> resultOf(QFuture<Result<T>> future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); })
               ? future.result()
               : Result<T>(failure({.code = Error::Code::TimedOut, .message = {}}));
}

} // namespace

class InstanceRegistryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void commitsTheRowBeforeTheEngineStarts();
    void carriesOutOneOperationAfterTheOther();
    void deletionOvertakesWhatWaits();
    void aSecondDeletionIsTheFirstOne();
    void twoDeletionsAtOnceAreOne();
    void eachPutIsAnsweredWithItsOwnChange();
    void anEqualPutIsNoNewOperation();
    void changesFoldersAndSizeOnlyWhileStopped();
    void givesKeysToARunningNode();
    void aKeyThatComesDuringTheStartReachesTheNode();
    void aFailedCreationNamesTheReasonAndCanBeTriedAgain();
    void aFailedStartLeavesItStopped();
    void aFailedStopLeavesItRunning();
    void aFailedDeletionCanBeTriedAgain();
    void tellsWhyANodeEnded();
    void anEndDuringTheStartIsNotLost();
    void refusesWhatTheTableDoesNotAllow();
    void asksTheTableInEveryState_data();
    void asksTheTableInEveryState();
    void aPutOnAnInstanceThatIsBeingDeletedIsRefused();
    void aNameCanBeUsedAgainAfterDeletion();
    void adoptsWhatSurvivedAndExplainsWhatDidNot_data();
    void adoptsWhatSurvivedAndExplainsWhatDidNot();
    void goesOnWithAnInterruptedOperationUnderItsId();
    void endsAnOvertakenOperationAfterAKill();
    void isActiveOnlyWhileSomethingRunsOrChanges();
    void aChangeThatCanNotBeSavedTakesBackOnlyItself();
    void aCreationThatCanNotBeSavedKeepsTheFailedOne();
    void anOperationThatCanNotBeSavedKeepsTheEndOfTheNode();
    void twoOperationsThatCanNotBeSavedLeaveNoTrace_data();
    void twoOperationsThatCanNotBeSavedLeaveNoTrace();
    void aDeletionThatCanNotBeSavedLetsTheStopBeforeItEnd();
    void whatBefallsARunningNodeIsKeptAndTold();

private:
    /** As on a full disk, or no longer. */
    void refuseWrites(bool refuse);
    void reopen();
    [[nodiscard]] State stateOf(const QString &name) const;
    [[nodiscard]] QString reasonOf(const QString &name) const;
    [[nodiscard]] Arm::ComputeInstance instance(const QString &name) const;
    void createRunning(const QString &name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Test::FakeEngine> m_engine;
    std::unique_ptr<Store::StateStore> m_store;
    std::unique_ptr<InstanceRegistry> m_registry;
};

void InstanceRegistryTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<Test::FakeEngine>();
    reopen();
}

void InstanceRegistryTest::cleanup()
{
    m_registry.reset();
    m_store.reset();
    m_engine.reset();
}

/** As after a kill: everything in memory is gone. */
void InstanceRegistryTest::reopen()
{
    m_registry.reset();
    m_store.reset();
    auto store = Store::StateStore::open(m_folder->filePath(u"atelier.sqlite"_s));
    QVERIFY(store);
    m_store = *std::move(store);
    m_registry = std::make_unique<InstanceRegistry>(
        m_store.get(), m_engine.get(), m_folder->path());
}

Arm::ComputeInstance InstanceRegistryTest::instance(const QString &name) const
{
    const auto resource = m_registry->changes()->find(name);
    return resource ? Arm::computeInstanceFrom(*resource).value_or(Arm::ComputeInstance{})
                    : Arm::ComputeInstance{};
}

State InstanceRegistryTest::stateOf(const QString &name) const
{
    return instance(name).state;
}

QString InstanceRegistryTest::reasonOf(const QString &name) const
{
    return instance(name).local.stateReason;
}

void InstanceRegistryTest::createRunning(const QString &name)
{
    QVERIFY(resultOf(m_registry->put(name, bodyOf({}))));
    QTRY_VERIFY(stateOf(name) == State::Running);
}

void InstanceRegistryTest::commitsTheRowBeforeTheEngineStarts()
{
    m_engine->held = true;
    const auto outcome = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QVERIFY(outcome);
    QVERIFY(outcome->created);
    QVERIFY(stateOf(u"ada"_s) == State::Creating);
    QCOMPARE(instance(u"ada"_s).provisioning == Arm::ProvisioningState::Creating, true);
    QTRY_COMPARE(m_engine->calls, QStringList{u"start ada"_s});
    const QString id = m_engine->lastSpec.id;
    m_registry.reset();
    m_store.reset();
    const auto store = Store::StateStore::open(m_folder->filePath(u"atelier.sqlite"_s));
    QCOMPARE((*store)->snapshot().computes.first().id, id);
    QCOMPARE((*store)->snapshot().computes.first().state, u"Creating"_s);
}

void InstanceRegistryTest::carriesOutOneOperationAfterTheOther()
{
    createRunning(u"ada"_s);
    m_engine->held = true;
    m_engine->calls.clear();
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Stop)));
    QTRY_COMPARE(m_engine->waiting(), 1);
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    QVERIFY(stateOf(u"ada"_s) == State::Deleting);
    QCOMPARE(m_engine->calls, QStringList{u"stop ada"_s}); // the deletion waits
    m_engine->release();
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release();
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release();
    QCOMPARE(m_engine->calls, (QStringList{u"stop ada"_s, u"stop ada"_s, u"remove ada"_s}));
    QTRY_VERIFY(!m_registry->changes()->find(u"ada"_s));
}

void InstanceRegistryTest::deletionOvertakesWhatWaits()
{
    m_engine->held = true;
    const auto outcome = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QTRY_COMPARE(m_engine->waiting(), 1);
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    m_engine->held = false;
    m_engine->release();
    QTRY_VERIFY(!m_registry->changes()->find(u"ada"_s));
    QCOMPARE(m_engine->calls, (QStringList{u"start ada"_s, u"stop ada"_s, u"remove ada"_s}));
    QCOMPARE(m_registry->operations().find(outcome->operation)->status.status, u"Succeeded"_s);
}

void InstanceRegistryTest::aSecondDeletionIsTheFirstOne()
{
    createRunning(u"ada"_s);
    m_engine->held = true;
    // Several operations, because which of them is found must not be luck.
    for (int round = 0; round < 8; ++round) {
        const QString name = u"box%1"_s.arg(round);
        QVERIFY(resultOf(m_registry->put(name, bodyOf({}))));
        const auto first = resultOf(m_registry->remove(name));
        const auto second = resultOf(m_registry->remove(name));
        QVERIFY(first && second);
        QCOMPARE(*second, *first);
    }
}

void InstanceRegistryTest::twoDeletionsAtOnceAreOne()
{
    createRunning(u"ada"_s);
    m_engine->held = true;
    const auto first = m_registry->remove(u"ada"_s);
    const auto second = m_registry->remove(u"ADA"_s); // before the first one is on the disk
    const auto id = resultOf(first);
    QVERIFY(id && resultOf(second));
    QCOMPARE(*resultOf(second), *id);
}

void InstanceRegistryTest::eachPutIsAnsweredWithItsOwnChange()
{
    createRunning(u"ada"_s);
    const auto change = [this](const QString &text) {
        return m_registry->patch(u"ada"_s,
                                 {{u"properties"_s, QJsonObject{{u"description"_s, text}}}});
    };
    const auto first = change(u"first"_s);
    const auto second = change(u"second"_s); // before the first one is on the disk
    const auto one = resultOf(first);
    const auto two = resultOf(second);
    QVERIFY(one && two);
    QCOMPARE(one->resource["properties"_L1]["description"_L1].toString(), u"first"_s);
    QCOMPARE(two->resource["properties"_L1]["description"_L1].toString(), u"second"_s);
}

void InstanceRegistryTest::anEqualPutIsNoNewOperation()
{
    m_engine->held = true;
    const auto first = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    const auto second = resultOf(m_registry->put(u"ADA"_s, bodyOf({})));
    QVERIFY(second);
    QVERIFY(!second->created);
    QCOMPARE(second->operation, first->operation);
    QCOMPARE(second->resource["name"_L1].toString(), u"ada"_s);
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release();
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Running);
    const qint64 sequence = m_registry->changes()->sequence();
    const auto third = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QVERIFY(third && third->operation.isEmpty());
    QCOMPARE(m_registry->changes()->sequence(), sequence);
    QCOMPARE(m_engine->calls.size(), 1);
}

void InstanceRegistryTest::changesFoldersAndSizeOnlyWhileStopped()
{
    createRunning(u"ada"_s);
    const QJsonObject mount{{u"source"_s, QDir::tempPath()}, {u"mountPath"_s, u"/mnt/x"_s}};
    const QJsonObject folders = bodyOf({{u"dataMounts"_s, QJsonArray{mount}}});
    const auto refused = resultOf(m_registry->put(u"ada"_s, folders));
    QVERIFY(!refused);
    QVERIFY(refused.error().code == Error::Code::Conflict);
    QCOMPARE(refused.error().target, u"dataMounts"_s);
    const auto size = resultOf(
        m_registry->put(u"ada"_s, bodyOf({{u"vmSize"_s, u"Local_C2_M8"_s}})));
    QVERIFY(!size);
    QCOMPARE(size.error().target, u"vmSize"_s);
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Stop)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    QVERIFY(resultOf(m_registry->put(u"ada"_s, folders)));
    const QJsonObject larger = bodyOf(
        {{u"vmSize"_s, u"local_c2_M8"_s}, {u"dataMounts"_s, QJsonArray{mount}}});
    QVERIFY(resultOf(m_registry->put(u"ada"_s, larger)));
    QCOMPARE(instance(u"ada"_s).vmSize, u"Local_C2_M8"_s); // as the list of sizes has it
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Start)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Running);
    QCOMPARE(m_engine->lastSpec.mounts.size(), 1);
    QCOMPARE(m_engine->lastSpec.mounts.first().readOnly, true);
    QCOMPARE(m_engine->lastSpec.preferredPort, quint16(40022));
}

void InstanceRegistryTest::givesKeysToARunningNode()
{
    createRunning(u"ada"_s);
    const QString id = m_engine->lastSpec.id;
    QVERIFY(m_engine->keys.value(id).isEmpty());
    QVERIFY(resultOf(m_registry->studioKeys().put(u"studio"_s, keyLine)));
    QCOMPARE(m_engine->keys.value(id), QStringList{keyLine});
    const QString own = QString(keyLine).replace("cp"_L1, "own"_L1);
    const QJsonObject ssh{{u"sshPublicAccess"_s, u"Enabled"_s}, {u"adminPublicKey"_s, own}};
    QVERIFY(resultOf(m_registry->put(u"ada"_s, bodyOf({{u"sshSettings"_s, ssh}}))));
    QCOMPARE(m_engine->keys.value(id), (QStringList{keyLine, own}));
    QVERIFY(resultOf(m_registry->put(u"ada"_s, bodyOf({}))));
    QCOMPARE(m_engine->keys.value(id), QStringList{keyLine});
    QVERIFY(!resultOf(m_registry->studioKeys().put(u"studio"_s, u"nonsense"_s)));
    QCOMPARE(resultOf(m_registry->studioKeys().remove(u"studio"_s)).value_or(false), true);
    QVERIFY(m_engine->keys.value(id).isEmpty());
    QVERIFY(m_registry->studioKeys().rows().isEmpty());
}

void InstanceRegistryTest::aKeyThatComesDuringTheStartReachesTheNode()
{
    m_engine->held = true;
    QVERIFY(resultOf(m_registry->put(u"ada"_s, bodyOf({}))));
    QTRY_COMPARE(m_engine->waiting(), 1);
    QVERIFY(resultOf(m_registry->studioKeys().put(u"studio"_s, keyLine)));
    m_engine->release();
    QTRY_COMPARE(m_engine->keys.value(m_engine->lastSpec.id), QStringList{keyLine});
}

void InstanceRegistryTest::aFailedCreationNamesTheReasonAndCanBeTriedAgain()
{
    m_engine->fault = Error{.code = Error::Code::Exhausted, .message = u"The disk is full."_s};
    const auto outcome = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::CreateFailed);
    QCOMPARE(reasonOf(u"ada"_s), u"The disk is full."_s);
    QCOMPARE(instance(u"ada"_s).errors, QList<QString>{u"The disk is full."_s});
    QCOMPARE(instance(u"ada"_s).lastOperation->status, u"CreateFailed"_s);
    const auto *operation = m_registry->operations().find(outcome->operation);
    QCOMPARE(operation->status.status, u"Failed"_s);
    QCOMPARE(operation->status.error->message, u"The disk is full."_s);
    const auto again = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QVERIFY(again && !again->operation.isEmpty());
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Running);
    QVERIFY(reasonOf(u"ada"_s).isEmpty());
    QVERIFY(instance(u"ada"_s).errors.isEmpty());
}

void InstanceRegistryTest::aFailedStartLeavesItStopped()
{
    createRunning(u"ada"_s);
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Stop)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    QVERIFY(reasonOf(u"ada"_s).isEmpty());
    m_engine->fault = Error{.code = Error::Code::Internal, .message = u"No."_s};
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Start)));
    QTRY_COMPARE(reasonOf(u"ada"_s), u"No."_s);
    QVERIFY(stateOf(u"ada"_s) == State::Stopped);
    QCOMPARE(instance(u"ada"_s).lastOperation->status, u"StartFailed"_s);
}

void InstanceRegistryTest::aFailedStopLeavesItRunning()
{
    for (const Name name : {Name::Stop, Name::Restart}) {
        cleanup();
        init();
        createRunning(u"ada"_s);
        m_engine->fault = Error{.code = Error::Code::TimedOut, .message = u"It does not end."_s};
        QVERIFY(resultOf(m_registry->act(u"ada"_s, name)));
        QTRY_COMPARE(reasonOf(u"ada"_s), u"It does not end."_s);
        QVERIFY(stateOf(u"ada"_s) == State::Running);
        QVERIFY(m_registry->access(u"ada"_s));
    }
}

void InstanceRegistryTest::aFailedDeletionCanBeTriedAgain()
{
    createRunning(u"ada"_s);
    m_engine->fault = Error{.code = Error::Code::Internal, .message = u"Busy."_s};
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Unusable);
    QCOMPARE(instance(u"ada"_s).lastOperation->status, u"DeleteFailed"_s);
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    QTRY_VERIFY(!m_registry->changes()->find(u"ada"_s));
}

void InstanceRegistryTest::tellsWhyANodeEnded()
{
    createRunning(u"ada"_s);
    Q_EMIT m_engine->ended(
        {.id = m_engine->lastSpec.id, .sentence = u"It ran out of memory at 07:12."_s});
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    QCOMPARE(reasonOf(u"ada"_s), u"It ran out of memory at 07:12."_s);
    QCOMPARE(instance(u"ada"_s).errors, QStringList{u"It ran out of memory at 07:12."_s});
    QCOMPARE(instance(u"ada"_s).ssh.port, quint16(0));
    QVERIFY(!m_registry->access(u"ada"_s));
    Q_EMIT m_engine->ended({.id = u"unheard of"_s});
}

void InstanceRegistryTest::anEndDuringTheStartIsNotLost()
{
    m_engine->held = true;
    QVERIFY(resultOf(m_registry->put(u"ada"_s, bodyOf({}))));
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release(); // answered, but not yet delivered
    Q_EMIT m_engine->ended(
        {.id = m_engine->lastSpec.id, .sentence = u"It ended unexpectedly at 07:12."_s});
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    QCOMPARE(reasonOf(u"ada"_s), u"It ended unexpectedly at 07:12."_s);
}

void InstanceRegistryTest::refusesWhatTheTableDoesNotAllow()
{
    createRunning(u"ada"_s);
    const auto start = resultOf(m_registry->act(u"ada"_s, Name::Start));
    QVERIFY(!start);
    QCOMPARE(start.error().serviceCode, u"StartComputeInstanceOnlyAllowedInStoppedState"_s);
    m_engine->held = true;
    // The second comes before the first is committed, and is refused all the same.
    const auto first = m_registry->act(u"ada"_s, Name::Stop);
    const auto second = m_registry->act(u"ada"_s, Name::Stop);
    QVERIFY(resultOf(first));
    QVERIFY(!resultOf(second));
    QVERIFY(resultOf(m_registry->act(u"eve"_s, Name::Stop)).error().code == Error::Code::NotFound);
    QCOMPARE(resultOf(m_registry->remove(u"eve"_s)).value(), QString());
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_engine->release();
}

void InstanceRegistryTest::asksTheTableInEveryState_data()
{
    QTest::addColumn<State>("state");
    for (const State state : {State::Creating,
                              State::CreateFailed,
                              State::Deleting,
                              State::Running,
                              State::Restarting,
                              State::Starting,
                              State::Stopped,
                              State::Stopping,
                              State::Unusable}) {
        QTest::addRow("%s", qPrintable(Arm::toString(state))) << state;
    }
}

void InstanceRegistryTest::asksTheTableInEveryState()
{
    QFETCH(State, state);
    const std::array operations{Name::Start, Name::Stop, Name::Restart, Name::Delete};
    // One for each operation, because each leads away.
    const auto nameFor = [](Name operation) { return Arm::toString(operation); };
    QList<QFuture<Result<qint64>>> written;
    for (const Name operation : operations) {
        const QString name = nameFor(operation);
        const Arm::ComputeInstance row{.name = name, .vmSize = u"Local_C1_M2"_s, .state = state};
        written.append(m_store->write({.compute = Store::ComputeRow{.id = u"id-"_s + name,
                                                                    .name = name,
                                                                    .state = Arm::toString(state),
                                                                    .json = Arm::toJson(row)}}));
    }
    for (QFuture<Result<qint64>> &write : written) {
        QVERIFY(write.result());
    }
    reopen();
    m_engine->held = true;
    qsizetype accepted = 0;
    for (const Name operation : operations) {
        const QString name = nameFor(operation);
        const auto wanted = next(state, requestOf(operation));
        const auto answer = resultOf(m_registry->act(name, operation));
        QCOMPARE(answer.has_value(), wanted.has_value());
        QCOMPARE(Arm::toString(stateOf(name)), Arm::toString(wanted.value_or(state)));
        const Store::OperationRow *running = m_registry->operations().running(u"id-"_s + name);
        if (wanted) {
            ++accepted;
            QVERIFY(running && running->name == operation && running->status.id == *answer);
        } else {
            QVERIFY(!running);
            QVERIFY(answer.error().code == Error::Code::Conflict);
            QVERIFY(!answer.error().serviceCode.isEmpty());
        }
    }
    QTRY_COMPARE(m_engine->waiting(), accepted);
}

void InstanceRegistryTest::aPutOnAnInstanceThatIsBeingDeletedIsRefused()
{
    createRunning(u"ada"_s);
    m_engine->held = true;
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    const auto equal = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QVERIFY(!equal);
    QVERIFY(equal.error().code == Error::Code::Conflict);
}

void InstanceRegistryTest::aNameCanBeUsedAgainAfterDeletion()
{
    createRunning(u"ada"_s);
    const QString id = m_engine->lastSpec.id;
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    QTRY_VERIFY(!m_registry->changes()->find(u"ada"_s));
    createRunning(u"Ada"_s);
    QVERIFY(m_engine->lastSpec.id != id);
}

void InstanceRegistryTest::adoptsWhatSurvivedAndExplainsWhatDidNot_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("survives");
    QTest::addColumn<QString>("expected"); // empty: deleted
    QTest::addColumn<QStringList>("calls");
    const auto row =
        [](const char *state, bool survives, const char *expected, const QStringList &calls) {
            QTest::addRow("%s, %s", state, survives ? "node runs" : "no node")
                << QString::fromLatin1(state) << survives << QString::fromLatin1(expected) << calls;
        };
    row("Running", true, "Running", {});
    row("Running", false, "Stopped", {});
    row("Creating", true, "Running", {});
    row("Creating", false, "Running", {u"start ada"_s});
    row("Starting", true, "Running", {});
    row("Starting", false, "Running", {u"start ada"_s});
    row("Stopping", true, "Stopped", {u"stop id-ada"_s});
    row("Stopping", false, "Stopped", {});
    row("Restarting", true, "Running", {u"stop id-ada"_s, u"start ada"_s});
    row("Deleting", true, "", {u"stop id-ada"_s, u"remove id-ada"_s});
    row("Deleting", false, "", {u"stop id-ada"_s, u"remove id-ada"_s});
    row("Stopped", false, "Stopped", {});
    row("Stopped", true, "Stopped", {u"stop id-ada"_s});
    row("CreateFailed", false, "CreateFailed", {});
}

void InstanceRegistryTest::adoptsWhatSurvivedAndExplainsWhatDidNot()
{
    QFETCH(QString, state);
    QFETCH(bool, survives);
    QFETCH(QString, expected);
    QFETCH(QStringList, calls);
    Arm::ComputeInstance row{
        .name = u"ada"_s, .vmSize = u"Local_C1_M2"_s, .state = Arm::instanceStateFrom(state)};
    row.local.stateSince = QDateTime::currentDateTimeUtc();
    const Store::ComputeRow stored{.id = u"id-ada"_s,
                                   .name = u"ada"_s,
                                   .state = state,
                                   .port = 40022,
                                   .json = Arm::toJson(row)};
    QVERIFY(m_store->write({.compute = stored}).result());
    reopen();
    if (survives) {
        m_engine->surviving = {Test::FakeEngine::nodeFor(u"id-ada"_s)};
    } else if (state == "Running"_L1) {
        m_engine->endsWhileAdopting = {
            {.id = u"id-ada"_s, .sentence = u"It was killed at 07:12."_s}};
    }
    QVERIFY(resultOf(m_registry->adopt()));
    QCOMPARE(m_engine->adopted, QStringList{u"id-ada"_s});
    if (expected.isEmpty()) {
        QTRY_VERIFY(!m_registry->changes()->find(u"ada"_s));
    } else {
        QTRY_VERIFY(Arm::toString(stateOf(u"ada"_s)) == expected);
    }
    QTRY_COMPARE(m_engine->calls, calls);
    if (expected == "Running"_L1) {
        QTRY_VERIFY(m_registry->access(u"ada"_s));
        QTRY_COMPARE(instance(u"ada"_s).ssh.port, quint16(40022));
    }
    QCOMPARE(reasonOf(u"ada"_s),
             state == "Running"_L1 && !survives ? u"It was killed at 07:12."_s : QString());
}

void InstanceRegistryTest::goesOnWithAnInterruptedOperationUnderItsId()
{
    m_engine->held = true;
    const auto outcome = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QTRY_COMPARE(m_engine->waiting(), 1);
    m_registry.reset();
    m_engine = std::make_unique<Test::FakeEngine>();
    reopen();
    QVERIFY(resultOf(m_registry->adopt()));
    QCOMPARE(m_registry->operations().find(outcome->operation)->status.status, u"InProgress"_s);
    QTRY_COMPARE(m_registry->operations().find(outcome->operation)->status.status, u"Succeeded"_s);
    QVERIFY(stateOf(u"ada"_s) == State::Running);
}

void InstanceRegistryTest::endsAnOvertakenOperationAfterAKill()
{
    m_engine->held = true;
    const auto creation = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QTRY_COMPARE(m_engine->waiting(), 1);
    const auto deletion = resultOf(m_registry->remove(u"ada"_s));
    QVERIFY(creation && deletion);
    m_registry.reset();
    m_engine = std::make_unique<Test::FakeEngine>();
    reopen();
    QVERIFY(resultOf(m_registry->adopt()));
    QTRY_VERIFY(!m_registry->changes()->find(u"ada"_s));
    const Operations &operations = m_registry->operations();
    QCOMPARE(operations.find(creation->operation)->status.status, u"Canceled"_s);
    QCOMPARE(operations.find(*deletion)->status.status, u"Succeeded"_s);
    QVERIFY(!operations.running(operations.find(*deletion)->computeId));
}

void InstanceRegistryTest::isActiveOnlyWhileSomethingRunsOrChanges()
{
    QVERIFY(!m_registry->isActive());
    createRunning(u"ada"_s);
    QVERIFY(m_registry->isActive());
    QSignalSpy changed(m_registry.get(), &InstanceRegistry::activityChanged);
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Stop)));
    QTRY_VERIFY(!m_registry->isActive());
    QVERIFY(!changed.isEmpty());
}

void InstanceRegistryTest::refuseWrites(bool refuse)
{
    const QString name = u"fault"_s;
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setDatabaseName(m_folder->filePath(u"atelier.sqlite"_s));
        QVERIFY(database.open());
        QSqlQuery query(database);
        const QString command = refuse ? u"CREATE TRIGGER fault BEFORE INSERT ON changes "
                                         "BEGIN SELECT RAISE(ABORT, 'full'); END"_s
                                       : u"DROP TRIGGER fault"_s;
        QVERIFY2(query.exec(command), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(name);
}

void InstanceRegistryTest::aChangeThatCanNotBeSavedTakesBackOnlyItself()
{
    createRunning(u"ada"_s);
    refuseWrites(true);
    QJsonObject body = bodyOf({});
    body.insert(u"tags"_s, QJsonObject{{u"colour"_s, u"red"_s}});
    const auto change = m_registry->put(u"ada"_s, body);
    // While it is written.
    Q_EMIT m_engine->ended({.id = m_engine->lastSpec.id, .sentence = u"It was killed."_s});
    QVERIFY(!resultOf(change));
    refuseWrites(false);
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    // An equal body changes nothing: it is answered with what is in memory.
    const auto same = resultOf(m_registry->put(u"ada"_s, bodyOf({})));
    QVERIFY(same);
    const auto shown = Arm::computeInstanceFrom(same->resource);
    QVERIFY(shown->tags.isEmpty());
    QVERIFY(shown->state == State::Stopped);
    QCOMPARE(shown->local.stateReason, u"It was killed."_s);
}

void InstanceRegistryTest::aCreationThatCanNotBeSavedKeepsTheFailedOne()
{
    m_engine->fault = Error{.code = Error::Code::Unavailable, .message = u"No room."_s};
    QVERIFY(resultOf(m_registry->put(u"ada"_s, bodyOf({}))));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::CreateFailed);
    refuseWrites(true);
    QJsonObject body = bodyOf({});
    body.insert(u"tags"_s, QJsonObject{{u"colour"_s, u"red"_s}});
    QVERIFY(!resultOf(m_registry->put(u"ada"_s, body)));
    refuseWrites(false);
    QVERIFY(!m_registry->isActive());
    // The deletion publishes what is in memory.
    m_engine->held = true;
    QVERIFY(resultOf(m_registry->remove(u"ada"_s)));
    QVERIFY(stateOf(u"ada"_s) == State::Deleting);
    QVERIFY(instance(u"ada"_s).tags.isEmpty());
}

void InstanceRegistryTest::anOperationThatCanNotBeSavedKeepsTheEndOfTheNode()
{
    createRunning(u"ada"_s);
    refuseWrites(true);
    const auto stop = m_registry->act(u"ada"_s, Name::Stop);
    Q_EMIT m_engine->ended({.id = m_engine->lastSpec.id, .sentence = u"It was killed."_s});
    QVERIFY(!resultOf(stop));
    refuseWrites(false);
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    QVERIFY(!m_registry->access(u"ada"_s));
}

void InstanceRegistryTest::twoOperationsThatCanNotBeSavedLeaveNoTrace_data()
{
    QTest::addColumn<bool>("nodeEnds");
    QTest::newRow("node runs") << false;
    QTest::newRow("node ends meanwhile") << true;
}

void InstanceRegistryTest::twoOperationsThatCanNotBeSavedLeaveNoTrace()
{
    QFETCH(bool, nodeEnds);
    createRunning(u"ada"_s);
    refuseWrites(true);
    // Both are entered before the disk has refused either.
    const auto stop = m_registry->act(u"ada"_s, Name::Stop);
    if (nodeEnds) {
        Q_EMIT m_engine->ended({.id = m_engine->lastSpec.id, .sentence = u"It was killed."_s});
    }
    const auto deletion = m_registry->remove(u"ada"_s);
    QVERIFY(!resultOf(stop));
    QVERIFY(!resultOf(deletion));
    refuseWrites(false);
    if (nodeEnds) {
        QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
        QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Start)));
        QTRY_VERIFY(stateOf(u"ada"_s) == State::Running);
        return;
    }
    // It runs, as if nobody had asked; and so it can be stopped.
    QVERIFY(resultOf(m_registry->put(u"ada"_s, bodyOf({})))->operation.isEmpty());
    const auto refused = resultOf(m_registry->act(u"ada"_s, Name::Start));
    QVERIFY(!refused && refused.error().message.contains("running"_L1));
    QVERIFY(m_registry->access(u"ada"_s));
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Stop)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
}

void InstanceRegistryTest::aDeletionThatCanNotBeSavedLetsTheStopBeforeItEnd()
{
    createRunning(u"ada"_s);
    m_engine->held = true;
    const auto stop = resultOf(m_registry->act(u"ada"_s, Name::Stop));
    QVERIFY(stop);
    QTRY_COMPARE(m_engine->waiting(), 1);
    refuseWrites(true);
    const auto deletion = m_registry->remove(u"ada"_s);
    m_engine->release(); // stopped while the deletion is being written
    QVERIFY(!resultOf(deletion));
    refuseWrites(false);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"ada"_s) == State::Stopped, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_registry->operations().find(*stop)->status.status, u"Succeeded"_s, 20'000);
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Start)));
}

void InstanceRegistryTest::whatBefallsARunningNodeIsKeptAndTold()
{
    createRunning(u"ada"_s);
    const auto errors = [this] {
        return m_registry->changes()
            ->find(u"ada"_s)
            ->value("properties"_L1)["properties"_L1]["errors"_L1]
            .toArray();
    };
    const Engine::NodeNotice notice{.id = m_engine->lastSpec.id,
                                    .sentence = u"Out of memory: 2.0 of 2 GiB."_s};
    QSignalSpy published(m_registry->changes(), &ChangeLog::published);
    Q_EMIT m_engine->noticed({.id = u"another"_s, .sentence = u"Never heard of."_s});
    Q_EMIT m_engine->noticed(notice);
    QTRY_COMPARE(errors().size(), 1);
    QVERIFY(QJsonDocument(errors()).toJson().contains("2.0 of 2 GiB"));
    QCOMPARE(published.count(), 1);
    QVERIFY(stateOf(u"ada"_s) == State::Running);
    Q_EMIT m_engine->noticed(notice); // as after a start of the control plane
    for (int number = 0; number < 10; ++number) {
        Q_EMIT m_engine->noticed({.id = notice.id, .sentence = u"Again, %1."_s.arg(number)});
    }
    QTRY_VERIFY(QJsonDocument(errors()).toJson().contains("Again, 9."));
    QCOMPARE(errors().size(), 5);
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Stop)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Stopped);
    Q_EMIT m_engine->noticed(notice);
    QVERIFY(resultOf(m_registry->act(u"ada"_s, Name::Start)));
    QTRY_VERIFY(stateOf(u"ada"_s) == State::Running);
    QTRY_VERIFY(errors().isEmpty());
}

QTEST_GUILESS_MAIN(InstanceRegistryTest)
#include "tst_instanceregistry.moc"
