// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/linknotice.h"

#include "backend/client/controlplane.h"
#include "widgets/common/ageformat.h"
#include "widgets/common/inlinemessage.h"

#include <QVBoxLayout>

namespace Atelier::Compute {

LinkNotice::LinkNotice(const Client::ControlPlane *controlPlane, QWidget *parent)
    : QWidget(parent)
    , m_controlPlane(controlPlane)
    , m_message(new Ui::InlineMessage(this))
{
    m_message->setObjectName(QStringLiteral("linkMessage"));
    m_message->setClosable(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_message);
    connect(m_message, &Ui::InlineMessage::actionTriggered, this, &LinkNotice::refreshRequested);
    hide();
}

LinkNotice::~LinkNotice() = default;

void LinkNotice::update()
{
    const bool isLost = m_controlPlane->link() == Client::ControlPlane::Link::Unreachable;
    setVisible(isLost);
    if (!isLost) {
        m_message->hide();
        return;
    }
    const QDateTime seen = m_controlPlane->lastSeen();
    const QString sentence =
        seen.isValid()
            ? tr("The connection is lost; what is shown is from %1 (%2). Trying again.")
                  .arg(Ui::formatTime(seen), Ui::formatAge(seen, QDateTime::currentDateTimeUtc()))
            : tr("The instances of this computer can't be reached. Trying again.");
    m_message->showMessage(
        Ui::Tone::Warning, sentence, Ui::technicalDetails(m_controlPlane->linkError()));
    m_message->setAction(tr("Try now"));
}

std::optional<std::chrono::milliseconds> LinkNotice::untilNextAge() const
{
    if (m_controlPlane->link() != Client::ControlPlane::Link::Unreachable) {
        return {};
    }
    return Ui::nextAgeChange(m_controlPlane->lastSeen(), QDateTime::currentDateTimeUtc());
}

} // namespace Atelier::Compute
