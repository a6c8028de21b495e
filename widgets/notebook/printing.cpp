// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/printing.h"

#include "widgets/common/filedialog.h"
#include "widgets/notebook/labbridge.h"

#include <QDir>
#include <QPrintDialog>
#include <QPrinter>
#include <QSaveFile>
#include <QStandardPaths>
#include <QWebEnginePage>
#include <QWebEngineView>

namespace Atelier::Notebook {

Printing::Printing(QWebEngineView *view, LabBridge *bridge)
    : QObject(view)
    , m_view(view)
    , m_bridge(bridge)
{
    connect(bridge, &LabBridge::notPrintable, this, [this] {
        saveFrameAsPdf(m_view->page()->mainFrame());
    });
    // The page's own window.print(), which JupyterLab calls in a frame that holds only the
    // document.
    connect(view->page(), &QWebEnginePage::printRequestedByFrame, this, &Printing::saveFrameAsPdf);
    connect(view->page(), &QWebEnginePage::printRequested, this, &Printing::printPage);
}

Printing::~Printing() = default;

void Printing::saveDocumentAsPdf()
{
    if (m_bridge && m_bridge->isUsable()) {
        Q_EMIT m_bridge->printRequested();
    } else {
        saveFrameAsPdf(m_view->page()->mainFrame());
    }
}

void Printing::printPage()
{
    auto *printer = new QPrinter(QPrinter::HighResolution);
    auto *dialog = new QPrintDialog(printer, m_view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::rejected, this, [printer] { delete printer; });
    connect(dialog, &QDialog::accepted, this, [this, printer] {
        connect(
            m_view,
            &QWebEngineView::printFinished,
            this,
            [this, printer](bool success) {
                delete printer;
                Q_EMIT message(success ? tr("The page was printed.")
                                       : tr("The page could not be printed."));
            },
            Qt::SingleShotConnection);
        m_view->print(printer);
    });
    dialog->open();
}

void Printing::saveFrameAsPdf(QWebEngineFrame frame)
{
    frame.printToPdf([self = QPointer(this)](const QByteArray &pdf) {
        if (self) {
            self->savePdf(pdf);
        }
    });
}

void Printing::savePdf(const QByteArray &pdf)
{
    if (pdf.isEmpty()) {
        Q_EMIT message(tr("The page could not be printed."));
        return;
    }
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    Ui::pickFile(m_view,
                 {.kind = Ui::FileKind::NewFile,
                  .title = tr("Save as PDF"),
                  .start = folder.filePath(QStringLiteral("notebook.pdf")),
                  .filter = tr("PDF files (*.pdf)")},
                 this,
                 [this, pdf](const QString &path) {
                     if (path.isEmpty()) {
                         return;
                     }
                     QSaveFile file(path);
                     const bool written = file.open(QIODevice::WriteOnly)
                                          && file.write(pdf) == pdf.size() && file.commit();
                     Q_EMIT message(
                         written ? tr("Saved %1.").arg(QDir::toNativeSeparators(path))
                                 : tr("%1 was not saved: %2.").arg(path, file.errorString()));
                 });
}

} // namespace Atelier::Notebook
