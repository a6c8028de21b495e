// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/sharedcontext.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QQuickWindow>

// Private API of Qt Gui (qopenglcontext_p.h, exported since 5.4): the web engine looks for its
// shared context only there. The public way, Qt::AA_ShareOpenGLContexts before QApplication, costs
// every start of the studio 40 ms and 71 MiB, also when no notebook is ever opened.
QT_BEGIN_NAMESPACE
// NOLINTNEXTLINE(readability-identifier-naming): the name is Qt's.
Q_GUI_EXPORT void qt_gl_set_global_share_context(QOpenGLContext *context);
QT_END_NAMESPACE

namespace Atelier::Notebook {

namespace {

bool hasOpenGl(QOpenGLContext *context)
{
    QOffscreenSurface surface;
    surface.setFormat(context->format());
    surface.create();
    if (!surface.isValid() || !context->makeCurrent(&surface)) {
        return false;
    }
    context->doneCurrent();
    return true;
}

} // namespace

void makeSharedContext()
{
    if (QOpenGLContext::globalShareContext() != nullptr) {
        return;
    }
    auto *context = new QOpenGLContext(qGuiApp);
    if (!context->create() || !hasOpenGl(context)) {
        delete context;
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
        return;
    }
    qt_gl_set_global_share_context(context);
    // The context ends with the application: no one may find it afterwards.
    QObject::connect(
        context, &QObject::destroyed, qGuiApp, [] { qt_gl_set_global_share_context(nullptr); });
}

} // namespace Atelier::Notebook
