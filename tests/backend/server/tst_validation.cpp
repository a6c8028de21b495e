// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/publickey.h"
#include "backend/server/requestedinstance.h"
#include "backend/server/validation.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Server;
using namespace Qt::StringLiterals;

namespace {

const auto ed25519Line = QStringLiteral(
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEBvDuqCSafbU4Q3Isxu2qbbcarMzHCv8V9qmuhs9MCr me@host");
const auto rsaLine = QStringLiteral(
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCgWh4XvutNyOV+9hmjAg8o5utRuutPwnl2yrNbvz13dLxT5wqZZN"
    "i840ZBeLGDT0VZaHVbUtJTw5MqTOblMkJ6lRaX/UFqo4jIVlayUytYMpt6krZRqJkL0eHJ+jxGkUoPKslKq6lyLUOX"
    "lv88fA5SYfjlRPIdIc9otPQye61yHjmFAmLXaPwPAneIs+OGsDOFnWLGLU4rUIhijG+C2AuHRlcDM5JWdqulTQ+ZRi"
    "czjano9zrvBkczSJKdxYEgFhYDSS6TAhAh3P9corGRnWVhuq4/ZL8iekC6Zzf/my+6Aleq40q6ZLIKcoKt5ghmuDFW"
    "74Zozqjk5AflkMiI2mO9 rsa");
const auto shortRsaLine = QStringLiteral(
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDBdHoquXZbpqtMx4iO36Bmudz75OLmoQuwhNHRmWgB+GPTzJGtRZ"
    "y5L6+TqoZ1eeSCXHZzeeiic8yWnjTb9adap+NRirhwvSkIG1F6jkHasqIzlPdhWAgpKdCb+nY2kC7OMLmDlmExgsqn"
    "+DW5TOdwg5ASHrd5y2hjdQ2uuZLe0Q== short");

QString targetOf(const Result<void> &result)
{
    return result ? QString() : result.error().target;
}

} // namespace

class ValidationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesOnlyOfferedSizes();
    void judgesAPublicKey_data();
    void judgesAPublicKey();
    void saysWhatAPrivateKeyIs();
    void asksForAKeyWhereLoginsAreAllowed();
    void judgesASource_data();
    void judgesASource();
    void judgesAMountPath_data();
    void judgesAMountPath();
    void refusesTwoFoldersAtOnePath();
    void namesTheFieldOfAnInstance();
    void namesAFieldOfTheWrongType_data();
    void namesAFieldOfTheWrongType();
    void dropsWhatAClientCanNotSet();
    void tellsUpdatesApart();

private:
    [[nodiscard]] Arm::DataMount mount(const QString &path) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    HostFacts m_facts;
};

void ValidationTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(u"data/nodes"_s));
    QVERIFY(QDir(m_folder->path()).mkpath(u"mine"_s));
    m_facts = {.sizes = {.sizes = Arm::localSizes(4, 16, 0)},
               .dataFolder = m_folder->filePath(u"data"_s)};
}

Arm::DataMount ValidationTest::mount(const QString &path) const
{
    return {.source = m_folder->filePath(u"mine"_s), .mountPath = path};
}

void ValidationTest::takesOnlyOfferedSizes()
{
    QCOMPARE(checkSize(u"local_c2_m8"_s, m_facts.sizes).value().name, u"Local_C2_M8"_s);
    const auto refused = checkSize(u"STANDARD_DS3_V2"_s, m_facts.sizes);
    QVERIFY(!refused);
    QCOMPARE(refused.error().target, u"vmSize"_s);
    QVERIFY(refused.error().message.contains("Local_C4_M16"_L1));
    QVERIFY(!checkSize({}, m_facts.sizes));
}

void ValidationTest::judgesAPublicKey_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("valid");
    QTest::newRow("ed25519") << ed25519Line << true;
    QTest::newRow("rsa 2048") << rsaLine << true;
    QTest::newRow("without comment") << ed25519Line.section(u' ', 0, 1) << true;
    QTest::newRow("line end") << QString(ed25519Line + u'\n') << true;
    QTest::newRow("rsa 1024") << shortRsaLine << false;
    QTest::newRow("two lines") << QString(ed25519Line + u'\n' + rsaLine) << false;
    QTest::newRow("options before") << QString(u"command=\"sh\" "_s + ed25519Line) << false;
    QTest::newRow("type and blob differ")
        << QString(ed25519Line).replace("ssh-ed25519"_L1, "ssh-rsa"_L1) << false;
    QTest::newRow("cut off") << ed25519Line.left(40) << false;
    QTest::newRow("dsa") << u"ssh-dss AAAAB3NzaC1kc3MAAACBAP a"_s << false;
    QTest::newRow("not base64") << u"ssh-ed25519 ??? a"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void ValidationTest::judgesAPublicKey()
{
    QFETCH(QString, line);
    QFETCH(bool, valid);
    const auto result = checkPublicKey(line, u"field"_s);
    QCOMPARE(result.has_value(), valid);
    if (!valid) {
        QCOMPARE(result.error().target, u"field"_s);
        QVERIFY(result.error().message.endsWith(u'.'));
    }
}

void ValidationTest::saysWhatAPrivateKeyIs()
{
    // Put together here: a scanner for leaked keys must find none in the sources.
    for (const QString &kind : {u"OPENSSH "_s, u"RSA "_s, QString()}) {
        const QString text = u"-----BEGIN "_s + kind + u"PRIVATE"_s
                             + u" KEY-----\nb3BlbnNzaC1rZXktdjEAAAA\n"_s;
        const auto result = checkPublicKey(text, u"field"_s);
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains("private key"_L1),
                 qPrintable(result.error().message));
        QVERIFY(!result.error().message.contains("b3Blb"_L1));
    }
}

void ValidationTest::asksForAKeyWhereLoginsAreAllowed()
{
    QVERIFY(checkSsh({}));
    QCOMPARE(targetOf(checkSsh({.publicAccess = true})), u"sshSettings.adminPublicKey"_s);
    QVERIFY(checkSsh({.publicAccess = true, .adminPublicKey = ed25519Line}));
}

void ValidationTest::judgesASource_data()
{
    QTest::addColumn<QString>("source"); // %1: the temporary folder
    QTest::addColumn<bool>("valid");
    QTest::newRow("a folder") << u"%1/mine"_s << true;
    QTest::newRow("missing") << u"%1/nowhere"_s << false;
    QTest::newRow("a file") << u"%1/file"_s << false;
    QTest::newRow("relative") << u"mine"_s << false;
    QTest::newRow("dots") << u"%1/mine/../mine"_s << false;
    QTest::newRow("line end") << u"%1/mine\n"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("root") << u"/"_s << false;
    QTest::newRow("proc") << u"/proc/self"_s << false;
    QTest::newRow("the data folder") << u"%1/data"_s << false;
    QTest::newRow("inside the data folder") << u"%1/data/nodes"_s << false;
    QTest::newRow("a link to it") << u"%1/link"_s << false;
}

void ValidationTest::judgesASource()
{
    QFETCH(QString, source);
    QFETCH(bool, valid);
    QFile file(m_folder->filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(QFile::link(m_facts.dataFolder, m_folder->filePath(u"link"_s)));
    const QString path = source.contains("%1"_L1) ? source.arg(m_folder->path()) : source;
    const auto result = checkMounts({{.source = path, .mountPath = u"/mnt/x"_s}}, m_facts);
    QCOMPARE(targetOf(result), valid ? QString() : u"dataMounts[0].source"_s);
    QVERIFY(valid || result.error().message.endsWith(u'.'));
}

void ValidationTest::judgesAMountPath_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("valid");
    for (const QString &path :
         {u"/mnt/data"_s, u"/data"_s, u"/home/ada/data"_s, u"/opt/sets"_s, u"/usrlocal"_s}) {
        QTest::newRow(qPrintable(path)) << path << true;
    }
    for (const QString &path : {u"/"_s,
                                u"/usr"_s,
                                u"/usr/share/x"_s,
                                u"/etc"_s,
                                u"/proc/1"_s,
                                u"/dev/shm"_s,
                                u"/run/x"_s,
                                u"/tmp"_s,
                                u"/home"_s,
                                u"/home/ada"_s,
                                u"/home/ada/cloudfiles"_s,
                                u"/home/ada/cloudfiles/code"_s,
                                u"/home/ada/.ssh"_s,
                                u"data"_s,
                                u"~/data"_s,
                                u"/mnt/../etc"_s,
                                u"/mnt//x"_s,
                                u"/mnt/x/"_s,
                                QString(u"/mnt/a\nb"_s),
                                QString(u"/mnt/"_s + QString(256, u'x')),
                                QString(u"/mnt"_s + u"/x"_s.repeated(600)),
                                QString()}) {
        QTest::newRow(qPrintable(u"refused: "_s + path)) << path << false;
    }
}

void ValidationTest::judgesAMountPath()
{
    QFETCH(QString, path);
    QFETCH(bool, valid);
    const auto result = checkMounts({mount(path)}, m_facts);
    QCOMPARE(targetOf(result), valid ? QString() : u"dataMounts[0].mountPath"_s);
}

void ValidationTest::refusesTwoFoldersAtOnePath()
{
    QCOMPARE(targetOf(checkMounts({mount(u"/mnt/a"_s), mount(u"/mnt/b"_s), mount(u"/mnt/a"_s)},
                                  m_facts)),
             u"dataMounts[2].mountPath"_s);
    QCOMPARE(targetOf(checkMounts({mount(u"/mnt/a"_s), mount(u"/mnt/a/b"_s)}, m_facts)),
             u"dataMounts[1].mountPath"_s);
    QCOMPARE(targetOf(checkMounts({mount(u"/mnt/a/b"_s), mount(u"/mnt/a"_s)}, m_facts)),
             u"dataMounts[1].mountPath"_s);
    QVERIFY(checkMounts({mount(u"/mnt/a"_s), mount(u"/mnt/ab"_s)}, m_facts));
}

void ValidationTest::namesTheFieldOfAnInstance()
{
    Arm::ComputeInstance instance{.name = u"ada-box"_s, .vmSize = u"Local_C1_M2"_s};
    QVERIFY(checkInstance(instance, m_facts));
    instance.ssh.adminPublicKey = u"nonsense"_s;
    QCOMPARE(targetOf(checkInstance(instance, m_facts)), u"sshSettings.adminPublicKey"_s);
    instance.vmSize = u"huge"_s;
    QCOMPARE(targetOf(checkInstance(instance, m_facts)), u"vmSize"_s);
    instance.name = u"gpu-node-01"_s;
    QCOMPARE(targetOf(checkInstance(instance, m_facts)), u"name"_s);
}

void ValidationTest::namesAFieldOfTheWrongType_data()
{
    QTest::addColumn<QJsonObject>("inner");
    QTest::addColumn<QString>("target");
    QTest::newRow("size") << QJsonObject{{u"vmSize"_s, 7}} << u"vmSize"_s;
    QTest::newRow("ssh") << QJsonObject{{u"sshSettings"_s, u"on"_s}} << u"sshSettings"_s;
    QTest::newRow("access") << QJsonObject{{u"sshSettings"_s,
                                            QJsonObject{{u"sshPublicAccess"_s, u"Maybe"_s}}}}
                            << u"sshSettings.sshPublicAccess"_s;
    QTest::newRow("mounts") << QJsonObject{{u"dataMounts"_s, QJsonObject()}} << u"dataMounts"_s;
    QTest::newRow("a mount") << QJsonObject{{u"dataMounts"_s, QJsonArray{u"/x"_s}}}
                             << u"dataMounts[0]"_s;
    QTest::newRow("read only") << QJsonObject{{u"dataMounts"_s,
                                               QJsonArray{QJsonObject{{u"readOnly"_s, u"no"_s}}}}}
                               << u"dataMounts[0].readOnly"_s;
}

void ValidationTest::namesAFieldOfTheWrongType()
{
    QFETCH(QJsonObject, inner);
    QFETCH(QString, target);
    const QJsonObject outer{{u"computeType"_s, u"ComputeInstance"_s}, {u"properties"_s, inner}};
    const auto requested = requestedFrom(u"ada"_s, {{u"properties"_s, outer}});
    QVERIFY(!requested);
    QCOMPARE(requested.error().target, target);
}

void ValidationTest::dropsWhatAClientCanNotSet()
{
    const QJsonObject inner{{u"vmSize"_s, u"Local_C1_M2"_s},
                            {u"state"_s, u"Running"_s},
                            {u"errors"_s, QJsonArray{QJsonObject{{u"message"_s, u"x"_s}}}},
                            {u"schedules"_s, QJsonObject{{u"a"_s, 1}}}};
    const QJsonObject outer{{u"computeType"_s, u"ComputeInstance"_s},
                            {u"provisioningState"_s, u"Succeeded"_s},
                            {u"properties"_s, inner}};
    const auto requested = requestedFrom(u"ada"_s,
                                         {{u"name"_s, u"eve"_s}, {u"properties"_s, outer}});
    QVERIFY(requested);
    QCOMPARE(requested->name, u"ada"_s);
    QVERIFY(requested->state == Arm::InstanceState::Unknown);
    QVERIFY(requested->errors.isEmpty());
    const QJsonObject kept = requested->raw["properties"_L1]["properties"_L1].toObject();
    QVERIFY(!kept.contains("state"_L1));
    QVERIFY(kept.contains("schedules"_L1));
}

void ValidationTest::tellsUpdatesApart()
{
    Arm::ComputeInstance stored{.name = u"ada"_s, .vmSize = u"Local_C1_M2"_s};
    Arm::ComputeInstance requested = stored;
    QVERIFY(updateBetween(stored, merged(stored, requested)) == Update::None);
    requested.vmSize = u"local_c1_m2"_s;
    QVERIFY(updateBetween(stored, merged(stored, requested)) == Update::None);
    requested.tags = {{u"a"_s, u"b"_s}};
    QVERIFY(updateBetween(stored, merged(stored, requested)) == Update::Anytime);
    requested.ssh = {.publicAccess = true, .adminPublicKey = ed25519Line};
    QVERIFY(updateBetween(stored, merged(stored, requested)) == Update::Keys);
    requested.mounts = {mount(u"/mnt/a"_s)};
    QVERIFY(updateBetween(stored, merged(stored, requested)) == Update::WhileStopped);
}

QTEST_GUILESS_MAIN(ValidationTest)
#include "tst_validation.moc"

#include <memory>
