// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/mountrules.h"

#include <QTest>

using namespace Atelier;
using namespace Qt::StringLiterals;
using Arm::MountOverlap;
using Arm::MountPathRule;
using Arm::MountSourceRule;

class MountRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheBrokenRuleOfAPath_data();
    void namesTheBrokenRuleOfAPath();
    void letsAFolderAppearInAHomeBelowTheSystem();
    void namesTheBrokenRuleOfASource_data();
    void namesTheBrokenRuleOfASource();
    void tellsOverlapsApart();
    void explainsEveryRuleInASentence();
};

void MountRulesTest::namesTheBrokenRuleOfAPath_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<std::optional<MountPathRule>>("rule");
    const auto row = [](const QString &path, std::optional<MountPathRule> rule) {
        QTest::newRow(qPrintable(path.left(40))) << path << rule;
    };
    for (const QString &path :
         {u"/mnt/data"_s, u"/home/ada/data"_s, u"/home/ada/cloudfilesx"_s, u"/usrlocal"_s}) {
        row(path, {});
    }
    row({}, MountPathRule::Empty);
    row(u"data"_s, MountPathRule::NotWhole);
    row(u"~/data"_s, MountPathRule::NotWhole);
    row(u"/mnt/../etc"_s, MountPathRule::NotPlain);
    row(u"/mnt//x"_s, MountPathRule::NotPlain);
    row(u"/mnt/x/"_s, MountPathRule::NotPlain);
    row(u"/mnt/a\nb"_s, MountPathRule::NotPlain);
    row(u"/mnt/"_s + QString(256, u'x'), MountPathRule::TooLong);
    row(u"/mnt"_s + u"/x"_s.repeated(600), MountPathRule::TooLong);
    row(u"/"_s, MountPathRule::CoversHome);
    row(u"/home"_s, MountPathRule::CoversHome);
    row(u"/home/ada"_s, MountPathRule::CoversHome);
    row(u"/home/bob"_s, MountPathRule::CoversHome);
    row(u"/home/ada/.ssh"_s, MountPathRule::NeededInHome);
    row(u"/home/ada/.venv/lib"_s, MountPathRule::NeededInHome);
    row(u"/home/ada/cloudfiles/code"_s, MountPathRule::NeededInHome);
    row(u"/usr/share/data"_s, MountPathRule::System);
    row(u"/tmp"_s, MountPathRule::System);
}

void MountRulesTest::namesTheBrokenRuleOfAPath()
{
    QFETCH(const QString, path);
    QFETCH(const std::optional<MountPathRule>, rule);
    QVERIFY(Arm::brokenMountPathRule(path) == rule);
    QVERIFY(Arm::brokenMountPathRule(path, u"/home/ada"_s) == rule);
}

void MountRulesTest::letsAFolderAppearInAHomeBelowTheSystem()
{
    const QString home = u"/var/lib/atelier/home"_s;
    QVERIFY(!Arm::brokenMountPathRule(home + u"/data"_s, home));
    QVERIFY(Arm::brokenMountPathRule(home + u"/.ssh"_s, home) == MountPathRule::NeededInHome);
    QVERIFY(Arm::brokenMountPathRule(u"/var/lib"_s, home) == MountPathRule::CoversHome);
    QVERIFY(Arm::brokenMountPathRule(u"/var/lib/other"_s, home) == MountPathRule::System);
}

void MountRulesTest::namesTheBrokenRuleOfASource_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<Arm::FolderFacts>("facts");
    QTest::addColumn<std::optional<MountSourceRule>>("rule");
    const auto found = [](const QString &realPath) {
        return Arm::FolderFacts{
            .exists = true, .isFolder = true, .isReadable = true, .realPath = realPath};
    };
    const auto row = [](const char *name,
                        const QString &source,
                        const Arm::FolderFacts &facts,
                        std::optional<MountSourceRule> rule) {
        QTest::newRow(name) << source << facts << rule;
    };
    row("good", u"/data"_s, found(u"/data"_s), {});
    row("beside a reserved one", u"/owned"_s, found(u"/owned"_s), {});
    row("empty", {}, {}, MountSourceRule::Empty);
    row("not whole", u"data"_s, found(u"/data"_s), MountSourceRule::NotWhole);
    row("dots", u"/a/../b"_s, found(u"/b"_s), MountSourceRule::NotPlain);
    row("missing", u"/data"_s, {}, MountSourceRule::Missing);
    row("a file", u"/data"_s, {.exists = true, .isReadable = true}, MountSourceRule::NotFolder);
    row("unreadable", u"/data"_s, {.exists = true, .isFolder = true}, MountSourceRule::Unreadable);
    row("the root", u"/"_s, found(u"/"_s), MountSourceRule::Reserved);
    row("a link into the system", u"/data"_s, found(u"/proc/1"_s), MountSourceRule::Reserved);
    row("the caller's own", u"/data"_s, found(u"/own/nodes"_s), MountSourceRule::Reserved);
}

void MountRulesTest::namesTheBrokenRuleOfASource()
{
    QFETCH(const QString, source);
    QFETCH(const Arm::FolderFacts, facts);
    QFETCH(const std::optional<MountSourceRule>, rule);
    QVERIFY(Arm::brokenMountSourceRule(source, facts, {u"/own"_s}) == rule);
}

void MountRulesTest::tellsOverlapsApart()
{
    QVERIFY(Arm::overlapOf(u"/mnt/a"_s, u"/mnt/a"_s) == MountOverlap::Same);
    QVERIFY(Arm::overlapOf(u"/mnt/a"_s, u"/mnt/a/b"_s) == MountOverlap::Nested);
    QVERIFY(Arm::overlapOf(u"/mnt/a/b"_s, u"/mnt/a"_s) == MountOverlap::Nested);
    QVERIFY(Arm::overlapOf(u"/mnt/a"_s, u"/mnt/ab"_s) == MountOverlap::None);
    QVERIFY(Arm::explain(MountOverlap::None, u"/a"_s, u"/b"_s).isEmpty());
}

void MountRulesTest::explainsEveryRuleInASentence()
{
    QStringList sentences{Arm::explain(MountOverlap::Same, u"/mnt/a"_s, u"/mnt/a"_s),
                          Arm::explain(MountOverlap::Nested, u"/mnt/a"_s, u"/mnt/a/b"_s)};
    for (int rule = 0; rule <= static_cast<int>(MountPathRule::System); ++rule) {
        sentences << Arm::explain(static_cast<MountPathRule>(rule), u"/mnt/a"_s);
    }
    for (int rule = 0; rule <= static_cast<int>(MountSourceRule::Reserved); ++rule) {
        sentences << Arm::explain(static_cast<MountSourceRule>(rule), u"/mnt/a"_s);
    }
    for (const QString &sentence : std::as_const(sentences)) {
        QVERIFY2(sentence.endsWith(u'.') && !sentence.contains(u'%'), qPrintable(sentence));
    }
    QVERIFY(Arm::explain(MountPathRule::System, u"/usr"_s).contains("/mnt/data"_L1));
    QVERIFY(Arm::explain(MountPathRule::System, u"/usr"_s, u"/home/ada"_s)
                .contains("/home/ada/data"_L1));
}

QTEST_GUILESS_MAIN(MountRulesTest)
#include "tst_mountrules.moc"
