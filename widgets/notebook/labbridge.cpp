// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notebook/labbridge.h"

#include <QFile>
#include <QWebChannel>
#include <QWebEnginePage>
#include <QWebEngineScript>
#include <QWebEngineScriptCollection>

namespace Atelier::Notebook {

namespace {

// window.jupyterapp is there because the server runs with --expose-app-in-browser; a page
// without it (a report, another application of the server) simply has no line.
constexpr const char *labScript = R"js(
(() => {
  'use strict';
  const themes = ['JupyterLab Light', 'JupyterLab Dark'];
  const attach = (app, lab) => {
    const run = (command, args) => app.commands.execute(command, args);
    app.status.busySignal.connect((_, busy) => lab.reportBusy(busy));
    app.status.dirtySignal.connect((_, dirty) => lab.reportDirty(dirty));
    lab.saveRequested.connect(async () => {
      try {
        if (app.status.isDirty) {
          await run('docmanager:save-all');
        }
      } catch (error) {
        console.warn(error);
      }
      lab.reportSaved(app.status.isDirty);
    });
    lab.themeRequested.connect(dark => {
      const present = document.body.dataset.jpThemeName;
      const wanted = themes[dark ? 1 : 0];
      if (present !== wanted && themes.includes(present)) {
        run('apputils:change-theme', { theme: wanted });
      }
    });
    lab.reconnectRequested.connect(() => {
      // Messages that only say that the server was away; a dialog with a choice stays.
      for (const dialog of document.querySelectorAll('.jp-Dialog')) {
        const buttons = dialog.querySelectorAll('.jp-Dialog-footer .jp-Dialog-button');
        if (buttons.length === 1) {
          buttons[0].click();
        }
      }
      for (const widget of app.shell.widgets('main')) {
        const context = widget.context?.sessionContext ?? widget.console?.sessionContext;
        const kernel = context?.session?.kernel;
        if (kernel && kernel.connectionStatus !== 'connected') {
          kernel.reconnect().catch(() => {});
        }
      }
    });
    lab.printRequested.connect(() => {
      if (app.commands.hasCommand('apputils:print') && app.commands.isEnabled('apputils:print')) {
        run('apputils:print');
      } else {
        lab.reportNotPrintable();
      }
    });
    // Scroll bars and other parts that the engine draws follow JupyterLab's theme.
    const scheme = () => {
      document.documentElement.style.colorScheme = document.body.dataset.jpThemeLight === 'false' ? 'dark' : 'light';
    };
    new MutationObserver(scheme).observe(document.body, { attributeFilter: ['data-jp-theme-light'] });
    scheme();
    app.restored.then(() => {
      lab.reportBusy(app.status.isBusy);
      lab.reportUsable();
    });
  };
  let tries = 0;
  const look = lab => {
    if (window.jupyterapp) {
      attach(window.jupyterapp, lab);
    } else if (++tries < 600) {
      setTimeout(look, 50, lab);
    }
  };
  if (document.getElementById('jupyter-config-data')) {
    new QWebChannel(qt.webChannelTransport, channel => look(channel.objects.lab));
  }
})();
)js";

QWebEngineScript scriptOf(const QString &name,
                          const QString &source,
                          QWebEngineScript::InjectionPoint point)
{
    QWebEngineScript script;
    script.setName(name);
    script.setSourceCode(source);
    script.setInjectionPoint(point);
    script.setWorldId(QWebEngineScript::MainWorld);
    script.setRunsOnSubFrames(false);
    return script;
}

} // namespace

LabBridge::LabBridge(QWebEnginePage *page)
    : QObject(page)
{
    QFile library(QStringLiteral(":/qtwebchannel/qwebchannel.js"));
    if (!library.open(QIODevice::ReadOnly)) {
        return;
    }
    auto *channel = new QWebChannel(page);
    channel->registerObject(QStringLiteral("lab"), this);
    page->setWebChannel(channel, QWebEngineScript::MainWorld);
    const QString source = QString::fromUtf8(library.readAll()) + QString::fromUtf8(labScript);
    page->scripts().insert(
        scriptOf(QStringLiteral("atelier"), source, QWebEngineScript::DocumentReady));
}

LabBridge::~LabBridge() = default;

bool LabBridge::isUsable() const
{
    return m_usable;
}

bool LabBridge::isBusy() const
{
    return m_busy;
}

bool LabBridge::isDirty() const
{
    return m_dirty;
}

void LabBridge::reset()
{
    m_usable = false;
    m_dirty = false;
    reportBusy(false);
}

void LabBridge::reportUsable()
{
    m_usable = true;
    Q_EMIT usable();
}

void LabBridge::reportBusy(bool busy)
{
    if (m_busy != busy) {
        m_busy = busy;
        Q_EMIT busyChanged(busy);
    }
}

void LabBridge::reportDirty(bool dirty)
{
    m_dirty = dirty;
}

void LabBridge::reportSaved(bool dirty)
{
    m_dirty = dirty;
    Q_EMIT saved();
}

void LabBridge::reportNotPrintable()
{
    Q_EMIT notPrintable();
}

} // namespace Atelier::Notebook
