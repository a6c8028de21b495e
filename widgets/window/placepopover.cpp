// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/placepopover.h"

#include "backend/core/paths.h"
#include "widgets/common/ageformat.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/window/connection.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDir>
#include <QFormLayout>
#include <QGuiApplication>
#include <QPushButton>

namespace Atelier::Window {

PlacePopover::PlacePopover(Connection *connection, QWidget *anchor)
    : Popover(anchor)
    , m_connection(connection)
    , m_sentence(Ui::plainLabel({}, this))
    , m_retryButton(new QPushButton(this))
{
    setObjectName(QStringLiteral("placePopover"));
    setMinimumWidth(45 * Ui::Metrics::grid);
    m_sentence->setObjectName(QStringLiteral("placeSentence"));
    m_retryButton->setObjectName(QStringLiteral("retryButton"));

    auto *title = new QLabel(tr("This computer"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);

    auto *folders = new QFormLayout;
    const auto add = [this, folders](const QString &name, const QString &path) {
        folders->addRow(name, Ui::plainLabel(QDir::toNativeSeparators(path), this));
    };
    add(tr("Workspace files:"), Paths::workspaceFolder());
    add(tr("Instances and their homes:"), Paths::dataFolder());
    add(tr("Settings:"), Paths::configFolder());

    auto *copyButton = new QPushButton(tr("Copy technical details"), this);
    copyButton->setObjectName(QStringLiteral("copyDetailsButton"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copyButton);
    buttons->addWidget(m_retryButton);
    buttons->addStretch();

    column()->addWidget(title);
    column()->addWidget(m_sentence);
    column()->addLayout(folders);
    column()->addLayout(buttons);

    connect(copyButton, &QPushButton::clicked, this, [this, copyButton] {
        QGuiApplication::clipboard()->setText(m_connection->technicalDetails());
        copyButton->setText(tr("Copied"));
    });
    connect(m_retryButton, &QPushButton::clicked, connection, &Connection::applyRemedy);
    connect(connection, &Connection::changed, this, &PlacePopover::updateState);
    updateState();
    copyButton->setFocus();
}

PlacePopover::~PlacePopover() = default;

QString PlacePopover::sentence() const
{
    switch (m_connection->state()) {
    case Connection::State::Starting:
        return tr("The service that runs your instances is starting.");
    case Connection::State::Online:
        return tr("Your instances run on this computer. They go on when this window is closed.");
    case Connection::State::Failed:
        return m_connection->error().message;
    case Connection::State::Unreachable:
        break;
    }
    const QDateTime seen = m_connection->lastSeen();
    return seen.isValid() ? tr("The service that runs your instances has not answered since %1. "
                               "Instances go on; "
                               "the connection is tried again by itself.")
                                .arg(Ui::formatTime(seen))
                          : tr("The service that runs your instances does not answer. "
                               "The connection is tried again by itself.");
}

void PlacePopover::updateState()
{
    m_sentence->setText(sentence());
    m_retryButton->setText(m_connection->remedy());
    const auto state = m_connection->state();
    m_retryButton->setVisible(state == Connection::State::Failed
                              || state == Connection::State::Unreachable);
}

} // namespace Atelier::Window
