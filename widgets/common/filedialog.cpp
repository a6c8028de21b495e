// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/filedialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStringList>

namespace Atelier::Ui {

namespace {

QStringList &queuedFiles()
{
    static QStringList files;
    return files;
}

void prepare(QFileDialog *dialog, const FileRequest &request)
{
    switch (request.kind) {
    case FileKind::ExistingFile:
        dialog->setFileMode(QFileDialog::ExistingFile);
        break;
    case FileKind::NewFile:
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setFileMode(QFileDialog::AnyFile);
        break;
    case FileKind::Folder:
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        break;
    }
    if (!request.filter.isEmpty()) {
        dialog->setNameFilter(request.filter);
    }
    if (request.kind == FileKind::NewFile) {
        const QFileInfo suggested(request.start);
        dialog->setDirectory(suggested.path());
        dialog->selectFile(suggested.fileName());
    } else if (!request.start.isEmpty()) {
        dialog->setDirectory(request.start);
    }
}

} // namespace

void pickFile(QWidget *parent,
              const FileRequest &request,
              QObject *context,
              const std::function<void(QString)> &then)
{
    if (!queuedFiles().isEmpty()) {
        const QString file = queuedFiles().takeFirst();
        QMetaObject::invokeMethod(context, [file, then] { then(file); }, Qt::QueuedConnection);
        return;
    }
    auto *dialog = new QFileDialog(parent, request.title);
    dialog->setObjectName(QStringLiteral("fileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    prepare(dialog, request);
    QObject::connect(dialog, &QFileDialog::finished, context, [dialog, then](int result) {
        then(result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString());
    });
    dialog->open();
}

void queueFile(const QString &path)
{
    queuedFiles().append(path);
}

} // namespace Atelier::Ui
