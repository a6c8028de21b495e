// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/usertools/sshuserconfig.h"

#include "backend/usertools/filerewrite.h"
#include "backend/usertools/sshhosts.h"
#include "backend/usertools/userhosts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace Atelier::UserTools {

namespace {

using namespace Qt::StringLiterals;

constexpr auto maximumPasswd = 16 * 1024;

/** The home as getpwuid_r(3) gives it; $HOME where there is no entry. */
QString passwdHome()
{
    QByteArray buffer(maximumPasswd, '\0');
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), static_cast<size_t>(buffer.size()), &found)
            == 0
        && found != nullptr && found->pw_dir != nullptr && *found->pw_dir != '\0') {
        return QFile::decodeName(found->pw_dir);
    }
    return QDir::homePath();
}

/** The lines of @p text, each with its end. */
QList<QByteArray> linesOf(const QByteArray &text)
{
    QList<QByteArray> lines;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = text.indexOf('\n', at);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        lines.append(text.sliced(at, next - at));
        at = next;
    }
    return lines;
}

} // namespace

SshUserConfig::SshUserConfig(QString file, QString included)
    : m_file(std::move(file))
    , m_included(std::move(included))
{
}

QString SshUserConfig::defaultFile()
{
    const QString forTests = qEnvironmentVariable("ATELIER_SSH_CONFIG");
    return forTests.isEmpty() ? passwdHome() + u"/.ssh/config"_s : forTests;
}

QString SshUserConfig::line() const
{
    return u"Include "_s + QString::fromUtf8(includeArgument(m_included));
}

bool SshUserConfig::isOurs(const QByteArray &line) const
{
    const QList<QByteArray> words = configWords(line);
    const QList<QByteArray> ours = configWords("Include " + includeArgument(m_included));
    return words.size() == 2 && words[0].toLower() == "include"
           && (words[1] == ours[1] || words[1] == QFile::encodeName(m_included));
}

bool SshUserConfig::hasLine() const
{
    QFile input(m_file);
    if (!input.open(QIODevice::ReadOnly)) {
        return false;
    }
    const QList<QByteArray> lines = linesOf(input.readAll());
    return std::ranges::any_of(lines, [this](const QByteArray &line) { return isOurs(line); });
}

QByteArray SshUserConfig::withLine(const QByteArray &before) const
{
    const QList<QByteArray> lines = linesOf(before);
    if (std::ranges::any_of(lines, [this](const QByteArray &line) { return isOurs(line); })) {
        return before;
    }
    const bool endsLikeWindows = !lines.isEmpty() && lines.constFirst().endsWith("\r\n");
    return "Include " + includeArgument(m_included) + (endsLikeWindows ? "\r\n" : "\n") + before;
}

QByteArray SshUserConfig::withoutLine(const QByteArray &before) const
{
    QByteArray kept;
    for (const QByteArray &line : linesOf(before)) {
        if (!isOurs(line)) {
            kept += line;
        }
    }
    return kept;
}

Result<void> SshUserConfig::change(bool isWanted)
{
    if (auto usable = checkPath(m_included); !usable) {
        return usable;
    }
    const auto changed = rewriteFile(m_file, [this, isWanted](const QByteArray &before) {
        return isWanted ? withLine(before) : withoutLine(before);
    });
    if (changed) {
        return {};
    }
    Error error = changed.error();
    error.message = isWanted ? QCoreApplication::translate(
                                   "SshUserConfig", "%1 Put this line at its top yourself: %2")
                                   .arg(error.message, line())
                             : QCoreApplication::translate("SshUserConfig",
                                                           "%1 Take this line out yourself: %2")
                                   .arg(error.message, line());
    return failure(error);
}

Result<void> SshUserConfig::addLine()
{
    return change(true);
}

Result<void> SshUserConfig::removeLine()
{
    return QFile::exists(m_file) ? change(false) : Result<void>();
}

} // namespace Atelier::UserTools
