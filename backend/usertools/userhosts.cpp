// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/userhosts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>

#include <fnmatch.h>
#include <glob.h>

#include <algorithm>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

constexpr int deepest = 16; // READCONF_MAX_DEPTH of OpenSSH's readconf.c
constexpr qint64 largest = 4LL * 1024 * 1024;

/** What glob() has found; freed with this. */
class Matches final
{
    Q_DISABLE_COPY_MOVE(Matches)

public:
    explicit Matches(const QByteArray &pattern)
        : m_found(::glob(pattern.constData(), GLOB_TILDE, nullptr, &m_glob) == 0)
    {
    }
    ~Matches() { ::globfree(&m_glob); }

    [[nodiscard]] QStringList paths() const
    {
        QStringList result;
        for (size_t at = 0; m_found && at < m_glob.gl_pathc; ++at) {
            result.append(QFile::decodeName(m_glob.gl_pathv[at]));
        }
        return result;
    }

private:
    glob_t m_glob{};
    bool m_found;
};

bool isBlank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n'
           || character == '\f';
}

} // namespace

QList<QByteArray> configWords(const QByteArray &line)
{
    QList<QByteArray> words;
    QByteArray word;
    bool isOpen = false;
    char quote = 0;
    const auto close = [&] {
        if (isOpen) {
            words.append(word);
        }
        word.clear();
        isOpen = false;
    };
    for (qsizetype at = 0; at < line.size(); ++at) {
        const char now = line[at];
        const char next = at + 1 < line.size() ? line[at + 1] : '\0';
        const bool endsKeyword = words.isEmpty() && now == '=';
        if (quote == 0 && !isOpen && now == '#') {
            break;
        }
        if (now == '\\'
            && (next == '"' || next == '\'' || next == '\\' || (quote == 0 && next == ' '))) {
            word += next;
            isOpen = true;
            ++at;
        } else if (quote != 0) {
            if (now == quote) {
                quote = 0;
            } else {
                word += now;
            }
        } else if (now == '"' || now == '\'') {
            quote = now;
            isOpen = true;
        } else if (isBlank(now) || endsKeyword) {
            close();
        } else if (now != '=' || words.size() != 1 || isOpen) {
            word += now;
            isOpen = true;
        } // else: the sign between a keyword and its argument
    }
    close();
    return words;
}

UserHosts UserHosts::read(const QString &configFile, const QString &ownFile)
{
    UserHosts hosts;
    hosts.readFile(configFile, QFileInfo(configFile).path(), ownFile, 0);
    return hosts;
}

void UserHosts::readFile(const QString &file,
                         const QString &folder,
                         const QString &ownFile,
                         int depth)
{
    QFile input(file);
    if (depth > deepest || !QFileInfo(file).isFile() || !input.open(QIODevice::ReadOnly)) {
        return;
    }
    for (const QByteArray &line : input.read(largest).split('\n')) {
        readLine(line, folder, ownFile, depth);
    }
}

void UserHosts::readLine(const QByteArray &line,
                         const QString &folder,
                         const QString &ownFile,
                         int depth)
{
    QList<QByteArray> words = configWords(line);
    if (words.size() < 2) {
        return;
    }
    const QByteArray keyword = words.takeFirst().toLower();
    if (keyword == "host") {
        m_patterns += words;
        return;
    }
    if (keyword != "include") {
        return;
    }
    for (const QByteArray &word : std::as_const(words)) {
        const bool isWhole = word.startsWith('/') || word.startsWith('~');
        const Matches matches(isWhole ? word : QFile::encodeName(folder) + '/' + word);
        for (const QString &path : matches.paths()) {
            if (path != ownFile) {
                readFile(path, folder, ownFile, depth + 1);
            }
        }
    }
}

bool UserHosts::contains(const QString &name) const
{
    return std::ranges::any_of(m_patterns, [&name](const QByteArray &pattern) {
        const bool namesSomebody = std::ranges::any_of(
            pattern, [](char character) { return character != '*' && character != '?'; });
        return namesSomebody && !pattern.startsWith('!')
               && ::fnmatch(pattern.constData(), name.toUtf8().constData(), FNM_NOESCAPE) == 0;
    });
}

QString UserHosts::aliasFor(const QString &instance) const
{
    const bool isHere = instance.compare(u"localhost"_s, Qt::CaseInsensitive) == 0
                        || instance.compare(QSysInfo::machineHostName(), Qt::CaseInsensitive) == 0;
    return isHere || contains(instance) ? u"atelier-"_s + instance : instance;
}

} // namespace Atelier::UserTools
