// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/notebook/labsettings.h"

#include <QJsonDocument>
#include <QTest>

using namespace Atelier::Notebook;

namespace {

QByteArray answer(const QString &raw)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("id"), QStringLiteral("x")},
                                     {QStringLiteral("raw"), raw}})
        .toJson();
}

QJsonObject written(const QByteArray &body)
{
    const QString raw =
        QJsonDocument::fromJson(body).object().value(QStringLiteral("raw")).toString();
    return QJsonDocument::fromJson(raw.toUtf8()).object();
}

} // namespace

class TestLabSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesOnlyItsOwnThemes_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QString>("expected");
        const QString none;
        QTest::newRow("unset to dark") << QString() << true << QStringLiteral("JupyterLab Dark");
        QTest::newRow("unset stays light") << QStringLiteral("{}") << false << none;
        QTest::newRow("dark to light") << QStringLiteral(R"({"theme":"JupyterLab Dark"})") << false
                                       << QStringLiteral("JupyterLab Light");
        QTest::newRow("dark stays")
            << QStringLiteral(R"({"theme":"JupyterLab Dark"})") << true << none;
        QTest::newRow("a chosen theme stays")
            << QStringLiteral(R"({"theme":"Solarized"})") << true << none;
        QTest::newRow("comments are not lost")
            << QStringLiteral("{\n// mine\n\"theme\": \"JupyterLab Light\"}") << true << none;
    }

    void changesOnlyItsOwnThemes()
    {
        QFETCH(QString, raw);
        QFETCH(bool, dark);
        QFETCH(QString, expected);
        const std::optional<QByteArray> body = LabSettings::themeChange(answer(raw), dark);
        QCOMPARE(body.has_value(), !expected.isEmpty());
        if (body) {
            QCOMPARE(written(*body).value(QStringLiteral("theme")).toString(), expected);
        }
    }

    void keepsTheOtherSettings()
    {
        const auto body = LabSettings::themeChange(
            answer(QStringLiteral(R"({"theme-scrollbars":true})")), true);
        QVERIFY(body.has_value());
        QCOMPARE(written(*body).value(QStringLiteral("theme-scrollbars")).toBool(), true);
    }

    void answersTheNewsQuestionOnce()
    {
        const auto body = LabSettings::newsChange(answer(QString()));
        QVERIFY(body.has_value());
        QCOMPARE(written(*body).value(QStringLiteral("fetchNews")).toString(),
                 QStringLiteral("false"));
        QVERIFY(!LabSettings::newsChange(answer(QStringLiteral(R"({"fetchNews":"true"})")))
                     .has_value());
    }
};

QTEST_GUILESS_MAIN(TestLabSettings)
#include "tst_labsettings.moc"
