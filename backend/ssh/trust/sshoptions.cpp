// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/trust/sshoptions.h"

#include "backend/ssh/trust/userhome.h"

#include <QCryptographicHash>
#include <QProcessEnvironment>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

namespace Atelier::Ssh {

namespace {

QString localUser()
{
    const struct passwd *entry = ::getpwuid(::getuid()); // NOLINT(concurrency-mt-unsafe): GUI only
    return entry == nullptr ? QString() : QString::fromLocal8Bit(entry->pw_name);
}

/** "${NAME}" from the environment; what is not set stays as it is. */
QString withEnvironment(QString text)
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    qsizetype start = 0;
    while ((start = text.indexOf(QLatin1String("${"), start)) >= 0) {
        const qsizetype end = text.indexOf(u'}', start);
        if (end < 0) {
            break;
        }
        const QString name = text.sliced(start + 2, end - start - 2);
        const QString content = environment.value(name);
        if (content.isEmpty()) {
            start = end;
            continue;
        }
        text.replace(start, end - start + 1, content);
        start += content.size();
    }
    return text;
}

} // namespace

SshOptions SshOptions::parse(const QByteArray &output)
{
    SshOptions options;
    for (const QByteArray &line : output.split('\n')) {
        const qsizetype blank = line.indexOf(' ');
        if (blank > 0) {
            options.m_values.insert(QString::fromLatin1(line.first(blank)).toLower(),
                                    QString::fromLocal8Bit(line.sliced(blank + 1)));
        }
    }
    return options;
}

QString SshOptions::value(const char *name) const
{
    return values(name).value(0);
}

QStringList SshOptions::values(const char *name) const
{
    QStringList found = m_values.values(QString::fromLatin1(name));
    std::ranges::reverse(found); // a multi-hash gives the last one first
    return found;
}

QStringList SshOptions::paths(const char *name) const
{
    QStringList found;
    for (const QString &word : value(name).split(u' ', Qt::SkipEmptyParts)) {
        // ssh prints a path with blanks without quotes; every path begins with one of these.
        if (found.isEmpty() || word.startsWith(u'/') || word.startsWith(u'~')
            || word == QLatin1String("none")) {
            found += word;
        } else {
            found.last() += u' ' + word;
        }
    }
    found.removeAll(QStringLiteral("none"));
    return found;
}

bool SshOptions::isOn(const char *name) const
{
    const QString text = value(name);
    return !text.isEmpty() && text != QLatin1String("none") && text != QLatin1String("no")
           && text != QLatin1String("false");
}

QString SshOptions::expanded(const QString &value, const QString &alias) const
{
    QString text = withEnvironment(value);
    if (text == QLatin1String("~") || text.startsWith(QLatin1String("~/"))) {
        text.replace(0, 1, userHome());
    }
    QString result;
    for (qsizetype index = 0; index < text.size(); ++index) {
        if (text[index] == u'%' && index + 1 < text.size()) {
            result += token(text[++index], alias);
        } else {
            result += text[index];
        }
    }
    return result;
}

QString SshOptions::token(QChar letter, const QString &alias) const
{
    QString machine = QSysInfo::machineHostName();
    switch (letter.unicode()) {
    case u'%':
        return QStringLiteral("%");
    case u'C': {
        const QString text = token(u'l', alias) + token(u'h', alias) + token(u'p', alias)
                             + token(u'r', alias) + token(u'j', alias);
        return QString::fromLatin1(
            QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex());
    }
    case u'd':
        return userHome();
    case u'h':
        return value("hostname");
    case u'i':
        return QString::number(::getuid());
    case u'j':
        return value("proxyjump");
    case u'k':
        return value("hostkeyalias").isEmpty() ? alias : value("hostkeyalias");
    case u'L':
        return machine.section(u'.', 0, 0);
    case u'l':
        return machine;
    case u'n':
        return alias;
    case u'p':
        return value("port");
    case u'r':
        return value("user");
    case u'u':
        return localUser();
    default:
        return QLatin1Char('%') + letter; // what OpenSSH would refuse names no file here
    }
}

} // namespace Atelier::Ssh
