// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/keychooser.h"

#include "backend/core/async.h"
#include "widgets/common/filedialog.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/compute/fieldmessage.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>

namespace Atelier::Compute {

namespace {

using namespace Qt::StringLiterals;

constexpr int pasteHeight = 64;

QString describe(const Ssh::PublicKey &key)
{
    QStringList parts{key.algorithm()};
    // "RSA, 4096 bits" says its length already.
    if (!key.algorithm().contains(QString::number(key.bits))) {
        parts << KeyChooser::tr("%1 bits").arg(key.bits);
    }
    parts << (key.comment.isEmpty() ? KeyChooser::tr("no comment") : Ui::singleLine(key.comment));
    return parts.join(u" · "_s);
}

} // namespace

KeyChooser::KeyChooser(QString sshFolder, QWidget *parent)
    : QWidget(parent)
    , m_sshFolder(std::move(sshFolder))
    , m_keys(Ssh::publicKeysIn(m_sshFolder))
    , m_source(new QComboBox(this))
    , m_pages(new QStackedWidget(this))
    , m_about(Ui::plainLabel({}, this))
    , m_message(new FieldMessage(u"keyError"_s, this))
{
    m_source->setObjectName(u"keySourceBox"_s);
    m_source->setAccessibleName(tr("Where the key comes from"));
    m_source->addItem(tr("Generate a new key pair"));
    m_source->addItem(tr("Use one of my keys in ~/.ssh"));
    m_source->addItem(tr("Paste a public key"));
    m_pages->addWidget(makeGeneratePage());
    m_pages->addWidget(makePickPage());
    m_pages->addWidget(makePastePage());
    m_about->setObjectName(u"keyAboutLabel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Ui::Metrics::grid);
    layout->addWidget(m_source);
    layout->addWidget(m_pages);
    layout->addWidget(m_about);
    layout->addWidget(m_message);
    setFocusProxy(m_source);
    connect(m_source, &QComboBox::currentIndexChanged, this, &KeyChooser::update);
    // A person who has a key wants to use it.
    m_source->setCurrentIndex(m_keys.isEmpty() ? Generate : Pick);
    update();
}

KeyChooser::~KeyChooser() = default;

QWidget *KeyChooser::makeGeneratePage()
{
    auto *page = new QWidget(m_pages);
    m_kind = new QComboBox(page);
    m_kind->setObjectName(u"keyKindBox"_s);
    m_kind->setAccessibleName(tr("Kind of key"));
    m_kind->addItem(tr("ED25519"));
    m_kind->addItem(tr("RSA, 4096 bits"));
    m_file = new QLineEdit(page);
    m_file->setObjectName(u"keyFileEdit"_s);
    m_file->setAccessibleName(tr("File of the private key"));
    m_browse = new QPushButton(tr("Browse…"), page);
    m_browse->setObjectName(u"keyFileButton"_s);
    m_generate = new QPushButton(tr("Generate"), page);
    m_generate->setObjectName(u"generateKeyButton"_s);
    m_browse->setAutoDefault(false);
    m_generate->setAutoDefault(false);
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins({});
    grid->setSpacing(Ui::Metrics::grid);
    grid->addWidget(new QLabel(tr("Kind:"), page), 0, 0);
    grid->addWidget(m_kind, 0, 1);
    grid->addWidget(m_generate, 0, 2);
    grid->addWidget(new QLabel(tr("Save as:"), page), 1, 0);
    grid->addWidget(m_file, 1, 1);
    grid->addWidget(m_browse, 1, 2);
    grid->setColumnStretch(1, 1);
    suggestFile();
    connect(m_kind, &QComboBox::currentIndexChanged, this, &KeyChooser::suggestFile);
    connect(m_generate, &QPushButton::clicked, this, &KeyChooser::generate);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        Ui::pickFile(this,
                     {.kind = Ui::FileKind::NewFile,
                      .title = tr("File of the Private Key"),
                      .start = m_file->text()},
                     this,
                     [this](const QString &file) {
                         if (!file.isEmpty()) {
                             m_file->setText(file);
                         }
                     });
    });
    return page;
}

QWidget *KeyChooser::makePickPage()
{
    m_pick = new QComboBox(m_pages);
    m_pick->setObjectName(u"keyPickBox"_s);
    m_pick->setAccessibleName(tr("Public key"));
    m_pick->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const Ssh::PublicKey &key : std::as_const(m_keys)) {
        m_pick->addItem(u"%1 (%2)"_s.arg(QFileInfo(key.file).fileName(), describe(key)),
                        key.line());
    }
    m_pick->setEnabled(!m_keys.isEmpty());
    if (m_keys.isEmpty()) {
        m_pick->addItem(tr("There is no public key in ~/.ssh."), QString());
    }
    connect(m_pick, &QComboBox::currentIndexChanged, this, &KeyChooser::update);
    auto *page = new QWidget(m_pages);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addWidget(m_pick);
    layout->addStretch();
    return page;
}

QWidget *KeyChooser::makePastePage()
{
    m_paste = new QPlainTextEdit(m_pages);
    m_paste->setObjectName(u"keyPasteEdit"_s);
    m_paste->setAccessibleName(tr("Public key"));
    m_paste->setPlaceholderText(tr("ssh-ed25519 AAAA… name@computer"));
    m_paste->setTabChangesFocus(true);
    m_paste->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_paste->setWordWrapMode(QTextOption::WrapAnywhere);
    connect(m_paste, &QPlainTextEdit::textChanged, this, &KeyChooser::update);
    auto *page = new QWidget(m_pages);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addWidget(m_paste);
    m_paste->setFixedHeight(pasteHeight);
    return page;
}

void KeyChooser::suggestFile()
{
    const bool rsa = m_kind->currentIndex() == 1;
    m_file->setText(Ssh::KeyGenerator::freeFile(
        m_sshFolder + (rsa ? u"/atelier_rsa"_s : u"/atelier_ed25519"_s)));
}

void KeyChooser::generate()
{
    const auto kind = m_kind->currentIndex() == 1 ? Ssh::KeyGenerator::Kind::Rsa4096
                                                  : Ssh::KeyGenerator::Kind::Ed25519;
    QString file = m_file->text().trimmed();
    if (file.startsWith(u"~/"_s)) {
        file.replace(0, 1, QDir::homePath());
    }
    m_generate->setEnabled(false);
    m_generate->setText(tr("Generating…"));
    m_generateError.clear();
    m_generatedLine.clear();
    update();
    whenDone(m_generator.generate(kind, file),
             this,
             [this](const Result<Ssh::KeyGenerator::Pair> &pair) {
                 m_generate->setEnabled(true);
                 m_generate->setText(tr("Generate"));
                 if (pair) {
                     m_generatedLine = pair->publicKey.line();
                     m_file->setText(pair->privateFile);
                 } else {
                     m_generateError = pair.error().message;
                 }
                 update();
             });
}

void KeyChooser::update()
{
    const int source = m_source->currentIndex();
    for (int page = 0; page < m_pages->count(); ++page) {
        // The stack is as high as what it shows, not as the highest of its pages.
        m_pages->widget(page)->setSizePolicy(
            QSizePolicy::Preferred, page == source ? QSizePolicy::Fixed : QSizePolicy::Ignored);
    }
    m_pages->setCurrentIndex(source);
    m_pages->setFixedHeight(m_pages->currentWidget()->sizeHint().height());
    QString text;
    switch (source) {
    case Generate:
        text = m_generatedLine;
        break;
    case Pick:
        text = m_pick->currentData().toString();
        break;
    default:
        text = m_paste->toPlainText().trimmed();
        break;
    }
    m_message->showText({});
    showKey(text);
    Q_EMIT keyChanged(text);
    if (source == Generate && !m_generateError.isEmpty()) {
        m_message->showText(m_generateError);
    }
}

void KeyChooser::showKey(const QString &text)
{
    const auto key = Ssh::publicKeyFrom(text);
    QString about;
    if (m_source->currentIndex() == Generate) {
        about = key ? tr("Saved as %1 and %1.pub · %2").arg(m_file->text(), describe(*key))
                    : tr("Nothing is overwritten: an existing file is refused.");
    } else if (m_source->currentIndex() == Paste && key) {
        about = describe(*key);
    }
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
}

void KeyChooser::announce()
{
    update();
}

void KeyChooser::showError(const QString &sentence)
{
    m_message->showText(sentence);
}

} // namespace Atelier::Compute
