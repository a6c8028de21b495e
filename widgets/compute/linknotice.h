// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <chrono>
#include <optional>

namespace Atelier::Client {
class ControlPlane;
}

namespace Atelier::Ui {
class InlineMessage;
}

namespace Atelier::Compute {

/** Says how old the page is while the control plane can't be reached; takes no room otherwise. */
class LinkNotice final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LinkNotice)

public:
    explicit LinkNotice(const Client::ControlPlane *controlPlane, QWidget *parent = nullptr);
    ~LinkNotice() override;

    /** Says it anew, with the age of now. */
    void update();
    /** Until the age that is shown reads differently; nothing when none is. */
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNextAge() const;

Q_SIGNALS:
    /** *Try now*. */
    void refreshRequested();

private:
    const Client::ControlPlane *m_controlPlane = nullptr;
    Ui::InlineMessage *m_message = nullptr;
};

} // namespace Atelier::Compute
