// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/errorenvelope.h"
#include "backend/arm/extensions.h"
#include "backend/arm/resourcepaths.h"
#include "backend/arm/states.h"
#include "backend/arm/vmsize.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>
#include <QTimeZone>

#include <array>

using namespace Atelier;
using namespace Atelier::Arm;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array allStates{
    InstanceState::Creating,
    InstanceState::CreateFailed,
    InstanceState::Deleting,
    InstanceState::Running,
    InstanceState::Restarting,
    InstanceState::Resizing,
    InstanceState::JobRunning,
    InstanceState::SettingUp,
    InstanceState::SetupFailed,
    InstanceState::Starting,
    InstanceState::Stopped,
    InstanceState::Stopping,
    InstanceState::UserSettingUp,
    InstanceState::UserSetupFailed,
    InstanceState::Unknown,
    InstanceState::Unusable,
};

} // namespace

class DialectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStateSurvivesItsText();
    void anUnknownStateIsUnknown();
    void allowsEachActionExactlyWhereTheTableSays();
    void noTransitionalStateAllowsMoreThanDeletion();
    void encodesNamesInPaths();
    void anErrorSurvivesItsEnvelope();
    void readsABodyThatIsNoEnvelope();
    void everyStatusOfTheTableLeadsBack();
    void offersTheWholeHostInEverySizeList_data();
    void offersTheWholeHostInEverySizeList();
    void readsOnlyItsOwnSizeNames();
    void theSizeListSurvivesItsJson();
    void theExtensionsSurviveTheirJson();
    void refusesAHostKeyThatIsNotBase64();
};

void DialectTest::everyStateSurvivesItsText()
{
    for (const InstanceState state : allStates) {
        QVERIFY(instanceStateFrom(Arm::toString(state)) == state);
        QVERIFY(instanceStateFrom(Arm::toString(state).toUpper()) == state);
    }
}

void DialectTest::anUnknownStateIsUnknown()
{
    QVERIFY(instanceStateFrom(u"Levitating"_s) == InstanceState::Unknown);
    QVERIFY(provisioningStateFrom(u"Levitating"_s) == ProvisioningState::Unknown);
    QVERIFY(operationNameFrom({}) == OperationName::Unknown);
}

void DialectTest::allowsEachActionExactlyWhereTheTableSays()
{
    using enum InstanceState;
    const QSet<InstanceState> up{Running, JobRunning, SetupFailed, UserSetupFailed};
    for (const InstanceState state : allStates) {
        QCOMPARE(allows(state, InstanceAction::Start), state == Stopped);
        QCOMPARE(allows(state, InstanceAction::Stop), up.contains(state));
        QCOMPARE(allows(state, InstanceAction::Restart), up.contains(state) || state == Unusable);
        QCOMPARE(allows(state, InstanceAction::Delete), state != Deleting);
        QCOMPARE(allows(state, InstanceAction::OpenNotebook), up.contains(state));
    }
}

void DialectTest::noTransitionalStateAllowsMoreThanDeletion()
{
    for (const InstanceState state : allStates) {
        if (isTransitional(state)) {
            QVERIFY(!allows(state, InstanceAction::Start));
            QVERIFY(!allows(state, InstanceAction::Stop));
            QVERIFY(!allows(state, InstanceAction::Restart));
        }
    }
}

void DialectTest::encodesNamesInPaths()
{
    const ResourcePaths paths;
    QCOMPARE(paths.compute(u"a/../b"_s), QString(paths.computes() + u"/a%2F..%2Fb"_s));
    QCOMPARE(paths.action(u"ada"_s, u"start"_s), QString(paths.computes() + u"/ada/start"_s));
    QVERIFY(paths.vmSizes().endsWith("/locations/local/vmSizes"_L1));
    QCOMPARE(
        ResourcePaths(u"s"_s, u"g h"_s, u"w"_s, u"l"_s).workspace(),
        u"/subscriptions/s/resourceGroups/g%20h/providers/Microsoft.MachineLearningServices/workspaces/w"_s);
}

void DialectTest::anErrorSurvivesItsEnvelope()
{
    const Error error{.code = Error::Code::Conflict,
                      .message = u"It is running now."_s,
                      .detail = u"pid 7"_s,
                      .target = u"ada"_s,
                      .serviceCode = u"StartComputeInstanceOnlyAllowedInStoppedState"_s};
    const Error again = errorFromEnvelope(409, QJsonDocument(toEnvelope(error)).toJson());
    QCOMPARE(again.code, error.code);
    QCOMPARE(again.message, error.message);
    QCOMPARE(again.detail, error.detail);
    QCOMPARE(again.target, error.target);
    QCOMPARE(again.serviceCode, error.serviceCode);
}

void DialectTest::readsABodyThatIsNoEnvelope()
{
    const Error error = errorFromEnvelope(502, "<html>Bad Gateway</html>");
    QCOMPARE(error.code, Error::Code::Protocol);
    QVERIFY(error.message.contains("502"_L1));
    QVERIFY(error.detail.contains("<html>"_L1));
}

void DialectTest::everyStatusOfTheTableLeadsBack()
{
    using enum Error::Code;
    for (const Error::Code code : {InvalidArgument,
                                   Unauthorized,
                                   PermissionDenied,
                                   NotFound,
                                   TimedOut,
                                   Conflict,
                                   Internal,
                                   Protocol,
                                   Unavailable,
                                   Unreachable,
                                   Exhausted,
                                   Cancelled}) {
        QCOMPARE(codeForHttpStatus(httpStatusFor(code)), code);
    }
    QCOMPARE(httpStatusFor(AlreadyExists), 409);
    QCOMPARE(codeForHttpStatus(418), InvalidArgument);
    QCOMPARE(codeForHttpStatus(599), Internal);
    QCOMPARE(codeForHttpStatus(0), Unknown);
}

void DialectTest::offersTheWholeHostInEverySizeList_data()
{
    QTest::addColumn<int>("cores");
    QTest::addColumn<double>("memory");
    QTest::addColumn<int>("gpus");
    QTest::addColumn<QString>("whole");
    QTest::newRow("smallest") << 1 << 0.9 << 0 << u"Local_C1_M1"_s;
    QTest::newRow("two cores") << 2 << 8.0 << 0 << u"Local_C2_M8"_s;
    QTest::newRow("odd") << 6 << 15.4 << 0 << u"Local_C6_M15"_s;
    QTest::newRow("large, GPUs") << 64 << 503.6 << 4 << u"Local_C64_M503_G4"_s;
}

void DialectTest::offersTheWholeHostInEverySizeList()
{
    QFETCH(int, cores);
    QFETCH(double, memory);
    QFETCH(int, gpus);
    QFETCH(QString, whole);
    const QList<VmSize> sizes = localSizes(cores, memory, gpus);
    QCOMPARE(sizes.constLast().name, whole);
    QSet<QString> names;
    for (const VmSize &size : sizes) {
        QVERIFY(size.cores >= 1 && size.cores <= cores);
        QVERIFY(size.memoryGiB >= 1 && (size.memoryGiB <= memory || memory < 1));
        QVERIFY(size.gpus <= gpus);
        QCOMPARE(localSizeFrom(size.name), std::optional(size));
        QVERIFY(!names.contains(size.name));
        names.insert(size.name);
    }
}

void DialectTest::readsOnlyItsOwnSizeNames()
{
    QVERIFY(localSizeFrom(u"local_c2_m8"_s));
    for (const QString &name : {u"STANDARD_DS3_V2"_s,
                                u"Local_C0_M8"_s,
                                u"Local_C2_M8_"_s,
                                u"Local_C2"_s,
                                QString(),
                                u"Local_C99999999999_M8"_s}) {
        QVERIFY2(!localSizeFrom(name), qPrintable(name));
    }
}

void DialectTest::theSizeListSurvivesItsJson()
{
    const VmSizeList list{
        .sizes = localSizes(8, 31.2, 1),
        .capacity = {.cores = 8, .freeCores = 4, .memoryGiB = 31.2, .freeMemoryGiB = 15.5}};
    const auto again = vmSizeListFrom(toJson(list));
    QVERIFY(again);
    QCOMPARE(again->sizes, list.sizes);
    QCOMPARE(again->capacity, list.capacity);
    QVERIFY(!vmSizeListFrom({}));
}

void DialectTest::theExtensionsSurviveTheirJson()
{
    const NodeAccess access{
        .address = u"127.0.0.1"_s,
        .port = 40022,
        .user = u"ada"_s,
        .hostKeys = {{.type = u"ssh-ed25519"_s, .blob = QByteArray("\0\1\377", 3)}}};
    QCOMPARE(nodeAccessFrom(toJson(access)).value(), access);
    const HomeSummary summary{
        .files = 3,
        .bytes = 5'000'000'000,
        .newestPath = u"a/b"_s,
        .newestTime = QDateTime::fromMSecsSinceEpoch(1700000000123, QTimeZone::UTC),
        .complete = false};
    QCOMPARE(homeSummaryFrom(toJson(summary)).value(), summary);
    ComputeInstance instance;
    instance.name = u"ada"_s;
    const auto change = changeFrom(
        toJson(Change{.sequence = 7, .name = u"ada"_s, .instance = instance}));
    QVERIFY(change);
    QCOMPARE(change->sequence, 7);
    QVERIFY(change->instance);
    QVERIFY(!changeFrom(toJson(Change{.sequence = 8, .name = u"ada"_s})).value().instance);
    QVERIFY(!changeFrom({}));
    const OperationStatus status{
        .id = u"x"_s,
        .status = u"Failed"_s,
        .startTime = QDateTime::fromMSecsSinceEpoch(1, QTimeZone::UTC),
        .error = Error{.message = u"No."_s, .serviceCode = u"UserError"_s}};
    const auto read = operationStatusFrom(toJson(status));
    QVERIFY(read);
    QCOMPARE(read->id, status.id);
    QCOMPARE(read->error->message, u"No."_s);
}

void DialectTest::refusesAHostKeyThatIsNotBase64()
{
    QJsonObject json = toJson(NodeAccess{.address = u"a"_s, .port = 1, .user = u"u"_s});
    json.insert(u"hostKeys"_s,
                QJsonArray{QJsonObject{{u"type"_s, u"ssh-rsa"_s}, {u"key"_s, u"?"_s}}});
    QVERIFY(!nodeAccessFrom(json));
}

QTEST_GUILESS_MAIN(DialectTest)
#include "tst_dialect.moc"
