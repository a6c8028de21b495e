// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/client/controlplane.h"
#include "tests/backend/client/wireserver.h"
#include "widgets/common/page.h"
#include "widgets/common/theme.h"
#include "widgets/window/connection.h"
#include "widgets/window/mainwindow.h"
#include "widgets/window/studiosettings.h"

#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace Atelier {

/** A page that writes down what the window asks of it. */
class TestPage final : public Ui::Page
{
    Q_OBJECT

public:
    explicit TestPage(const QString &name);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void focusFilter() override;
    void refresh() override;
    void createNew() override;
    void prepareToClose() override;
    [[nodiscard]] QList<Ui::Command> commands() override { return offers; }

    QList<Ui::Command> offers;
    QStringList asked;
    /** False: the page says later what it thinks of closing. */
    bool closesAtOnce = true;
};

/** A window with two pages over a control plane whose answers are canned. */
class WindowFixture final
{
public:
    explicit WindowFixture(const QString &configFolder = {});
    ~WindowFixture();

    /** Serves @p instances from now on; before the window is shown. */
    void serve(const QList<Arm::ComputeInstance> &instances);
    /** What the launcher answers instead of an endpoint, until it replaces the control plane. */
    void refuse(const Error &error);
    /** Takes that back. */
    void allow();
    /** Shows the window and waits until the connection is decided. */
    void open();

    QTemporaryDir folder;
    WireServer server;
    Client::ControlPlane controlPlane;
    Window::StudioSettings settings;
    Ui::Theme theme;
    Window::Connection connection;
    TestPage *first = nullptr;
    TestPage *second = nullptr;
    std::unique_ptr<Window::MainWindow> window;

private:
    [[nodiscard]] QFuture<Result<Client::Endpoint>> answer() const;

    std::optional<Error> m_refusal;
};

} // namespace Atelier
