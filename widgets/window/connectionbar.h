// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Atelier::Ui {
class InlineMessage;
}

namespace Atelier::Window {

class Connection;

/** Above the page: why there is no connection, and the button that helps. Takes no room while there
 * is one. */
class ConnectionBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionBar)

public:
    explicit ConnectionBar(Connection *connection, QWidget *parent = nullptr);
    ~ConnectionBar() override;

private:
    void showState();

    Connection *m_connection = nullptr;
    Ui::InlineMessage *m_message = nullptr;
};

} // namespace Atelier::Window
