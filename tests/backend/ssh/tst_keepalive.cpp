// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ssh/keepalive.h"

#include <QTest>

using namespace Atelier::Ssh;
using namespace std::chrono_literals;

class TestKeepAlive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wakesAllConnectionsAtOneTime()
    {
        const TimePoint tick(150s);
        QVERIFY(nextTick(TimePoint(135s), 15s) == tick);
        QVERIFY(nextTick(TimePoint(140s), 15s) == tick);
        QVERIFY(nextTick(TimePoint(149'999ms), 15s) == tick);
    }

    void waitsForTheNextTickOnOne() { QVERIFY(nextTick(TimePoint(150s), 15s) == TimePoint(165s)); }
};

QTEST_GUILESS_MAIN(TestKeepAlive)
#include "tst_keepalive.moc"
