// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/secretdialog.h"

#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/connections/servertext.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTextOption>
#include <QVBoxLayout>

#include <algorithm>

namespace Atelier::Connections {

namespace {

using Kind = Ssh::SecretRequest::Kind;

constexpr int secretDialogWidth = 528;
constexpr int manyLines = 8; ///< of an instruction; more get a scroll bar
constexpr qsizetype longInstruction = 480;
constexpr int instructionHeight = 16 * Ui::Metrics::grid;
constexpr qsizetype manyPrompts = 4; ///< more get a scroll bar
constexpr qsizetype longPrompts = 400;
constexpr int promptsHeight = 20 * Ui::Metrics::grid;
constexpr qsizetype longestUser = 64;

QString headOf(const Ssh::SecretRequest &request)
{
    const QString place = placeText(request.host, request.port);
    const QString user = serverLine(request.user, longestUser);
    switch (request.kind) {
    case Kind::Passphrase:
        return SecretDialog::tr("The key %1 is locked. Its passphrase is needed to log in to %2.",
                                "file, machine")
            .arg(serverLine(request.subject), place);
    case Kind::Password:
        return SecretDialog::tr("The password of %1 is needed to log in to %2.", "user, machine")
            .arg(user, place);
    case Kind::Interactive:
        break;
    }
    return SecretDialog::tr("%2 asks this before %1 may log in:", "user, machine").arg(user, place);
}

QString titleOf(Kind kind)
{
    switch (kind) {
    case Kind::Passphrase:
        return SecretDialog::tr("Unlock Key");
    case Kind::Password:
    case Kind::Interactive:
        break;
    }
    return SecretDialog::tr("Log In");
}

QString wrongText(Kind kind, bool wasForgotten)
{
    if (wasForgotten) {
        return SecretDialog::tr("What the keychain had was wrong, and was taken out of it.");
    }
    return kind == Kind::Passphrase ? SecretDialog::tr("That passphrase was wrong. Try again.")
                                    : SecretDialog::tr("That was wrong. Try again.");
}

} // namespace

SecretDialog::SecretDialog(const Ssh::SecretRequest &request,
                           bool mayKeep,
                           bool wasForgotten,
                           QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("secretDialog"));
    setWindowTitle(titleOf(request.kind));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(secretDialogWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::spacing);
    addHead(layout, request, wasForgotten);
    addInstruction(layout, serverText(request.instruction));
    addPrompts(layout, request.prompts);
    addBoxes(layout, mayKeep);
    layout->addStretch();
    addButtons(layout, request.kind);
    resize(secretDialogWidth, layout->totalHeightForWidth(secretDialogWidth));
    if (!m_edits.isEmpty()) {
        m_edits.first()->setFocus();
    }
}

SecretDialog::~SecretDialog()
{
    for (QLineEdit *edit : std::as_const(m_edits)) {
        edit->clear();
    }
}

void SecretDialog::addHead(QVBoxLayout *layout,
                           const Ssh::SecretRequest &request,
                           bool wasForgotten)
{
    auto *head = Ui::plainLabel(Ui::breakable(headOf(request)), this);
    head->setObjectName(QStringLiteral("headLabel"));
    layout->addWidget(head);
    if (!request.fingerprint.isEmpty()) {
        // No field: there is one thing to fill in.
        auto *fingerprint = Ui::plainLabel(serverLine(request.fingerprint), this);
        fingerprint->setObjectName(QStringLiteral("fingerprintLabel"));
        fingerprint->setAccessibleName(tr("Fingerprint of the key"));
        fingerprint->setFont(Ui::monospace(font()));
        fingerprint->setForegroundRole(QPalette::PlaceholderText);
        layout->addWidget(fingerprint);
    }
    if (request.attempt > 1 || wasForgotten) {
        auto *wrong = Ui::plainLabel(wrongText(request.kind, wasForgotten), this);
        wrong->setObjectName(QStringLiteral("wrongLabel"));
        QPalette colours = wrong->palette();
        colours.setColor(QPalette::WindowText, Ui::toneColor(Ui::Tone::Failed, palette()));
        wrong->setPalette(colours);
        layout->addWidget(wrong);
    }
}

void SecretDialog::addInstruction(QVBoxLayout *layout, const QString &text)
{
    if (text.isEmpty()) {
        return;
    }
    if (text.count(u'\n') < manyLines && text.size() <= longInstruction) {
        auto *label = Ui::plainLabel(Ui::breakable(text), this);
        label->setObjectName(QStringLiteral("instruction"));
        layout->addWidget(label);
        return;
    }
    auto *view = new QPlainTextEdit(text, this);
    view->setObjectName(QStringLiteral("instruction"));
    view->setReadOnly(true);
    view->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    view->setTabChangesFocus(true);
    view->setFixedHeight(instructionHeight);
    view->setAccessibleName(tr("What the server says"));
    layout->addWidget(view);
}

void SecretDialog::addPrompts(QVBoxLayout *layout, const QList<Ssh::SecretPrompt> &prompts)
{
    auto *fields = new QWidget(this);
    auto *column = new QVBoxLayout(fields);
    column->setContentsMargins({});
    column->setSpacing(Ui::Metrics::grid / 2);
    qsizetype length = 0;
    for (const Ssh::SecretPrompt &prompt : prompts) {
        QString text = serverLine(prompt.text);
        if (text.isEmpty()) {
            text = tr("Answer:");
        }
        length += text.size();
        // Not the field's buddy: then a “&” of the server's would be taken for a key.
        auto *label = Ui::plainLabel(Ui::breakable(text), fields);
        label->setTextInteractionFlags(Qt::NoTextInteraction);
        auto *edit = new QLineEdit(fields);
        edit->setObjectName(QStringLiteral("answer%1").arg(m_edits.size()));
        edit->setAccessibleName(text);
        if (!prompt.echo) {
            edit->setEchoMode(QLineEdit::Password);
            m_hidden += edit;
        }
        m_edits += edit;
        column->addWidget(label);
        column->addWidget(edit);
    }
    if (prompts.size() <= manyPrompts && length <= longPrompts) {
        layout->addWidget(fields);
        return;
    }
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedHeight(promptsHeight);
    scroll->setWidget(fields);
    layout->addWidget(scroll);
}

void SecretDialog::addBoxes(QVBoxLayout *layout, bool mayKeep)
{
    if (!m_hidden.isEmpty()) {
        auto *shown = new QCheckBox(tr("Show what is typed"), this);
        shown->setObjectName(QStringLiteral("showBox"));
        connect(shown, &QCheckBox::toggled, this, &SecretDialog::showHidden);
        layout->addWidget(shown);
    }
    if (mayKeep) {
        m_keep = new QCheckBox(tr("Keep in the keychain"), this);
        m_keep->setObjectName(QStringLiteral("keepBox"));
        m_keep->setEnabled(false);
        m_keep->setToolTip(tr("Looking for a keychain…"));
        layout->addWidget(m_keep);
    }
    m_silence = Ui::plainLabel(tr("The desktop's keychain has not answered: it may be locked, and "
                                  "ask for its own password in another window. Unlock it there, or "
                                  "type the answer here."),
                               this);
    m_silence->setObjectName(QStringLiteral("silenceLabel"));
    m_silence->hide();
    layout->addWidget(m_silence);
}

void SecretDialog::addButtons(QVBoxLayout *layout, Ssh::SecretRequest::Kind kind)
{
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("cancelButton"));
    cancel->setAutoDefault(false);
    auto *accept = new QPushButton(kind == Kind::Passphrase ? tr("Unlock") : tr("Log in"), this);
    accept->setObjectName(QStringLiteral("acceptButton"));
    accept->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(Ui::Metrics::grid);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(accept);
    layout->addSpacing(Ui::Metrics::grid);
    layout->addLayout(row);
    connect(accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void SecretDialog::setKeychain(const Result<void> &available)
{
    if (m_keep == nullptr) {
        return;
    }
    m_keep->setEnabled(available.has_value());
    m_keep->setToolTip(available ? tr("The desktop's keychain keeps it, locked by its own "
                                      "password. Without this it is forgotten when Atelier ends.")
                                 : available.error().message);
    // That there is none is no news; that it would not open is.
    if (!available && available.error().code != Error::Code::Unavailable) {
        m_silence->setText(available.error().message);
        setKeychainSilent(true);
    }
}

void SecretDialog::setKeychainSilent(bool isSilent)
{
    m_silence->setVisible(isSilent);
    fitHeight();
}

void SecretDialog::fitHeight()
{
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

QStringList SecretDialog::answers() const
{
    QStringList texts;
    for (const QLineEdit *edit : m_edits) {
        texts += edit->text();
    }
    return texts;
}

bool SecretDialog::isToBeKept() const
{
    return m_keep != nullptr && m_keep->isEnabled() && m_keep->isChecked();
}

bool SecretDialog::isUntouched() const
{
    return std::ranges::all_of(m_edits, [](const QLineEdit *edit) { return !edit->isModified(); });
}

void SecretDialog::showHidden(bool isShown)
{
    for (QLineEdit *edit : std::as_const(m_hidden)) {
        edit->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    }
}

} // namespace Atelier::Connections
