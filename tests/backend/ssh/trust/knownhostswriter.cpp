// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Records the key ARG4 (base64) for the hosts ARG2-0, ARG2-1, … ARG2-(ARG3 - 1) in the file ARG1,
// and prints the name of each once it is recorded.
#include "backend/ssh/hostkeys.h"
#include "backend/ssh/trust/knownhosts.h"

#include <QStringList>
#include <QThread>

#include <cstdio>

using namespace Atelier::Ssh;

int main(int count, char **words)
{
    if (count != 5) {
        return 2;
    }
    const QStringList arguments{QString::fromLocal8Bit(words[1]), QString::fromLocal8Bit(words[2])};
    const KnownHosts hosts({.user = {arguments[0]}});
    const HostKey key = hostKeyFromBlob(QByteArray::fromBase64(words[4]));
    for (int index = 0; index < QByteArray(words[3]).toInt(); ++index) {
        const QString host = arguments[1] + u'-' + QString::number(index);
        if (const auto added = hosts.add(host, 22, key); !added) {
            std::fprintf(stderr, "%s\n", qPrintable(added.error().message));
            return 1;
        }
        std::printf("%s\n", qPrintable(host));
        std::fflush(stdout);
        QThread::usleep(200); // the others get their turn
    }
    return 0;
}
