// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/client/mountsmodel.h"
#include "tests/widgets/compute/cannedplane.h"
#include "widgets/common/filedialog.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/compute/createdialog.h"
#include "widgets/compute/fieldmessage.h"
#include "widgets/compute/foldersdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Atelier;
using namespace Atelier::Compute;
using namespace Qt::StringLiterals;
using Arm::InstanceState;
using Field = Client::InstanceDraft::Field;

class CreateDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void oneReturnCreatesAnInstance();
    void oneReturnCreatesItEvenBeforeTheSizesHaveCome();
    void saysWhatIsWrongWithTheNameAsItIsTyped();
    void choosesASizeByKeyboard();
    void remembersAnotherSizeThanTheSensibleOne();
    void growsWithWhatASourceOfKeysNeeds();
    void keepsSshFoldedUntilItIsTicked();
    void generatesAPairAndOverwritesNothing();
    void offersTheKeysOfTheSshFolder();
    void refusesAPastedPrivateKeyAtOnce();
    void asksForAMissingKeyOnlyWhenCreateIsPressed();
    void addsAFolderReadOnlyAndWarnsOfSecrets();
    void putsAServerErrorOnItsField();
    void showsAServerErrorOfNoFieldAboveTheButtons();
    void saysWhyThereAreNoSizes();
    void escapeClosesWithoutAQuestion();
    void fitsASmallScreen();
    void changesTheFoldersOfAStoppedInstance();

private:
    template<typename Widget>
    [[nodiscard]] Widget *child(const QString &name) const
    {
        return m_dialog->findChild<Widget *>(name);
    }
    void open(QSettings *settings = nullptr);
    [[nodiscard]] QString message(const QString &name) const;
    [[nodiscard]] QString boxPath() const { return m_plane->paths.compute(u"ada-box"_s); }

    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_oldHome;
    std::unique_ptr<CannedPlane> m_plane;
    std::unique_ptr<CreateDialog> m_dialog;
};

void CreateDialogTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_oldHome = qgetenv("HOME");
    qputenv("HOME", QDir(m_home->path()).canonicalPath().toLocal8Bit());
    m_plane = std::make_unique<CannedPlane>(
        QList<Arm::ComputeInstance>{CannedPlane::instance(u"taken-box"_s, InstanceState::Running)});
    m_plane->acceptPut(u"ada-box"_s);
    QVERIFY(m_plane->follow());
}

void CreateDialogTest::cleanup()
{
    m_dialog.reset();
    m_plane.reset();
    qputenv("HOME", m_oldHome);
}

void CreateDialogTest::open(QSettings *settings)
{
    m_dialog = std::make_unique<CreateDialog>(&m_plane->client, settings);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QTRY_VERIFY(m_dialog->draft()->isReady());
}

QString CreateDialogTest::message(const QString &name) const
{
    const auto *found = child<FieldMessage>(name);
    return found->isVisible() ? found->text() : QString();
}

void CreateDialogTest::oneReturnCreatesAnInstance()
{
    open();
    const QSignalSpy created(m_dialog.get(), &CreateDialog::created);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(created.count(), 1);
    QCOMPARE(created.at(0).at(0).toString(), u"ada-box"_s);
    QVERIFY(!m_dialog->isVisible());
    const QJsonObject body = m_plane->lastBody(boxPath(), "PUT");
    const auto asked = Arm::computeInstanceFrom(body);
    QVERIFY(asked.has_value());
    QCOMPARE(asked->vmSize, Client::sensibleSize(m_dialog->draft()->sizes()));
    QVERIFY(!asked->ssh.publicAccess);
    QVERIFY(asked->mounts.isEmpty());
}

void CreateDialogTest::oneReturnCreatesItEvenBeforeTheSizesHaveCome()
{
    m_dialog = std::make_unique<CreateDialog>(&m_plane->client, nullptr);
    m_dialog->show();
    const QSignalSpy created(m_dialog.get(), &CreateDialog::created);
    QVERIFY(!m_dialog->draft()->isReady());
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(created.count(), 1);
}

void CreateDialogTest::saysWhatIsWrongWithTheNameAsItIsTyped()
{
    open();
    auto *name = child<QLineEdit>(u"nameEdit"_s);
    QCOMPARE(name->text(), u"ada-box"_s);
    QCOMPARE(message(u"nameError"_s), QString());
    QTest::keyClicks(name, u"gpu-node-01"_s); // replaces the selected suggestion
    QCOMPARE(name->text(), u"gpu-node-01"_s);
    QVERIFY(message(u"nameError"_s).contains(u"gpu-node-01"_s));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(m_plane->requests(m_plane->paths.compute(u"gpu-node-01"_s), "PUT"), 0);
    QTest::keyClick(name, Qt::Key_A);
    QCOMPARE(message(u"nameError"_s), QString());
    name->selectAll();
    QTest::keyClicks(name, u"Taken-Box"_s);
    QVERIFY(message(u"nameError"_s).contains(u"already"_s));
}

void CreateDialogTest::choosesASizeByKeyboard()
{
    open();
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    auto *table = child<QTableView>(u"sizeTable"_s);
    QVERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_dialog->draft()->size(), m_dialog->draft()->sizes().sizes.constFirst().name);
    QTest::keyClick(table, Qt::Key_Down);
    const QString chosen = m_dialog->draft()->sizes().sizes.at(1).name;
    QCOMPARE(m_dialog->draft()->size(), chosen);
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(m_plane->requests(boxPath(), "PUT"), 1);
    QCOMPARE(Arm::computeInstanceFrom(m_plane->lastBody(boxPath(), "PUT"))->vmSize, chosen);
    QCOMPARE(child<QLabel>(u"freeLabel"_s)->text(),
             u"6 of 8 cores and 20 of 32 GiB are free now."_s);
}

void CreateDialogTest::remembersAnotherSizeThanTheSensibleOne()
{
    QSettings settings(m_home->filePath(u"studio.ini"_s), QSettings::IniFormat);
    open(&settings);
    const QString smallest = m_dialog->draft()->sizes().sizes.constFirst().name;
    child<QTableView>(u"sizeTable"_s)->selectRow(0);
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_dialog->isVisible());
    open(&settings);
    QCOMPARE(m_dialog->draft()->size(), smallest);
    m_plane->acceptPut(m_dialog->draft()->name());
    m_dialog->draft()->setSize(Client::sensibleSize(m_dialog->draft()->sizes()));
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_dialog->isVisible());
    QVERIFY(settings.allKeys().isEmpty());
}

void CreateDialogTest::growsWithWhatASourceOfKeysNeeds()
{
    open();
    child<QCheckBox>(u"allowSshBox"_s)->setChecked(true);
    auto *sources = child<QComboBox>(u"keySourceBox"_s);
    const auto *form = m_dialog->findChild<QScrollArea *>();
    for (int source = 0; source < sources->count(); ++source) {
        sources->setCurrentIndex(source);
        QTRY_COMPARE(form->verticalScrollBar()->maximum(), 0);
    }
}

void CreateDialogTest::keepsSshFoldedUntilItIsTicked()
{
    open();
    auto *box = child<QCheckBox>(u"allowSshBox"_s);
    QVERIFY(!box->isChecked());
    QVERIFY(!child<QComboBox>(u"keySourceBox"_s)->isVisible());
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(child<QComboBox>(u"keySourceBox"_s)->isVisible());
    QVERIFY(m_dialog->draft()->isSshAllowed());
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(!m_dialog->draft()->isSshAllowed());
    QVERIFY(m_dialog->draft()->isReady());
}

void CreateDialogTest::generatesAPairAndOverwritesNothing()
{
    open();
    child<QCheckBox>(u"allowSshBox"_s)->setChecked(true);
    auto *file = child<QLineEdit>(u"keyFileEdit"_s);
    QCOMPARE(file->text(), QDir::homePath() + u"/.ssh/atelier_ed25519"_s);
    auto *generate = child<QPushButton>(u"generateKeyButton"_s);
    QTest::mouseClick(generate, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_dialog->draft()->isReady(), 20000);
    QVERIFY(m_dialog->draft()->publicKey().startsWith(u"ssh-ed25519 "_s));
    QVERIFY(QFile::exists(file->text() + u".pub"_s));
    QVERIFY(child<QLabel>(u"keyAboutLabel"_s)->text().contains(file->text()));
    QFile key(file->text());
    QVERIFY(key.open(QIODevice::ReadOnly));
    const QByteArray before = key.readAll();
    QTest::mouseClick(generate, Qt::LeftButton);
    QTRY_VERIFY(message(u"keyError"_s).contains(u"atelier_ed25519"_s));
    QVERIFY(key.seek(0));
    QCOMPARE(key.readAll(), before);
}

void CreateDialogTest::offersTheKeysOfTheSshFolder()
{
    QDir().mkpath(QDir::homePath() + u"/.ssh"_s);
    QFile file(QDir::homePath() + u"/.ssh/id_ed25519.pub"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq5ReLq8dvU3vsPCLlrMbFNvV4nBkA6w2GvLTBtJ0vP "
               "ada@analytical\n");
    file.close();
    open();
    child<QCheckBox>(u"allowSshBox"_s)->setChecked(true);
    QVERIFY(child<QComboBox>(u"keyPickBox"_s)->isVisible());
    QVERIFY(child<QComboBox>(u"keyPickBox"_s)->currentText().contains(u"ada@analytical"_s));
    QVERIFY(m_dialog->draft()->isReady());
    QVERIFY(m_dialog->draft()->publicKey().endsWith(u"ada@analytical"_s));
}

void CreateDialogTest::refusesAPastedPrivateKeyAtOnce()
{
    open();
    child<QCheckBox>(u"allowSshBox"_s)->setChecked(true);
    child<QComboBox>(u"keySourceBox"_s)->setCurrentIndex(2);
    auto *paste = child<QPlainTextEdit>(u"keyPasteEdit"_s);
    paste->setPlainText(u"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n"_s
                        u"-----END OPENSSH PRIVATE KEY-----"_s);
    QVERIFY(message(u"keyError"_s).contains(u"private"_s));
    paste->setPlainText(
        u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq5ReLq8dvU3vsPCLlrMbFNvV4nBkA6w2GvLTBtJ0vP me"_s);
    QCOMPARE(message(u"keyError"_s), QString());
    QCOMPARE(child<QLabel>(u"keyAboutLabel"_s)->text(), u"ED25519 · 256 bits · me"_s);
}

void CreateDialogTest::asksForAMissingKeyOnlyWhenCreateIsPressed()
{
    open();
    child<QCheckBox>(u"allowSshBox"_s)->setChecked(true);
    QCOMPARE(message(u"keyError"_s), QString());
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    QVERIFY(!message(u"keyError"_s).isEmpty());
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(m_plane->requests(boxPath(), "PUT"), 0);
}

void CreateDialogTest::addsAFolderReadOnlyAndWarnsOfSecrets()
{
    QDir().mkpath(QDir::homePath() + u"/.ssh"_s);
    QDir().mkpath(QDir::homePath() + u"/data"_s);
    open();
    auto *toggle = child<QToolButton>(u"foldersToggle"_s);
    QTest::keyClick(toggle, Qt::Key_Space);
    auto *table = child<QTableView>(u"foldersTable"_s);
    QVERIFY(table->isVisible());
    auto *add = child<QPushButton>(u"addFolderButton"_s);
    Ui::queueFile(QDir::homePath() + u"/data"_s);
    QTest::mouseClick(add, Qt::LeftButton);
    QTRY_COMPARE(m_dialog->draft()->folders()->rowCount(), 1);
    QCOMPARE(message(u"foldersError"_s), QString());
    Ui::queueFile(QDir::homePath() + u"/.ssh"_s);
    QTest::mouseClick(add, Qt::LeftButton);
    QTRY_VERIFY(message(u"foldersError"_s).contains(u"SSH keys"_s));
    QVERIFY(m_dialog->draft()->isReady());
    QVERIFY(m_dialog->draft()->instance().mounts.at(1).readOnly);
    QTest::mouseClick(child<QPushButton>(u"removeFolderButton"_s), Qt::LeftButton);
    QCOMPARE(m_dialog->draft()->folders()->rowCount(), 1);
    QCOMPARE(message(u"foldersError"_s), QString());
}

void CreateDialogTest::putsAServerErrorOnItsField()
{
    m_plane->refuse("PUT", boxPath(), 409, u"“ada-box” was taken a moment ago."_s, u"name"_s);
    open();
    child<QTableView>(u"sizeTable"_s)->setFocus();
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    QTRY_COMPARE(message(u"nameError"_s), u"“ada-box” was taken a moment ago."_s);
    QVERIFY(child<QLineEdit>(u"nameEdit"_s)->hasFocus());
    QVERIFY(child<QPushButton>(u"createButton"_s)->isEnabled());
    QTest::keyClick(child<QLineEdit>(u"nameEdit"_s), Qt::Key_End);
    QTest::keyClicks(child<QLineEdit>(u"nameEdit"_s), u"es"_s);
    QCOMPARE(message(u"nameError"_s), QString());
}

void CreateDialogTest::showsAServerErrorOfNoFieldAboveTheButtons()
{
    m_plane->refuse("PUT", boxPath(), 500, u"The disk is full."_s);
    open();
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    auto *shown = child<Ui::InlineMessage>(u"createMessage"_s);
    QTRY_VERIFY(shown->isVisible());
    QCOMPARE(shown->sentence(), u"The disk is full."_s);
    m_plane->acceptPut(u"ada-box"_s);
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_dialog->isVisible());
}

void CreateDialogTest::saysWhyThereAreNoSizes()
{
    m_plane->refuse("GET", m_plane->paths.vmSizes(), 500, u"The sizes can't be read."_s);
    m_dialog = std::make_unique<CreateDialog>(&m_plane->client, nullptr);
    m_dialog->show();
    QTRY_COMPARE(message(u"sizeError"_s), u"The sizes can't be read."_s);
    QTest::mouseClick(child<QPushButton>(u"createButton"_s), Qt::LeftButton);
    QVERIFY(m_dialog->isVisible());
}

void CreateDialogTest::escapeClosesWithoutAQuestion()
{
    open();
    QTest::keyClicks(child<QLineEdit>(u"nameEdit"_s), u"another-box"_s);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
    QCOMPARE(m_plane->requests(m_plane->paths.compute(u"another-box"_s), "PUT"), 0);
}

void CreateDialogTest::fitsASmallScreen()
{
    open();
    child<QCheckBox>(u"allowSshBox"_s)->setChecked(true);
    child<QToolButton>(u"foldersToggle"_s)->setChecked(true);
    m_dialog->resize(800, 452); // 800 × 500 less what a window manager takes
    QCOMPARE(m_dialog->height(), 452);
    auto *create = child<QPushButton>(u"createButton"_s);
    QVERIFY(
        m_dialog->rect().contains(QRect(create->mapTo(m_dialog.get(), QPoint()), create->size())));
    // Everything can be scrolled to by going through it with Tab.
    QSet<QWidget *> visited;
    for (int step = 0; step < 40; ++step) {
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
        QWidget *focus = m_dialog->focusWidget();
        QVERIFY2(!focus->visibleRegion().isEmpty(), qPrintable(focus->objectName()));
        visited.insert(focus);
    }
    for (const auto &name : {u"nameEdit"_s,
                             u"sizeTable"_s,
                             u"allowSshBox"_s,
                             u"foldersToggle"_s,
                             u"addFolderButton"_s,
                             u"createButton"_s,
                             u"cancelButton"_s}) {
        QVERIFY2(visited.contains(child<QWidget>(name)), qPrintable(name));
    }
}

void CreateDialogTest::changesTheFoldersOfAStoppedInstance()
{
    QDir().mkpath(QDir::homePath() + u"/data"_s);
    auto stopped = CannedPlane::instance(u"taken-box"_s, InstanceState::Stopped);
    stopped.mounts = {{.source = QDir::homePath(), .mountPath = u"/home/ada/all"_s}};
    const QString path = m_plane->paths.compute(stopped.name);
    FoldersDialog dialog(&m_plane->client, stopped);
    dialog.show();
    auto *table = dialog.findChild<QTableView *>(u"foldersTable"_s);
    table->selectRow(0);
    Ui::queueFile(QDir::homePath() + u"/data"_s);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"browseFolderButton"_s), Qt::LeftButton);
    QTRY_COMPARE(table->model()->index(0, 0).data().toString(), QDir::homePath() + u"/data"_s);
    m_plane->refuse("PUT",
                    path,
                    409,
                    u"The folders can be changed only while it is stopped."_s,
                    u"properties.properties.dataMounts"_s);
    auto *save = dialog.findChild<QPushButton *>(u"saveButton"_s);
    QTest::mouseClick(save, Qt::LeftButton);
    auto *error = dialog.findChild<FieldMessage *>(u"foldersError"_s);
    QTRY_COMPARE(error->text(), u"The folders can be changed only while it is stopped."_s);
    m_plane->acceptPut(stopped.name);
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY(!dialog.isVisible());
    const auto asked = Arm::computeInstanceFrom(m_plane->lastBody(path, "PUT"));
    QCOMPARE(asked->mounts.size(), 1);
    QCOMPARE(asked->mounts.constFirst().source, QDir::homePath() + u"/data"_s);
    QCOMPARE(asked->mounts.constFirst().mountPath, u"/home/ada/all"_s);
}

QTEST_MAIN(CreateDialogTest)
#include "tst_createdialog.moc"
