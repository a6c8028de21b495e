// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/creationlogview.h"

#include "backend/client/controlplane.h"
#include "widgets/common/theme.h"

#include <QRegularExpression>
#include <QScrollBar>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

/** More than a whole log of a healthy instance; what runs away must not eat the memory. */
constexpr int mostLines = 5000;
constexpr int usualHeight = 152;

} // namespace

CreationLogView::CreationLogView(Client::ControlPlane *controlPlane, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_controlPlane(controlPlane)
    , m_decoder(QStringDecoder::Utf8)
{
    setObjectName(u"creationLogView"_s);
    setAccessibleName(tr("Creation log"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setMaximumBlockCount(mostLines);
    setLineWrapMode(NoWrap);
    setFont(Ui::monospace(font()));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setPlaceholderText(tr("The log is empty."));
    keepAtEnd();
}

CreationLogView::~CreationLogView() = default;

QSize CreationLogView::sizeHint() const
{
    return {QPlainTextEdit::sizeHint().width(), usualHeight};
}

void CreationLogView::follow(const QString &name, const QString &identity)
{
    const QString key = name + u'\n' + identity;
    if (m_key == key) {
        return;
    }
    stop();
    clear();
    if (name.isEmpty()) {
        return;
    }
    m_key = key;
    m_decoder.resetState();
    m_pendingBreak = false;
    m_log = m_controlPlane->creationLog(name);
    connect(m_log.get(), &Client::CreationLog::appended, this, &CreationLogView::append);
    connect(m_log.get(), &Client::CreationLog::failed, this, [this](const Error &error) {
        // An instance without a log is nothing to complain about.
        if (error.code != Error::Code::NotFound) {
            appendText(error.message + u'\n');
        }
    });
}

void CreationLogView::stop()
{
    m_log.reset();
    m_key.clear();
}

void CreationLogView::append(const QByteArray &bytes)
{
    appendText(m_decoder(bytes));
}

void CreationLogView::appendText(QString text)
{
    // What programs write for terminals: colours, and progress that overwrites its line.
    static const QRegularExpression escapes(u"\\x1b\\[[0-9;?]*[ -/]*[@-~]|\\x1b."_s);
    text.remove(escapes);
    text.replace(u"\r\n"_s, u"\n"_s);
    text.replace(u'\r', u'\n');
    if (text.isEmpty()) {
        return;
    }
    // A last line break is kept back: it would show as an empty line.
    if (m_pendingBreak) {
        text.prepend(u'\n');
    }
    m_pendingBreak = text.endsWith(u'\n');
    if (m_pendingBreak) {
        text.chop(1);
    }
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text);
}

void CreationLogView::keepAtEnd()
{
    QScrollBar *bar = verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        m_atEnd = value >= bar->maximum();
    });
    // The range also changes when the horizontal bar comes, or the pane takes another height.
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_atEnd) {
            bar->setValue(maximum);
        }
    });
}

} // namespace Atelier::Compute
