// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computename.h"

#include <QRegularExpression>
#include <QTest>

using namespace Atelier::Arm;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::optional<NameRule>)

class ComputeNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheFirstRuleThatIsBroken_data();
    void namesTheFirstRuleThatIsBroken();
    void explainsEveryRuleWithTheNameInTheSentence();
    void proposesANameThatIsAllowedInsteadOfDashDigits();
    void agreesWithTheServicesPattern();
    void proposesAdaBoxFirst();
    void proposesValidNamesHoweverManyAreTaken();
};

void ComputeNameTest::namesTheFirstRuleThatIsBroken_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::optional<NameRule>>("rule");
    const auto row = [](const QString &name, std::optional<NameRule> rule) {
        QTest::newRow(qPrintable(name)) << name << rule;
    };
    for (const QString &valid : {u"abc"_s,
                                 u"cpu-cluster"_s,
                                 u"abc-1a"_s,
                                 u"a-1-b"_s,
                                 u"ABC"_s,
                                 u"ada-box"_s,
                                 u"a12"_s,
                                 u"abcdefghijklmnopqrstuvwx"_s}) {
        row(valid, {});
    }
    row({}, NameRule::TooShort);
    row(u"ab"_s, NameRule::TooShort);
    row(u"abcdefghijklmnopqrstuvwxy"_s, NameRule::TooLong);
    row(u"1abc"_s, NameRule::FirstNotLetter);
    row(u"-abc"_s, NameRule::FirstNotLetter);
    row(u"äbc"_s, NameRule::FirstNotLetter);
    row(u"ab_c"_s, NameRule::BadCharacter);
    row(u"ab c"_s, NameRule::BadCharacter);
    row(u"abc٣"_s, NameRule::BadCharacter);
    row(u"abc/d"_s, NameRule::BadCharacter);
    row(u"abc-"_s, NameRule::EndsWithDash);
    row(u"abc--"_s, NameRule::EndsWithDash);
    row(u"abc-1"_s, NameRule::EndsWithDashDigits);
    row(u"gpu-node-01"_s, NameRule::EndsWithDashDigits);
}

void ComputeNameTest::namesTheFirstRuleThatIsBroken()
{
    QFETCH(QString, name);
    QFETCH(std::optional<NameRule>, rule);
    QCOMPARE(brokenNameRule(name), rule);
}

void ComputeNameTest::explainsEveryRuleWithTheNameInTheSentence()
{
    for (const QString &name : {u"ab"_s,
                                u"abcdefghijklmnopqrstuvwxy"_s,
                                u"1abc"_s,
                                u"ab_c"_s,
                                u"ab c"_s,
                                u"abc-"_s,
                                u"gpu-node-01"_s}) {
        const auto rule = brokenNameRule(name);
        QVERIFY2(rule, qPrintable(name));
        const QString sentence = explain(*rule, name);
        QVERIFY2(sentence.contains(name) && sentence.endsWith(u'.'), qPrintable(sentence));
    }
    QVERIFY(explain(NameRule::TooShort, {}).endsWith(u'.'));
}

void ComputeNameTest::proposesANameThatIsAllowedInsteadOfDashDigits()
{
    for (const QString &name : {u"gpu-node-01"_s, u"abcdefghijklmnopqrstuv-1"_s, u"a-1"_s}) {
        const QString sentence = explain(NameRule::EndsWithDashDigits, name);
        const QStringList quoted = sentence.split(u'“');
        QCOMPARE(quoted.size(), 3);
        const QString proposed = quoted.last().section(u'”', 0, 0);
        QVERIFY2(!brokenNameRule(proposed), qPrintable(proposed));
    }
}

void ComputeNameTest::agreesWithTheServicesPattern()
{
    // The pattern of 2025-06-01; its documentation also forbids a dash at the end.
    const QRegularExpression pattern(u"^[a-zA-Z](?![a-zA-Z0-9-]*-\\d+$)[a-zA-Z0-9\\-]{2,23}$"_s);
    const QString alphabet = u"a1-_"_s;
    for (int code = 0; code < 4 * 4 * 4 * 4 * 4; ++code) {
        QString name;
        for (int rest = code, place = 0; place < 5; ++place, rest /= 4) {
            name.append(alphabet.at(rest % 4));
        }
        const bool expected = pattern.match(name).hasMatch() && !name.endsWith(u'-');
        QVERIFY2(expected == !brokenNameRule(name).has_value(), qPrintable(name));
    }
}

void ComputeNameTest::proposesAdaBoxFirst()
{
    QCOMPARE(freeComputeName({}), u"ada-box"_s);
    QVERIFY(freeComputeName({u"ADA-Box"_s}).compare("ada-box"_L1, Qt::CaseInsensitive) != 0);
}

void ComputeNameTest::proposesValidNamesHoweverManyAreTaken()
{
    QStringList taken;
    for (int count = 0; count < 200; ++count) {
        const QString name = freeComputeName(taken);
        QVERIFY2(!brokenNameRule(name), qPrintable(name));
        QVERIFY2(!taken.contains(name, Qt::CaseInsensitive), qPrintable(name));
        taken.append(name);
    }
}

QTEST_GUILESS_MAIN(ComputeNameTest)
#include "tst_computename.moc"
