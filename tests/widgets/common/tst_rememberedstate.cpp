// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/rememberedstate.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QSettings>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Atelier::Ui;

class RememberedStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizesAreAsTheyWereLeft();
    void aChangeIsWrittenByItself();
    void whatHasNoNameIsLeftAlone();
};

namespace {

struct Page
{
    Page()
    {
        widget.setLayout(new QVBoxLayout);
        widget.layout()->addWidget(splitter);
        splitter->setObjectName(QStringLiteral("detailsSplitter"));
        splitter->addWidget(table);
        splitter->addWidget(new QWidget);
        table->setObjectName(QStringLiteral("table"));
        table->setModel(&model);
        widget.resize(800, 400);
        widget.show();
    }

    QStandardItemModel model{3, 4};
    QWidget widget;
    QSplitter *splitter = new QSplitter;
    QTableView *table = new QTableView;
};

} // namespace

void RememberedStateTest::sizesAreAsTheyWereLeft()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("studio.ini"));
    QList<int> sizes;
    {
        QSettings settings(file, QSettings::IniFormat);
        Page page;
        auto *state = new RememberedState(&settings, QStringLiteral("sizes/compute"), &page.widget);
        page.table->horizontalHeader()->resizeSection(1, 211);
        page.table->horizontalHeader()->moveSection(0, 2);
        page.splitter->setSizes({500, 260});
        sizes = page.splitter->sizes();
        state->save();
    }
    QSettings settings(file, QSettings::IniFormat);
    Page page;
    QVERIFY(page.table->horizontalHeader()->sectionSize(1) != 211);
    const RememberedState state(&settings, QStringLiteral("sizes/compute"), &page.widget);
    QCOMPARE(page.table->horizontalHeader()->sectionSize(1), 211);
    QCOMPARE(page.table->horizontalHeader()->visualIndex(0), 2);
    QCOMPARE(page.splitter->sizes(), sizes);
}

void RememberedStateTest::aChangeIsWrittenByItself()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat);
    Page page;
    new RememberedState(&settings, QStringLiteral("sizes/compute"), &page.widget);
    QVERIFY(settings.allKeys().isEmpty());
    page.table->horizontalHeader()->resizeSection(1, 137);
    QTRY_VERIFY(settings.contains(QStringLiteral("sizes/compute/table")));
}

void RememberedStateTest::whatHasNoNameIsLeftAlone()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat);
    Page page;
    page.table->setObjectName(QString());
    page.splitter->setObjectName(QString());
    auto *state = new RememberedState(&settings, QStringLiteral("sizes/compute"), &page.widget);
    state->save();
    QVERIFY(settings.allKeys().isEmpty());
}

QTEST_MAIN(RememberedStateTest)
#include "tst_rememberedstate.moc"
