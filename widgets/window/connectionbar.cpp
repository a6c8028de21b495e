// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/connectionbar.h"

#include "widgets/common/inlinemessage.h"
#include "widgets/window/connection.h"

#include <QVBoxLayout>

namespace Atelier::Window {

ConnectionBar::ConnectionBar(Connection *connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_message(new Ui::InlineMessage(this))
{
    m_message->setObjectName(QStringLiteral("connectionMessage"));
    m_message->setClosable(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_message);
    connect(m_message, &Ui::InlineMessage::actionTriggered, connection, &Connection::applyRemedy);
    connect(connection, &Connection::changed, this, &ConnectionBar::showState);
    showState();
}

ConnectionBar::~ConnectionBar() = default;

void ConnectionBar::showState()
{
    if (m_connection->state() == Connection::State::Failed) {
        m_message->showMessage(
            Ui::Tone::Failed, m_connection->error().message, m_connection->technicalDetails());
        m_message->setAction(m_connection->remedy());
    } else {
        m_message->hide();
    }
}

} // namespace Atelier::Window
