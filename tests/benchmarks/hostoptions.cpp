// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/hostoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <cstdio>

namespace Atelier::Benchmark {

namespace {

QList<Ssh::HostKey> readHostKeys(const QString &path)
{
    QFile file(path);
    QList<Ssh::HostKey> keys;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            const QByteArrayList words = line.split(' ');
            if (words.size() >= 3) {
                keys.append({.type = QString::fromLatin1(words[1]),
                             .blob = QByteArray::fromBase64(words[2])});
            }
        }
    }
    return keys;
}

} // namespace

void addHostOptions(QCommandLineParser &parser)
{
    for (const char *name : {"port", "user", "key", "known"}) {
        parser.addOption({QString::fromLatin1(name), QString(), QString::fromLatin1(name)});
    }
}

Ssh::Destination destination(const QCommandLineParser &parser)
{
    Ssh::Destination there{.host = QStringLiteral("127.0.0.1"),
                           .port = parser.value(QStringLiteral("port")).toUShort(),
                           .user = parser.value(QStringLiteral("user"))};
    there.identityFiles = {parser.value(QStringLiteral("key"))};
    there.hostKeys = readHostKeys(parser.value(QStringLiteral("known")));
    return there;
}

void fail(const Error &error)
{
    std::fprintf(stderr, "%s %s\n", qPrintable(error.message), qPrintable(error.detail));
    QCoreApplication::exit(1);
}

} // namespace Atelier::Benchmark
