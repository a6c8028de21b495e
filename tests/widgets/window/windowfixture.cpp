// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/window/windowfixture.h"

#include "backend/arm/resourcepaths.h"

#include <QJsonArray>
#include <QTest>

namespace Atelier {

TestPage::TestPage(const QString &name)
{
    setObjectName(name);
    setFocusPolicy(Qt::StrongFocus);
}

QString TestPage::title() const
{
    return objectName();
}

QString TestPage::iconName() const
{
    return QStringLiteral("computer");
}

void TestPage::focusFilter()
{
    asked.append(QStringLiteral("filter"));
}

void TestPage::refresh()
{
    asked.append(QStringLiteral("refresh"));
}

void TestPage::createNew()
{
    asked.append(QStringLiteral("new"));
}

void TestPage::prepareToClose()
{
    asked.append(QStringLiteral("close"));
    if (closesAtOnce) {
        Q_EMIT readyToClose();
    }
}

WindowFixture::WindowFixture(const QString &configFolder)
    : settings(configFolder.isEmpty() ? folder.path() : configFolder)
    , connection(&controlPlane,
                 {.ensure = [this] { return answer(); },
                  .replace =
                      [this] {
                          m_refusal.reset();
                          return answer();
                      }})
    , first(new TestPage(QStringLiteral("first")))
    , second(new TestPage(QStringLiteral("second")))
    , window(
          std::make_unique<Window::MainWindow>(Window::WindowServices{.controlPlane = &controlPlane,
                                                                      .connection = &connection,
                                                                      .settings = &settings,
                                                                      .theme = &theme}))
{
    server.listen();
    serve({});
    window->addPage(first);
    window->addPage(second);
    QObject::connect(
        window.get(), &Window::MainWindow::painted, &connection, &Window::Connection::begin);
}

WindowFixture::~WindowFixture() = default;

QFuture<Result<Client::Endpoint>> WindowFixture::answer() const
{
    if (m_refusal) {
        return QtFuture::makeReadyValueFuture(Result<Client::Endpoint>(failure(*m_refusal)));
    }
    return QtFuture::makeReadyValueFuture(Result<Client::Endpoint>(
        Client::Endpoint{.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.port())),
                         .token = QStringLiteral("token"),
                         .protocol = 1}));
}

void WindowFixture::serve(const QList<Arm::ComputeInstance> &instances)
{
    const Arm::ResourcePaths paths;
    QJsonArray values;
    for (const Arm::ComputeInstance &instance : instances) {
        values.append(Arm::toJson(instance));
    }
    server.answerJson("GET",
                      paths.computes().toUtf8(),
                      {{QStringLiteral("value"), values}, {QStringLiteral("sequence"), 1}});
    server.answerStream(paths.changes().toUtf8());
}

void WindowFixture::refuse(const Error &error)
{
    m_refusal = error;
}

void WindowFixture::allow()
{
    m_refusal.reset();
}

void WindowFixture::open()
{
    window->restore();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    QTRY_VERIFY(connection.state() != Window::Connection::State::Starting);
}

} // namespace Atelier
