// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <QTimer>

class QHeaderView;
class QSettings;
class QSplitter;
class QTimer;

namespace Atelier::Ui {

/**
 * Remembers the sizes of every named splitter and table header below a widget. The window does it
 * for each page: a page only gives its QSplitter, QTableView and QTreeView an objectName before it
 * is added.
 */
class RememberedState final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RememberedState)

public:
    /** Restores at once; @p settings must outlive this object. Keys begin with @p group. */
    RememberedState(QSettings *settings, QString group, QWidget *root);
    ~RememberedState() override;

    /** Writes what is shown now; also done by itself a moment after a size changed. */
    void save();

private:
    void rememberHeader(QHeaderView *header);
    void rememberSplitter(QSplitter *splitter);
    [[nodiscard]] QString keyOf(const QWidget *widget) const;

    QSettings *m_settings = nullptr;
    QString m_group;
    QTimer *m_timer = nullptr;
    QList<QPointer<QHeaderView>> m_headers;
    QList<QPointer<QSplitter>> m_splitters;
};

} // namespace Atelier::Ui
