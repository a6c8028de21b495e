// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/nodebuilder.h"
#include "backend/engine/local/nodesurvey.h"
#include "backend/engine/local/scripts.h"
#include "backend/engine/local/strays.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Atelier;
using namespace Atelier::Engine;
using namespace Qt::StringLiterals;

/** Folders that no row knows, as after a database was put back from an older backup. */
class StraysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_data = std::make_unique<QTemporaryDir>(); }

    void setsAsideWhatHoldsFilesOfAUser()
    {
        makeNode(u"11-22"_s, u"alpha"_s);
        write(u"11-22/home/model.bin"_s, "a year");
        clear();
        QVERIFY(!QFileInfo::exists(node(u"11-22"_s)));
        const QStringList kept = aside();
        QCOMPARE(kept.size(), 1);
        static const QRegularExpression expected(u"^alpha-\\d{4}-\\d{2}-\\d{2}$"_s);
        QVERIFY2(kept.first().contains(expected), qPrintable(kept.first()));
        const NodeFolder folder(setAsideFolder(m_data->path()) + u'/' + kept.first());
        QCOMPARE(contentOf(folder.home() + u"/model.bin"_s), QByteArray("a year"));
        QVERIFY(contentOf(folder.creationLog()).contains("11-22")); // to be put back by hand
        clear();
        QCOMPARE(aside(), kept);
    }

    void setsAsideTwoOfTheSameName()
    {
        for (const QString &id : {u"one"_s, u"two"_s}) {
            makeNode(id, u"alpha"_s);
            write(id + u"/home/which"_s, id.toUtf8());
        }
        clear();
        QStringList contents;
        for (const QString &name : aside()) {
            const QString home = setAsideFolder(m_data->path()) + u'/' + name + u"/home"_s;
            contents.append(QString::fromUtf8(contentOf(home + u"/which"_s)));
        }
        contents.sort();
        QCOMPARE(contents, QStringList({u"one"_s, u"two"_s}));
    }

    void keepsToItsFolderWhateverTheNameSays()
    {
        makeNode(u"odd"_s, u"../../elsewhere"_s);
        write(u"odd/home/x"_s, "x");
        clear();
        QCOMPARE(aside().size(), 1);
        QVERIFY(aside().first().startsWith("odd-"_L1));
    }

    void removesWhatHoldsNothingOfAUser()
    {
        makeNode(u"fresh"_s, u"alpha"_s);
        write(u"fresh/home/.bashrc"_s, Scripts::bashrc());
        write(u"never-started/spec.json"_s, "{}");
        clear();
        QVERIFY(!QFileInfo::exists(node(u"fresh"_s)));
        QVERIFY(!QFileInfo::exists(node(u"never-started"_s)));
        QVERIFY(aside().isEmpty());
    }

    void finishesARemovalThatWasCutOff()
    {
        write(u".removed-gone/home/model.bin"_s, "deleted by its owner");
        clear();
        QVERIFY(!QFileInfo::exists(node(u".removed-gone"_s)));
        QVERIFY(aside().isEmpty());
    }

    void leavesWhatIsKnown()
    {
        write(u"known/home/model.bin"_s, "mine");
        const Boot boot = thisBoot();
        const QStringList strays = surveyNodes(m_data->path(), {u"known"_s}, boot).strays;
        QVERIFY(strays.isEmpty());
        clearStrays(m_data->path(), strays, boot);
        QCOMPARE(contentOf(node(u"known"_s) + u"/home/model.bin"_s), QByteArray("mine"));
    }

private:
    [[nodiscard]] QString node(const QString &id) const
    {
        return folderOf(m_data->path(), id).path();
    }

    [[nodiscard]] QStringList aside() const
    {
        return QDir(setAsideFolder(m_data->path()))
            .entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

    void clear() const
    {
        const Boot boot = thisBoot();
        clearStrays(m_data->path(), surveyNodes(m_data->path(), {}, boot).strays, boot);
    }

    void makeNode(const QString &id, const QString &name) const
    {
        const QJsonObject spec{{u"isolated"_s, true}, {u"node"_s, QJsonObject{{u"name"_s, name}}}};
        write(id + u"/spec.json"_s, QJsonDocument(spec).toJson());
    }

    void write(const QString &name, const QByteArray &content) const
    {
        const QString path = m_data->path() + u"/nodes/"_s + name;
        QVERIFY(makeFolder(QFileInfo(path).path()));
        QVERIFY(writeFile(path, content, readableByAll));
    }

    std::unique_ptr<QTemporaryDir> m_data;
};

QTEST_GUILESS_MAIN(StraysTest)
#include "tst_strays.moc"
