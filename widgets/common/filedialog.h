// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QObject;
class QWidget;

namespace Atelier::Ui {

enum class FileKind { ExistingFile, NewFile, Folder };

struct FileRequest
{
    FileKind kind = FileKind::ExistingFile;
    QString title = {};
    QString start = {};  ///< folder, or for a new file its suggested path
    QString filter = {}; ///< "Public keys (*.pub)"; empty: all
};

/**
 * Shows the desktop's file picker without a nested event loop; @p then gets the path, or an empty
 * one when cancelled. A new file's picker asks by itself before an existing file is chosen.
 */
void pickFile(QWidget *parent,
              const FileRequest &request,
              QObject *context,
              const std::function<void(QString)> &then);

/** A test queues paths, which pickFile() then takes in turn without showing a picker. */
void queueFile(const QString &path);

} // namespace Atelier::Ui
