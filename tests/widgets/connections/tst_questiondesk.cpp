// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/keychain/keychain.h"
#include "tests/backend/keychain/privatebus.h"
#include "tests/backend/ssh/await.h"
#include "widgets/connections/hostkeydialog.h"
#include "widgets/connections/questiondesk.h"
#include "widgets/connections/secretdialog.h"
#include "widgets/connections/secretkeeper.h"

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace Atelier;
using namespace Atelier::Connections;
using namespace Qt::StringLiterals;
using Kind = Ssh::SecretRequest::Kind;
using Test::await;

namespace {

Ssh::SecretRequest passwordOf(const QString &user, int attempt = 1)
{
    return {.kind = Kind::Password,
            .user = user,
            .host = u"box"_s,
            .prompts = {{.text = u"Password"_s}},
            .attempt = attempt};
}

/** Asks in a thread of its own, as a session does. */
QFuture<Result<QStringList>> ask(const std::shared_ptr<Ssh::Asker> &asker,
                                 const Ssh::SecretRequest &request)
{
    Ssh::Reply<QStringList> reply;
    auto future = reply.future();
    std::thread([&] { asker->askSecret(request, std::move(reply)); }).join();
    return future;
}

QFuture<Result<void>> decide(const std::shared_ptr<Ssh::Asker> &asker,
                             const Ssh::HostKeyQuestion &question = {.host = u"box"_s})
{
    Ssh::Reply<void> reply;
    auto future = reply.future();
    std::thread([&] { asker->decideHostKey(question, std::move(reply)); }).join();
    return future;
}

} // namespace

/** The questions of logins above a window, with a real keyring. */
class QuestionDeskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_bus.start(), QString());
        QCOMPARE(m_bus.startKeyring(), QString());
        QTRY_VERIFY(await(m_keychain.available()).has_value());
    }

    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_desk = new QuestionDesk(m_window.get(), &m_keychain);
        m_asker = m_desk->asker();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void asksOneAfterTheOther();
    void givesNoAnswerForARefusedKey();
    void answersCancelledWhenTheWindowCloses();
    void answersCancelledWithoutAWindow();
    void closesWhatIsNotWantedAnyMore();
    void keepsARightAnswerAndAsksNoMore();
    void keepsNoWrongAnswer();
    void takesAWrongOneOutOfTheKeychain();
    void letsThePersonTypeWhileTheKeychainHangs();
    void keepsNoCodes_data();
    void keepsNoCodes();

private:
    [[nodiscard]] QList<QDialog *> dialogs() const
    {
        QList<QDialog *> open = m_window->findChildren<QDialog *>();
        open.removeIf([](const QDialog *dialog) { return !dialog->isVisible(); });
        return open;
    }
    template<typename Dialog>
    [[nodiscard]] Dialog *dialog() const
    {
        return dialogs().isEmpty() ? nullptr : qobject_cast<Dialog *>(dialogs().first());
    }
    void type(const QString &text, bool keep = false)
    {
        QTRY_VERIFY(dialog<SecretDialog>() != nullptr);
        auto *box = dialog<SecretDialog>()->findChild<QCheckBox *>(u"keepBox"_s);
        if (keep) {
            QTRY_VERIFY(box->isEnabled());
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        }
        auto *edit = dialog<SecretDialog>()->findChild<QLineEdit *>(u"answer0"_s);
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    [[nodiscard]] std::optional<QString> kept(const QString &user)
    {
        const auto found = await(m_keychain.read(SecretKeeper::keyOf(passwordOf(user))));
        return found ? *found : std::nullopt;
    }

    Test::PrivateBus m_bus;
    Keychain m_keychain{u"Atelier test"_s};
    std::unique_ptr<QWidget> m_window;
    QuestionDesk *m_desk = nullptr;
    std::shared_ptr<Ssh::Asker> m_asker;
};

void QuestionDeskTest::asksOneAfterTheOther()
{
    const QSignalSpy asking(m_desk, &QuestionDesk::asking);
    const auto hostKey = decide(m_asker);
    const auto secret = ask(m_asker, passwordOf(u"one"_s));
    QTRY_VERIFY(dialog<HostKeyDialog>() != nullptr);
    QCOMPARE(dialogs().size(), 1);
    QTest::mouseClick(dialog<HostKeyDialog>()->findChild<QPushButton *>(u"trustButton"_s),
                      Qt::LeftButton);
    QVERIFY(await(hostKey).has_value());
    type(u"first"_s);
    QCOMPARE(*await(secret), QStringList{u"first"_s});
    QTRY_VERIFY(dialogs().isEmpty());
    QCOMPARE(asking.count(), 4);
}

void QuestionDeskTest::givesNoAnswerForARefusedKey()
{
    const auto hostKey = decide(m_asker);
    QTRY_VERIFY(dialog<HostKeyDialog>() != nullptr);
    QTest::keyClick(dialog<HostKeyDialog>(), Qt::Key_Escape);
    const auto answer = await(hostKey);
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().code, Error::Code::Cancelled);
}

void QuestionDeskTest::answersCancelledWhenTheWindowCloses()
{
    const auto first = decide(m_asker);
    const auto second = ask(m_asker, passwordOf(u"one"_s));
    QTRY_VERIFY(dialog<HostKeyDialog>() != nullptr);
    m_window->close();
    QCOMPARE(await(first).error().code, Error::Code::Cancelled);
    QCOMPARE(await(second).error().code, Error::Code::Cancelled);
    const auto third = ask(m_asker, passwordOf(u"one"_s));
    QCOMPARE(await(third).error().code, Error::Code::Cancelled);
    QVERIFY(dialogs().isEmpty());
}

void QuestionDeskTest::answersCancelledWithoutAWindow()
{
    const auto before = ask(m_asker, passwordOf(u"one"_s));
    m_window.reset();
    QCOMPARE(await(before).error().code, Error::Code::Cancelled);
    QCOMPARE(await(decide(m_asker)).error().code, Error::Code::Cancelled);
}

void QuestionDeskTest::closesWhatIsNotWantedAnyMore()
{
    std::stop_source stop;
    Ssh::SecretRequest request = passwordOf(u"one"_s);
    request.withdrawn = stop.get_token();
    const auto first = ask(m_asker, request);
    const auto second = decide(m_asker);
    QTRY_VERIFY(dialog<SecretDialog>() != nullptr);
    stop.request_stop();
    QTRY_VERIFY(dialog<HostKeyDialog>() != nullptr);
    QCOMPARE(await(first).error().code, Error::Code::Cancelled);
    QTest::keyClick(dialog<HostKeyDialog>(), Qt::Key_Escape);
    static_cast<void>(await(second));
}

void QuestionDeskTest::keepsARightAnswerAndAsksNoMore()
{
    const auto first = ask(m_asker, passwordOf(u"kept"_s));
    type(u"s3cret"_s, true);
    QCOMPARE(*await(first), QStringList{u"s3cret"_s});
    QVERIFY(!kept(u"kept"_s).has_value()); // not before it is known to be right
    m_asker->secretTried(passwordOf(u"kept"_s), true);
    QTRY_COMPARE(kept(u"kept"_s), std::optional(u"s3cret"_s));
    const auto second = ask(m_asker, passwordOf(u"kept"_s));
    QCOMPARE(*await(second), QStringList{u"s3cret"_s});
    QVERIFY(dialogs().isEmpty());
}

void QuestionDeskTest::keepsNoWrongAnswer()
{
    const auto first = ask(m_asker, passwordOf(u"wrong"_s));
    type(u"nonsense"_s, true);
    QVERIFY(await(first).has_value());
    m_asker->secretTried(passwordOf(u"wrong"_s), false);
    const auto second = ask(m_asker, passwordOf(u"wrong"_s, 2));
    QTRY_VERIFY(dialog<SecretDialog>() != nullptr);
    QVERIFY(dialog<SecretDialog>()->findChild<QLabel *>(u"wrongLabel"_s) != nullptr);
    type(u"right"_s);
    QCOMPARE(*await(second), QStringList{u"right"_s});
    m_asker->secretTried(passwordOf(u"wrong"_s, 2), true);
    QVERIFY(!kept(u"wrong"_s).has_value());
}

void QuestionDeskTest::takesAWrongOneOutOfTheKeychain()
{
    const QString key = SecretKeeper::keyOf(passwordOf(u"old"_s));
    QVERIFY(await(m_keychain.write(key, u"outdated"_s)).has_value());
    QCOMPARE(*await(ask(m_asker, passwordOf(u"old"_s))), QStringList{u"outdated"_s});
    m_asker->secretTried(passwordOf(u"old"_s), false);
    QTRY_VERIFY(!kept(u"old"_s).has_value());
    const auto again = ask(m_asker, passwordOf(u"old"_s, 1));
    QTRY_VERIFY(dialog<SecretDialog>() != nullptr);
    QVERIFY(dialog<SecretDialog>()
                ->findChild<QLabel *>(u"wrongLabel"_s)
                ->text()
                .contains(u"keychain"_s));
    type(u"new"_s, true);
    QCOMPARE(*await(again), QStringList{u"new"_s});
    m_asker->secretTried(passwordOf(u"old"_s), true);
    QTRY_COMPARE(kept(u"old"_s), std::optional(u"new"_s));
}

void QuestionDeskTest::letsThePersonTypeWhileTheKeychainHangs()
{
    m_bus.pauseKeyring();
    const auto answer = ask(m_asker, passwordOf(u"kept"_s));
    type(u"typed"_s);
    QCOMPARE(*await(answer), QStringList{u"typed"_s});
    m_bus.resumeKeyring();
}

void QuestionDeskTest::keepsNoCodes_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("PAM") << u"(ada@box) Password: "_s << true;
    QTest::newRow("code") << u"Verification code: "_s << false;
    QTest::newRow("one-time") << u"One-time password (OATH): "_s << false;
}

void QuestionDeskTest::keepsNoCodes()
{
    QFETCH(QString, prompt);
    QFETCH(bool, isKept);
    Ssh::SecretRequest request = passwordOf(u"ada"_s);
    request.kind = Kind::Interactive;
    request.prompts.first().text = prompt;
    QCOMPARE(!SecretKeeper::keyOf(request).isEmpty(), isKept);
    request.prompts += {.text = u"Password"_s};
    QVERIFY(SecretKeeper::keyOf(request).isEmpty());
}

QTEST_MAIN(QuestionDeskTest)
#include "tst_questiondesk.moc"
