// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/instancedraft.h"
#include "backend/client/sizesmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Client::InstanceDraft;
using Field = InstanceDraft::Field;

namespace {

constexpr auto publicKey = "ssh-ed25519 "
                           "AAAAC3NzaC1lZDI1NTE5AAAAIGq5ReLq8dvU3vsPCLlrMbFNvV4nBkA6w2GvLTBtJ0vP "
                           "ada@analytical";

Arm::VmSizeList sizesOf(int cores, double memoryGiB, int gpus = 0)
{
    return {.sizes = Arm::localSizes(cores, memoryGiB, gpus),
            .capacity = {.cores = cores,
                         .freeCores = cores / 2,
                         .memoryGiB = memoryGiB,
                         .freeMemoryGiB = memoryGiB / 2}};
}

} // namespace

class InstanceDraftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensReadyOnceTheSizesAreKnown();
    void offersANameThatIsFree();
    void checksTheName_data();
    void checksTheName();
    void choosesHalfOfTheHost_data();
    void choosesHalfOfTheHost();
    void prefersTheRememberedSizeWhenItIsOffered();
    void keepsAChosenSizeWhenTheSizesComeAgain();
    void asksForAKeyOnlyWhenLoginsAreAllowed();
    void refusesAPrivateKey();
    void asksForWhatWasEntered();
    void putsServerErrorsOnTheirField_data();
    void putsServerErrorsOnTheirField();
    void dropsAServerErrorWhenItsFieldChanges();
    void staysReadyAfterAServerError();
    void saysWhichSizesAreFree();
};

void InstanceDraftTest::opensReadyOnceTheSizesAreKnown()
{
    InstanceDraft draft({});
    QVERIFY(!draft.isReady());
    const QSignalSpy ready(&draft, &InstanceDraft::readyChanged);
    draft.setSizes(sizesOf(8, 32));
    QVERIFY(draft.isReady());
    QCOMPARE(ready.count(), 1);
    QCOMPARE(draft.name(), u"ada-box"_s);
}

void InstanceDraftTest::offersANameThatIsFree()
{
    QCOMPARE(InstanceDraft({u"other"_s}).name(), u"ada-box"_s);
    const InstanceDraft second({u"Ada-Box"_s});
    QVERIFY(second.name() != u"ada-box"_s);
    QCOMPARE(second.errorFor(Field::Name), QString());
}

void InstanceDraftTest::checksTheName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << u"grace-box"_s << true;
    QTest::newRow("short") << u"ab"_s << false;
    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("long") << u"a123456789012345678901234"_s << false;
    QTest::newRow("digit first") << u"1box"_s << false;
    QTest::newRow("underscore") << u"my_box"_s << false;
    QTest::newRow("dash last") << u"box-"_s << false;
    QTest::newRow("dash and digits last") << u"gpu-node-01"_s << false;
    QTest::newRow("taken") << u"taken-box"_s << false;
    QTest::newRow("taken, other case") << u"TAKEN-box"_s << false;
    QTest::newRow("Japanese") << u"計算機"_s << false;
}

void InstanceDraftTest::checksTheName()
{
    QFETCH(const QString, name);
    QFETCH(const bool, good);
    InstanceDraft draft({u"taken-box"_s});
    draft.setSizes(sizesOf(4, 8));
    const QSignalSpy changed(&draft, &InstanceDraft::changed);
    draft.setName(name);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(draft.errorFor(Field::Name).isEmpty(), good);
    QCOMPARE(draft.isReady(), good);
    if (!good && !name.isEmpty()) {
        QVERIFY(draft.errorFor(Field::Name).contains(name));
    }
}

void InstanceDraftTest::choosesHalfOfTheHost_data()
{
    QTest::addColumn<int>("cores");
    QTest::addColumn<double>("memory");
    QTest::addColumn<int>("gpus");
    QTest::addColumn<int>("expectedCores");
    QTest::addColumn<double>("mostMemory");
    QTest::newRow("1 core") << 1 << 2.0 << 0 << 1 << 2.0;
    QTest::newRow("2 cores") << 2 << 3.8 << 0 << 1 << 2.0;
    QTest::newRow("8 cores") << 8 << 31.2 << 0 << 4 << 16.0;
    QTest::newRow("12 cores") << 12 << 64.0 << 0 << 4 << 32.0;
    QTest::newRow("with a GPU") << 16 << 64.0 << 1 << 8 << 32.0;
}

void InstanceDraftTest::choosesHalfOfTheHost()
{
    QFETCH(const int, cores);
    QFETCH(const double, memory);
    QFETCH(const int, gpus);
    const auto size = Arm::localSizeFrom(Client::sensibleSize(sizesOf(cores, memory, gpus)));
    QVERIFY(size.has_value());
    QTEST(size->cores, "expectedCores");
    QFETCH(const double, mostMemory);
    QVERIFY(size->memoryGiB <= mostMemory);
    QVERIFY(size->memoryGiB >= mostMemory / 4);
    QCOMPARE(size->gpus, 0);
    QCOMPARE(Client::sensibleSize({}), QString());
}

void InstanceDraftTest::prefersTheRememberedSizeWhenItIsOffered()
{
    const auto sizes = sizesOf(8, 32);
    InstanceDraft draft({});
    draft.setSizes(sizes, sizes.sizes.constLast().name);
    QCOMPARE(draft.size(), sizes.sizes.constLast().name);
    InstanceDraft other({});
    other.setSizes(sizes, u"Local_C512_M4096"_s);
    QCOMPARE(other.size(), Client::sensibleSize(sizes));
}

void InstanceDraftTest::keepsAChosenSizeWhenTheSizesComeAgain()
{
    const auto sizes = sizesOf(8, 32);
    InstanceDraft draft({});
    draft.setSizes(sizes);
    draft.setSize(sizes.sizes.constFirst().name);
    draft.setSizes(sizes);
    QCOMPARE(draft.size(), sizes.sizes.constFirst().name);
}

void InstanceDraftTest::asksForAKeyOnlyWhenLoginsAreAllowed()
{
    InstanceDraft draft({});
    draft.setSizes(sizesOf(4, 8));
    QVERIFY(draft.isReady());
    draft.setSshAllowed(true);
    QVERIFY(!draft.isReady());
    QVERIFY(!draft.errorFor(Field::SshKey).isEmpty());
    draft.setPublicKey(QString::fromLatin1(publicKey));
    QCOMPARE(draft.errorFor(Field::SshKey), QString());
    QVERIFY(draft.isReady());
    draft.setPublicKey(u"nonsense"_s);
    QVERIFY(!draft.isReady());
    draft.setSshAllowed(false);
    QVERIFY(draft.isReady());
    QVERIFY(!draft.instance().ssh.publicAccess);
    QCOMPARE(draft.instance().ssh.adminPublicKey, QString());
}

void InstanceDraftTest::refusesAPrivateKey()
{
    InstanceDraft draft({});
    draft.setSizes(sizesOf(4, 8));
    draft.setSshAllowed(true);
    draft.setPublicKey(u"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n"_s
                       u"-----END OPENSSH PRIVATE KEY-----\n"_s);
    QVERIFY(draft.errorFor(Field::SshKey).contains(u"private"_s, Qt::CaseInsensitive));
    QVERIFY(!draft.isReady());
}

void InstanceDraftTest::asksForWhatWasEntered()
{
    const QTemporaryDir folder;
    InstanceDraft draft({});
    draft.setSizes(sizesOf(8, 32));
    draft.setName(u"grace-box"_s);
    draft.setSshAllowed(true);
    draft.setPublicKey(QString::fromLatin1(publicKey));
    draft.folders()->add(folder.path());
    const Arm::ComputeInstance wanted = draft.instance();
    QCOMPARE(wanted.name, u"grace-box"_s);
    QCOMPARE(wanted.location, u"local"_s);
    QCOMPARE(wanted.vmSize, draft.size());
    QVERIFY(wanted.ssh.publicAccess);
    QCOMPARE(wanted.ssh.adminPublicKey, QString::fromLatin1(publicKey));
    QCOMPARE(wanted.mounts.size(), 1);
    QCOMPARE(wanted.mounts.constFirst().source, folder.path());
    QVERIFY(wanted.mounts.constFirst().readOnly);
}

void InstanceDraftTest::putsServerErrorsOnTheirField_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<Field>("field");
    QTest::newRow("name") << u"name"_s << Field::Name;
    QTest::newRow("compute name") << u"computeName"_s << Field::Name;
    QTest::newRow("size") << u"properties.properties.vmSize"_s << Field::Size;
    QTest::newRow("key") << u"sshSettings.adminPublicKey"_s << Field::SshKey;
    QTest::newRow("key, whole path")
        << u"properties.properties.sshSettings.adminPublicKey"_s << Field::SshKey;
    QTest::newRow("folder") << u"properties.properties.dataMounts[0].source"_s << Field::Folders;
    QTest::newRow("nothing") << u""_s << Field::Other;
    QTest::newRow("something else") << u"properties.computeType"_s << Field::Other;
}

void InstanceDraftTest::putsServerErrorsOnTheirField()
{
    QFETCH(const QString, target);
    QFETCH(const Field, field);
    InstanceDraft draft({});
    draft.setSizes(sizesOf(8, 32));
    const QSignalSpy changed(&draft, &InstanceDraft::changed);
    QCOMPARE(draft.setServerError({.message = u"No."_s, .target = target}), field);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).value<Field>(), field);
    QCOMPARE(draft.errorFor(field), u"No."_s);
}

void InstanceDraftTest::dropsAServerErrorWhenItsFieldChanges()
{
    InstanceDraft draft({});
    draft.setSizes(sizesOf(8, 32));
    draft.setServerError({.message = u"Taken meanwhile."_s, .target = u"name"_s});
    draft.setSize(draft.sizes().sizes.constLast().name);
    QCOMPARE(draft.errorFor(Field::Name), u"Taken meanwhile."_s);
    draft.setName(u"another-box"_s);
    QCOMPARE(draft.errorFor(Field::Name), QString());
}

void InstanceDraftTest::staysReadyAfterAServerError()
{
    InstanceDraft draft({});
    draft.setSizes(sizesOf(8, 32));
    draft.setServerError({.message = u"The disk is full."_s});
    QVERIFY(draft.isReady());
}

void InstanceDraftTest::saysWhichSizesAreFree()
{
    Client::SizesModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto sizes = sizesOf(8, 32);
    model.setSizes(sizes);
    QCOMPARE(model.rowCount(), static_cast<int>(sizes.sizes.size()));
    QVERIFY(!model.hasGpus());
    QCOMPARE(model.freeText(), u"4 of 8 cores and 16 of 32 GiB are free now."_s);
    const auto free = [&model](int row) {
        return model.index(row, Client::SizesModel::FreeColumn).data().toString();
    };
    QCOMPARE(free(0), u"Free"_s);
    QCOMPARE(free(model.rowCount() - 1), u"Shared: 4 cores are free"_s);
    QVERIFY(!model.index(model.rowCount() - 1, 0).data(Client::SizesModel::FitsRole).toBool());
    QCOMPARE(model.rowOf(model.nameAt(1)), 1);
    QCOMPARE(model.rowOf(u"Local_C3_M3"_s), -1);
}

QTEST_GUILESS_MAIN(InstanceDraftTest)
#include "tst_instancedraft.moc"
