// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <memory>

class QTemporaryDir;
class QWebEngineDownloadRequest;
class QWebEngineProfile;
class QWidget;

namespace Atelier::Notebook {

/**
 * Asks for each download of a profile where it goes. The engine wants its answer at once, so a
 * download begins in a hidden folder beside the suggested place and is moved when both it and the
 * answer are there.
 */
class Downloads final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Downloads)

public:
    /** @p folder: suggested for new files; empty: the desktop's download folder. */
    Downloads(QWebEngineProfile *profile, QWidget *dialogParent, QString folder = {});
    ~Downloads() override;

Q_SIGNALS:
    /** A sentence for the activity area: what has been saved where, or why not. */
    void message(const QString &text);

private:
    struct Item;
    void begin(QWebEngineDownloadRequest *download);
    void askForPlace(const std::shared_ptr<Item> &item, const QString &name);
    void discard(const std::shared_ptr<Item> &item, int attempts);
    void finishWhenReady(const std::shared_ptr<Item> &item);
    void moveToPlace(const std::shared_ptr<Item> &item);

    QPointer<QWidget> m_dialogParent;
    QString m_folder;
};

} // namespace Atelier::Notebook
