// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which names ~/.ssh/config offers. What they mean is for ssh to say.
#include "backend/ssh/trust/sshconfig.h"
#include "backend/ssh/trust/userhome.h"

#include <QFile>
#include <QFileInfo>

#include <glob.h>

#include <memory>

namespace Atelier::Ssh {

namespace {

constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr int deepestInclude = 16; ///< READCONF_MAX_DEPTH of OpenSSH

/** The words of a line (ssh_config(5)): "keyword arguments" or "keyword=arguments", quotes, and
 * comments that begin a word. */
QStringList wordsOf(const QString &line)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    bool isWord = false;
    const auto end = [&] {
        if (isWord) {
            words += word;
        }
        word.clear();
        isWord = false;
    };
    for (const QChar character : line) {
        if (character == u'"') {
            isQuoted = !isQuoted;
            isWord = true;
        } else if (!isQuoted && (character.isSpace() || (character == u'=' && words.size() < 2))) {
            end();
        } else if (!isQuoted && !isWord && character == u'#') {
            break;
        } else {
            word += character;
            isWord = true;
        }
    }
    end();
    return words;
}

QStringList matchingFiles(QString pattern, const QString &folder)
{
    if (pattern.startsWith(QLatin1String("~/"))) {
        pattern.replace(0, 1, userHome());
    } else if (!pattern.startsWith(u'/')) {
        pattern = folder + u'/' + pattern;
    }
    glob_t found = {};
    const int status = ::glob(QFile::encodeName(pattern).constData(), 0, nullptr, &found);
    const std::unique_ptr<glob_t, decltype(&::globfree)> owner(&found, &::globfree);
    QStringList files;
    for (std::size_t index = 0; status == 0 && index < found.gl_pathc; ++index) {
        files += QFile::decodeName(found.gl_pathv[index]); // NOLINT: glob's array
    }
    return files;
}

bool isPattern(const QString &name)
{
    return name.contains(u'*') || name.contains(u'?') || name.startsWith(u'!');
}

void readHosts(const QString &file, const QString &folder, int depth, QStringList &hosts)
{
    QFile in(file);
    if (depth > deepestInclude || !QFileInfo(file).isFile() || !in.open(QIODevice::ReadOnly)) {
        return;
    }
    const QString content = QString::fromLocal8Bit(in.read(largestFile));
    for (const QString &line : content.split(u'\n')) {
        QStringList words = wordsOf(line);
        if (words.size() < 2) {
            continue;
        }
        const QString keyword = words.takeFirst().toLower();
        if (keyword == QLatin1String("host")) {
            for (const QString &name : words) {
                if (!isPattern(name) && !hosts.contains(name)) {
                    hosts += name;
                }
            }
        } else if (keyword == QLatin1String("include")) {
            for (const QString &pattern : words) {
                for (const QString &included : matchingFiles(pattern, folder)) {
                    readHosts(included, folder, depth + 1, hosts);
                }
            }
        }
    }
}

} // namespace

QStringList configHosts(const QString &file, const QString &folder)
{
    QStringList hosts;
    readHosts(file, folder, 0, hosts);
    return hosts;
}

} // namespace Atelier::Ssh
