// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/compute/detailssection.h"

class QLabel;
class QVBoxLayout;

namespace Atelier::Forwards {
class ForwardsPanel;
}

namespace Atelier::Compute {

class InstanceTools;

/** In the details pane: a terminal, the editors, the name for SSH, and the forwarded ports. */
class ToolsSection final : public DetailsSection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ToolsSection)

public:
    explicit ToolsSection(InstanceTools *tools, QWidget *parent = nullptr);
    ~ToolsSection() override;

    void showInstance(const Arm::ComputeInstance &instance) override;

private:
    [[nodiscard]] QWidget *makeNotice();
    void fillButtons();
    void updateName();

    InstanceTools *m_tools = nullptr;
    QString m_instance;
    bool m_runs = false;
    QVBoxLayout *m_buttons = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_noticeText = nullptr;
    QWidget *m_notice = nullptr;
    Forwards::ForwardsPanel *m_forwards = nullptr;
};

} // namespace Atelier::Compute
