// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/navigationrules.h"

#include <QTest>

using namespace Atelier::Notebook;
using Verdict = NavigationRules::Verdict;

class TestNavigationRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsEveryWayBackToThisComputer_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("loopback");
        const auto row = [](const char *host, bool loopback) {
            QTest::newRow(host) << QString::fromLatin1(host) << loopback;
        };
        row("localhost", true);
        row("LOCALHOST", true);
        row("localhost.", true);
        row("a.localhost", true);
        row("127.0.0.1", true);
        row("127.9.8.7", true);
        row("0.0.0.0", true);
        row("::1", true);
        row("::", true);
        row("::ffff:127.0.0.1", true);
        row("127.0.0.1.example.org", false);
        row("localhost.example.org", false);
        row("example.org", false);
        row("192.168.1.1", false);
    }

    void knowsEveryWayBackToThisComputer()
    {
        QFETCH(QString, host);
        QTEST(isLoopback(host), "loopback");
    }

    void decidesWhereAPageGoes_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("mainFrame");
        QTest::addColumn<bool>("gesture");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char *url, bool mainFrame, bool gesture, Verdict verdict) {
            QTest::addRow("%s %d %d", url, mainFrame, gesture)
                << QString::fromLatin1(url) << mainFrame << gesture << int(verdict);
        };
        row("http://127.0.0.1:4321/lab", true, false, Verdict::Allow);
        row("about:blank", true, false, Verdict::Allow);
        row("about:srcdoc", false, false, Verdict::Allow);
        row("blob:http://127.0.0.1:4321/0a1b", true, false, Verdict::Allow);
        row("https://example.org/", true, true, Verdict::External);
        row("http://example.org/", true, true, Verdict::External);
        row("mailto:ada@example.org", true, true, Verdict::External);
        row("https://example.org/", true, false, Verdict::Block);
        row("https://example.org/", false, false, Verdict::Allow);
        row("http://example.org/", false, false, Verdict::Block);
        row("http://127.0.0.1:4322/", true, false, Verdict::Block);
        row("http://127.0.0.1:4322/", false, false, Verdict::Block);
        row("http://localhost:4321/", false, false, Verdict::Block);
        row("https://127.0.0.1:4321/", false, false, Verdict::Block);
        row("file:///etc/passwd", true, true, Verdict::Block);
        row("file:///etc/passwd", false, false, Verdict::Block);
        row("qrc:/x", true, true, Verdict::Block);
        row("javascript:alert(1)", true, true, Verdict::Block);
        row("blob:http://127.0.0.1:4322/0a1b", false, false, Verdict::Block);
        row("http://127.0.0.1:4321@example.org/", true, false, Verdict::Block);
    }

    void decidesWhereAPageGoes()
    {
        QFETCH(QString, url);
        QFETCH(bool, mainFrame);
        QFETCH(bool, gesture);
        const NavigationRules rules{.origin = QUrl(QStringLiteral("http://127.0.0.1:4321/"))};
        QTEST(int(rules.navigation(QUrl(url), mainFrame, gesture)), "verdict");
    }

    void loadsPartsFromTheOwnOriginAndHttps_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("outside");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char *url, bool outside, bool allowed) {
            QTest::addRow("%s %d", url, outside) << QString::fromLatin1(url) << outside << allowed;
        };
        row("http://127.0.0.1:4321/static/x.js", false, true);
        row("ws://127.0.0.1:4321/api/kernels", false, true);
        row("data:image/png;base64,AA", false, true);
        row("blob:http://127.0.0.1:4321/u", false, true);
        row("blob:null/u", false, true);
        row("https://cdn.example.org/plot.js", true, true);
        row("wss://example.org/live", true, true);
        row("https://cdn.example.org/plot.js", false, false);
        row("http://cdn.example.org/plot.js", true, false);
        row("http://127.0.0.1:631/", true, false);
        row("https://localhost/", true, false);
        row("ws://127.0.0.1:4322/", true, false);
        row("file:///etc/passwd", true, false);
        row("qrc:/x.js", true, false);
        row("ftp://example.org/", true, false);
    }

    void loadsPartsFromTheOwnOriginAndHttps()
    {
        QFETCH(QString, url);
        QFETCH(bool, outside);
        const NavigationRules rules{.origin = QUrl(QStringLiteral("http://127.0.0.1:4321/")),
                                    .outsideResources = outside};
        QTEST(rules.allowsResource(QUrl(url)), "allowed");
    }
};

QTEST_GUILESS_MAIN(TestNavigationRules)
#include "tst_navigationrules.moc"
