// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/computename.h"

#include <QCoreApplication>

#include <algorithm>

namespace Atelier::Arm {

namespace {

constexpr qsizetype shortest = 3;
constexpr qsizetype longest = 24;

bool isLetter(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z');
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

/** "gpu-node-01" ends with a dash and nothing but digits. */
bool endsWithDashDigits(const QString &name)
{
    const qsizetype dash = name.lastIndexOf(u'-');
    return dash >= 0 && dash + 1 < name.size()
           && std::all_of(name.cbegin() + dash + 1, name.cend(), isDigit);
}

/** What to write instead of a name that ends with a dash and digits: "gpu-node-01a". */
QString withLetter(const QString &name)
{
    const QString candidate = name + QLatin1Char('a');
    return candidate.size() <= longest ? candidate
                                       : QString(name).remove(name.lastIndexOf(u'-'), 1);
}

QString translated(const char *text)
{
    return QCoreApplication::translate("ComputeName", text);
}

const QStringList &firstNames()
{
    static const QStringList names{
        QStringLiteral("ada"),       QStringLiteral("grace"),    QStringLiteral("emmy"),
        QStringLiteral("alan"),      QStringLiteral("marie"),    QStringLiteral("hedy"),
        QStringLiteral("euler"),     QStringLiteral("gauss"),    QStringLiteral("hypatia"),
        QStringLiteral("kepler"),    QStringLiteral("lise"),     QStringLiteral("mary"),
        QStringLiteral("noether"),   QStringLiteral("curie"),    QStringLiteral("darwin"),
        QStringLiteral("faraday"),   QStringLiteral("galois"),   QStringLiteral("hopper"),
        QStringLiteral("katherine"), QStringLiteral("lovelace"), QStringLiteral("maxwell"),
        QStringLiteral("newton"),    QStringLiteral("pascal"),   QStringLiteral("ramanujan"),
        QStringLiteral("sagan"),     QStringLiteral("tesla"),    QStringLiteral("turing"),
        QStringLiteral("vera"),      QStringLiteral("yukawa"),   QStringLiteral("zuse"),
    };
    return names;
}

/** 0 -> a, 25 -> z, 26 -> aa: a suffix of letters, because digits after a dash are not allowed. */
QString letters(int number)
{
    QString text;
    for (int rest = number + 1; rest > 0; rest = (rest - 1) / 26) {
        text.prepend(QChar(u'a' + ((rest - 1) % 26)));
    }
    return text;
}

} // namespace

std::optional<NameRule> brokenNameRule(const QString &name)
{
    if (name.size() < shortest) {
        return NameRule::TooShort;
    }
    if (!isLetter(name.front())) {
        return NameRule::FirstNotLetter;
    }
    const auto allowed = [](QChar character) {
        return isLetter(character) || isDigit(character) || character == u'-';
    };
    if (!std::ranges::all_of(name, allowed)) {
        return NameRule::BadCharacter;
    }
    if (name.size() > longest) {
        return NameRule::TooLong;
    }
    if (name.endsWith(u'-')) {
        return NameRule::EndsWithDash;
    }
    if (endsWithDashDigits(name)) {
        return NameRule::EndsWithDashDigits;
    }
    return {};
}

QString explain(NameRule rule, const QString &name)
{
    switch (rule) {
    case NameRule::TooShort:
        return name.isEmpty()
                   ? translated(QT_TRANSLATE_NOOP(
                         "ComputeName", "Give the instance a name of 3 to 24 characters."))
                   : translated(
                         QT_TRANSLATE_NOOP("ComputeName",
                                           "“%1” is too short: a name has 3 to 24 characters."))
                         .arg(name);
    case NameRule::TooLong:
        return translated(
                   QT_TRANSLATE_NOOP("ComputeName",
                                     "“%1” has %2 characters: a name has 3 to 24 characters."))
            .arg(name, QString::number(name.size()));
    case NameRule::FirstNotLetter:
        return translated(
                   QT_TRANSLATE_NOOP(
                       "ComputeName",
                       "“%1” does not begin with a letter: a name begins with one of A to Z."))
            .arg(name);
    case NameRule::BadCharacter: {
        const auto bad = std::ranges::find_if(name, [](QChar character) {
            return !isLetter(character) && !isDigit(character) && character != u'-';
        });
        if (bad != name.end() && bad->isSpace()) {
            return translated(QT_TRANSLATE_NOOP("ComputeName",
                                                "“%1” contains a space: only the letters A to Z, "
                                                "digits and dashes are allowed."))
                .arg(name);
        }
        return translated(QT_TRANSLATE_NOOP("ComputeName",
                                            "“%1” contains “%2”: only the letters A to Z, digits "
                                            "and dashes are allowed."))
            .arg(name, bad == name.end() ? QString() : QString(*bad));
    }
    case NameRule::EndsWithDash:
        return translated(QT_TRANSLATE_NOOP(
                              "ComputeName",
                              "“%1” ends with a dash: the last character is a letter or a digit."))
            .arg(name);
    case NameRule::EndsWithDashDigits:
        return translated(QT_TRANSLATE_NOOP("ComputeName",
                                            "“%1” ends with a dash and digits, which is kept for "
                                            "the nodes of a cluster: "
                                            "“%2” is allowed."))
            .arg(name, withLetter(name));
    }
    return {};
}

QString freeComputeName(const QStringList &taken)
{
    const auto isFree = [&taken](const QString &name) {
        return !taken.contains(name, Qt::CaseInsensitive);
    };
    for (const QString &first : firstNames()) {
        const QString name = first + QStringLiteral("-box");
        if (isFree(name)) {
            return name;
        }
    }
    for (int number = 0;; ++number) {
        const QString name = QStringLiteral("ada-box-") + letters(number);
        if (isFree(name)) {
            return name;
        }
    }
}

} // namespace Atelier::Arm
