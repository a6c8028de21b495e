// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/rememberedstate.h"

#include <QHeaderView>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QTreeView>

#include <chrono>

namespace Atelier::Ui {

RememberedState::RememberedState(QSettings *settings, QString group, QWidget *root)
    : QObject(root)
    , m_settings(settings)
    , m_group(std::move(group))
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(std::chrono::milliseconds(500));
    connect(m_timer, &QTimer::timeout, this, &RememberedState::save);
    const auto splitters = root->findChildren<QSplitter *>();
    for (QSplitter *splitter : splitters) {
        if (!splitter->objectName().isEmpty()) {
            rememberSplitter(splitter);
        }
    }
    const auto tables = root->findChildren<QTableView *>();
    for (const QTableView *table : tables) {
        if (!table->objectName().isEmpty()) {
            rememberHeader(table->horizontalHeader());
        }
    }
    const auto trees = root->findChildren<QTreeView *>();
    for (const QTreeView *tree : trees) {
        if (!tree->objectName().isEmpty()) {
            rememberHeader(tree->header());
        }
    }
}

RememberedState::~RememberedState() = default;

void RememberedState::save()
{
    m_timer->stop();
    for (const auto &header : std::as_const(m_headers)) {
        // A header without sections belongs to a view without a model: its state is nobody's.
        if (header && header->count() > 0) {
            m_settings->setValue(keyOf(header->parentWidget()), header->saveState());
        }
    }
    for (const auto &splitter : std::as_const(m_splitters)) {
        if (splitter) {
            m_settings->setValue(keyOf(splitter), splitter->saveState());
        }
    }
}

void RememberedState::rememberHeader(QHeaderView *header)
{
    header->restoreState(m_settings->value(keyOf(header->parentWidget())).toByteArray());
    m_headers.append(header);
    const auto start = qOverload<>(&QTimer::start);
    connect(header, &QHeaderView::sectionResized, m_timer, start);
    connect(header, &QHeaderView::sectionMoved, m_timer, start);
    connect(header, &QHeaderView::sortIndicatorChanged, m_timer, start);
}

void RememberedState::rememberSplitter(QSplitter *splitter)
{
    splitter->restoreState(m_settings->value(keyOf(splitter)).toByteArray());
    m_splitters.append(splitter);
    connect(splitter, &QSplitter::splitterMoved, m_timer, qOverload<>(&QTimer::start));
}

QString RememberedState::keyOf(const QWidget *widget) const
{
    return m_group + u'/' + widget->objectName();
}

} // namespace Atelier::Ui
