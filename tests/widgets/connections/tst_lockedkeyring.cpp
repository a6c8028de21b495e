// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keychain.h"
#include "tests/backend/keychain/privatebus.h"
#include "tests/backend/ssh/await.h"
#include "widgets/connections/questiondesk.h"
#include "widgets/connections/secretdialog.h"
#include "widgets/connections/secretkeeper.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;
using Kind = Ssh::SecretRequest::Kind;
using Test::await;

namespace {

Ssh::SecretRequest passwordOf(const QString &user)
{
    return {.kind = Kind::Password,
            .user = user,
            .host = u"box"_s,
            .prompts = {{.text = u"Password"_s}}};
}

} // namespace

/** A real GNOME keyring that is locked: reading makes it ask for its own password, in a window that
 * nobody sees. */
class LockedKeyringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void aLookUpEndsInTime();
    void onesOwnAnswerIsTakenMeanwhile();
    void saysThatNothingWasKept();

private:
    [[nodiscard]] SecretDialog *dialog() const
    {
        auto *found = m_window->findChild<SecretDialog *>();
        return found != nullptr && found->isVisible() ? found : nullptr;
    }
    [[nodiscard]] QFuture<Result<QStringList>> ask()
    {
        auto reply = std::make_shared<Ssh::Reply<QStringList>>();
        auto future = reply->future();
        m_desk->askSecret(passwordOf(u"ada"_s), std::move(reply));
        return future;
    }

    Test::PrivateBus m_bus;
    Keychain m_keychain{u"Atelier test"_s};
    std::unique_ptr<QWidget> m_window;
    QuestionDesk *m_desk = nullptr;
};

void LockedKeyringTest::initTestCase()
{
    QCOMPARE(m_bus.start(), QString());
    QCOMPARE(m_bus.startKeyring(), QString());
    QTRY_VERIFY(await(m_keychain.available()).has_value());
    const QString key = SecretKeeper::keyOf(passwordOf(u"ada"_s));
    QVERIFY(await(m_keychain.write(key, u"kept"_s)).has_value());
    QCOMPARE(m_bus.leaveQuestionsOpen(), QString());
    QCOMPARE(m_bus.lockKeyring(), QString());
    QTRY_VERIFY(await(m_keychain.available()).has_value());
}

void LockedKeyringTest::init()
{
    m_window = std::make_unique<QWidget>();
    m_desk = new QuestionDesk(m_window.get(), &m_keychain);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void LockedKeyringTest::aLookUpEndsInTime()
{
    m_keychain.setPatience(std::chrono::milliseconds(800));
    int ticks = 0;
    QTimer timer;
    timer.setInterval(10);
    connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
    timer.start();
    const auto read = await(m_keychain.read(SecretKeeper::keyOf(passwordOf(u"ada"_s))));
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, Error::Code::TimedOut);
    QVERIFY2(ticks > 10, qPrintable(QString::number(ticks)));
    QCOMPARE(m_bus.openQuestions(), 1); // it does ask
}

void LockedKeyringTest::onesOwnAnswerIsTakenMeanwhile()
{
    m_keychain.setPatience(std::chrono::seconds(4));
    QElapsedTimer clock;
    clock.start();
    const auto answer = ask();
    QTRY_VERIFY(dialog() != nullptr);
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    const auto *silence = dialog()->findChild<QLabel *>(u"silenceLabel"_s);
    QVERIFY(silence->isVisible());
    QVERIFY2(silence->text().contains(u"locked"_s), qPrintable(silence->text()));
    QVERIFY(silence->height() >= silence->heightForWidth(silence->width()));
    auto *edit = dialog()->findChild<QLineEdit *>(u"answer0"_s);
    QTest::keyClicks(edit, u"typed"_s);
    // What comes of it is said there too, and takes nothing away that was typed.
    QTRY_VERIFY_WITH_TIMEOUT(silence->text().contains(u"did not answer"_s), 10'000);
    QVERIFY(silence->isVisible());
    QCOMPARE(edit->text(), u"typed"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(*await(answer), QStringList{u"typed"_s});
}

void LockedKeyringTest::saysThatNothingWasKept()
{
    m_keychain.setPatience(std::chrono::milliseconds(300));
    SecretKeeper keeper(&m_keychain);
    const QSignalSpy failed(&keeper, &SecretKeeper::failed);
    keeper.keepWhenRight(passwordOf(u"grace"_s), u"secret"_s);
    keeper.tried(passwordOf(u"grace"_s), true);
    QTRY_COMPARE(failed.count(), 1);
    const auto error = failed.at(0).at(0).value<Error>();
    QCOMPARE(error.code, Error::Code::TimedOut);
    QVERIFY2(error.message.contains(u"locked"_s), qPrintable(error.message));
}

QTEST_MAIN(LockedKeyringTest)
#include "tst_lockedkeyring.moc"
