// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QWebEngineFrame>

class QWebEngineView;

namespace Atelier::Notebook {

class LabBridge;

/** Printing a page: to a PDF file, or to a printer by the desktop's dialog. */
class Printing final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Printing)

public:
    Printing(QWebEngineView *view, LabBridge *bridge);
    ~Printing() override;

    /** The document in front, as JupyterLab prints it; else the whole page. */
    void saveDocumentAsPdf();
    /** The page as it is seen. */
    void printPage();

Q_SIGNALS:
    void message(const QString &text);

private:
    void saveFrameAsPdf(QWebEngineFrame frame);
    void savePdf(const QByteArray &pdf);

    QPointer<QWebEngineView> m_view;
    QPointer<LabBridge> m_bridge;
};

} // namespace Atelier::Notebook
