// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the toolbar does with a real JupyterLab page, and how JupyterLab gets into an instance.
#include "tests/widgets/notebook/panefixture.h"
#include "widgets/common/filedialog.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/notebook/findbar.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPrintDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Atelier;
using namespace Atelier::Notebook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// An instance without JupyterLab: scripts see only these programs and what is in ~/.venv, Python
// sees none of the system's packages, and pip takes its packages from a folder. The package there
// brings the program that the system has.
const QString takeJupyterLabAway = uR"sh(
set -e
mkdir -p ~/tools ~/wheels
for tool in sh bash cat flock grep head id mkdir mv od rm sed setsid sleep tail tr; do
    ln -s /usr/bin/$tool ~/tools/
done
printf '#!/bin/bash\nPATH=$HOME/.venv/bin:$HOME/tools exec /usr/bin/sh "$@"\n' > ~/.venv/bin/sh
chmod +x ~/.venv/bin/sh
sed -i 's/^include-system-site-packages.*/include-system-site-packages = false/' ~/.venv/pyvenv.cfg
cat > "$(echo ~/.venv/lib/python3*/site-packages)/wheels.pth" <<'END'
import glob, os, sys; sys.path += glob.glob("/usr/share/python-wheels/pip-*.whl")
import os; os.environ.update(PIP_NO_INDEX="1", PIP_FIND_LINKS=os.path.expanduser("~/wheels"))
END
kill $(cat $XDG_RUNTIME_DIR/jupyter.pid 2>/dev/null) 2>/dev/null || true
echo away
)sh"_s;

const QString offerWheel = uR"sh(
/usr/bin/python3 - <<'END'
import os, zipfile
name, info = "jupyterlab-4.0-py3-none-any.whl", "jupyterlab-4.0.dist-info/"
with zipfile.ZipFile(os.path.expanduser("~/wheels/" + name), "w") as wheel:
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: jupyterlab\nVersion: 4.0\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    script = "jupyterlab-4.0.data/scripts/jupyter-lab"
    entry = zipfile.ZipInfo(script)
    entry.external_attr = 0o100755 << 16
    wheel.writestr(entry, '#!/bin/sh\nexec /usr/bin/jupyter-lab "$@"\n')
    wheel.writestr(info + "RECORD", "".join(f"{file},,\n" for file in (info + "METADATA", info + "WHEEL", script, info + "RECORD")))
END
echo offered
)sh"_s;

} // namespace

class TestLabTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_pane = std::make_unique<Test::PaneFixture>();
        QVERIFY(m_pane->begin());
        QVERIFY(m_pane->openLab());
        QVERIFY(m_pane->newNotebook());
        QVERIFY(m_pane->runCell(u"print(*['halibut'] * 3)"_s));
        QVERIFY(m_pane->shows(u"halibut halibut halibut"_s));
    }

    void cleanupTestCase() { m_pane.reset(); }

    void findsInTheNotebook()
    {
        action(u"find"_s)->trigger();
        auto *bar = m_pane->panel()->findChild<FindBar *>();
        QTRY_VERIFY(bar->isVisible());
        auto *text = bar->findChild<QLineEdit *>(u"findText"_s);
        auto *count = bar->findChild<QLabel *>(u"findCount"_s);
        QTest::keyClicks(text, u"halibut"_s);
        QTRY_COMPARE_WITH_TIMEOUT(count->text(), u"1 of 4"_s, 10s); // the cell, and three printed
        QTest::keyClick(text, Qt::Key_F3);
        QTRY_COMPARE_WITH_TIMEOUT(count->text(), u"2 of 4"_s, 10s);
        m_pane->picture(u"find"_s);
        QTest::keyClick(text, Qt::Key_F3, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(count->text(), u"1 of 4"_s, 10s);
        QTest::keyClick(text, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }

    void savesTheDocumentAsPdf()
    {
        const QString target = m_pane->host.path(u"document.pdf"_s);
        QSignalSpy message(m_pane->panel(), &LabPanel::message);
        Ui::queueFile(target);
        action(u"pdf"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(message.count(), 1, 60s);
        QVERIFY2(isPdf(target), qPrintable(message.at(0).at(0).toString()));
    }

    void printsThePageIntoAFile()
    {
        const QString target = m_pane->host.path(u"page.pdf"_s);
        QSignalSpy message(m_pane->panel(), &LabPanel::message);
        action(u"print"_s)->trigger();
        auto *dialog = m_pane->panel()->findChild<QPrintDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isVisible());
        m_pane->picture(u"print-dialog"_s);
        // The dialog's own field; without a printer it prints into a file and nothing else.
        auto *name = dialog->findChild<QLineEdit *>(u"filename"_s);
        QVERIFY(name);
        name->setText(target);
        dialog->accept();
        QTRY_COMPARE_WITH_TIMEOUT(message.count(), 1, 60s);
        QVERIFY2(isPdf(target), qPrintable(message.at(0).at(0).toString()));
        QVERIFY(m_pane->becomes(u"document.querySelector('.jp-Notebook') !== null"_s));
    }

    void installsJupyterLabWhereItIsMissing()
    {
        Q_EMIT m_pane->tabWidget()->tabCloseRequested(0);
        QTRY_COMPARE_WITH_TIMEOUT(m_pane->tabWidget()->count(), 0, 15s);
        QCOMPARE(m_pane->inInstance(takeJupyterLabAway), QByteArray("away\n"));
        // The server ends in its own time; as long as it runs it would be found.
        QTRY_VERIFY_WITH_TIMEOUT(
            m_pane->inInstance(u"kill -0 $(cat $XDG_RUNTIME_DIR/jupyter.pid) || echo gone"_s)
                == "gone\n",
            20s);
        m_pane->tabs->openInstance(u"ada-box"_s);
        auto *failure = m_pane->tab()->findChild<Ui::InlineMessage *>(u"failureMessage"_s);
        auto *install = m_pane->tab()->findChild<QPushButton *>(u"installButton"_s);
        auto *log = m_pane->tab()->findChild<QPlainTextEdit *>(u"serverLog"_s);
        QTRY_VERIFY_WITH_TIMEOUT(failure->isVisible(), 30s);
        QVERIFY2(failure->sentence().contains(u"pip install jupyterlab"_s),
                 qPrintable(failure->sentence()));
        QVERIFY(install->isVisible());
        m_pane->picture(u"missing"_s);

        // There is none to be had: pip's own words say so, and it can be tried again.
        QTest::mouseClick(install, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            failure->isVisible() && failure->sentence().contains(u"could not be installed"_s), 60s);
        QVERIFY2(log->toPlainText().contains(u"No matching distribution"_s),
                 qPrintable(log->toPlainText()));
        QVERIFY(install->isVisible());
        m_pane->picture(u"install-failed"_s);

        QCOMPARE(m_pane->inInstance(offerWheel), QByteArray("offered\n"));
        QTest::mouseClick(install, Qt::LeftButton);
        const bool isOpen = QTest::qWaitFor(
            [this] { return m_pane->panel() != nullptr && m_pane->panel()->bridge()->isUsable(); },
            60s);
        if (!isOpen) {
            m_pane->picture(u"not-open"_s);
        }
        QVERIFY2(isOpen, qPrintable(QString(failure->sentence() + u'\n' + log->toPlainText())));
        QCOMPARE(m_pane->inInstance(u"command -v jupyter-lab"_s).trimmed(),
                 m_pane->inInstance(u"echo ~/.venv/bin/jupyter-lab"_s).trimmed());
    }

private:
    [[nodiscard]] QAction *action(const QString &name) const
    {
        return m_pane->panel()->findChild<QAction *>(name);
    }

    static bool isPdf(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            return false;
        }
        const QString kept = qEnvironmentVariable("ATELIER_TEST_PICTURES");
        if (!kept.isEmpty()) {
            QFile::copy(path, kept + u'/' + path.section(u'/', -1));
        }
        const QByteArray content = file.readAll();
        return content.startsWith("%PDF") && content.contains("/Type /Page")
               && content.trimmed().endsWith("%%EOF");
    }

    std::unique_ptr<Test::PaneFixture> m_pane;
};

QTEST_MAIN(TestLabTools)
#include "tst_labtools.moc"
