// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/checkdialog.h"

#include "backend/core/async.h"
#include "backend/ssh/trust/connectioncheck.h"
#include "backend/ssh/trust/removal.h"
#include "widgets/common/busyindicator.h"
#include "widgets/common/copyablefield.h"
#include "widgets/common/inlinemessage.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/connections/checklist.h"
#include "widgets/connections/checkreport.h"
#include "widgets/connections/hostkeydialog.h"
#include "widgets/connections/questiondesk.h"
#include "widgets/connections/servertext.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace Atelier::Connections {

namespace {

constexpr QSize usualCheckSize(680, 480);
/** Of the list; the dialog grows with what stands below it. */
constexpr QSize smallestListSize(528, 128);

QString hostKeySetting()
{
    return QStringLiteral("connections/lastHost");
}

} // namespace

CheckDialog::CheckDialog(const Services &services, QWidget *parent)
    : QDialog(parent)
    , m_services(services)
    , m_config(new Ssh::SshConfig(services.ssh, this))
    , m_desk(new QuestionDesk(this, services.keychain))
    , m_check(new Ssh::ConnectionCheck(m_config, m_desk->asker(), this))
{
    setObjectName(QStringLiteral("checkDialog"));
    setWindowTitle(tr("Check an SSH Connection"));
    setWindowModality(Qt::WindowModal);
    resize(usualCheckSize);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::spacing);
    addHead(layout);
    m_list = new CheckList(this);
    m_list->setMinimumSize(smallestListSize);
    layout->addWidget(m_list, 1);
    addResult();
    addButtons(layout);
    completeNames();

    connect(m_check, &Ssh::ConnectionCheck::began, this, [this](const QString &text) {
        m_busy->start(text);
    });
    connect(m_check, &Ssh::ConnectionCheck::noted, this, &CheckDialog::showStep);
    connect(m_check, &Ssh::ConnectionCheck::finished, this, &CheckDialog::showEnd);
    connect(m_desk, &QuestionDesk::asking, m_check, &Ssh::ConnectionCheck::setAsking);
    connect(m_desk, &QuestionDesk::failed, this, [this](const Error &error) {
        m_keychainMessage->showMessage(
            Ui::Tone::Warning,
            tr("Nothing was changed in the keychain. %1").arg(error.message),
            Ui::technicalDetails(error));
    });
    setRunning(false);
    showRemedy({});
}

CheckDialog::~CheckDialog() = default;

void CheckDialog::addHead(QVBoxLayout *layout)
{
    auto *label = Ui::plainLabel(
        tr("Machine, as “ssh” takes it: a host, user@host:port, or a name of ~/.ssh/config"), this);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("nameEdit"));
    m_name->setAccessibleName(tr("Machine"));
    m_name->setPlaceholderText(tr("ada@gpu.example.org"));
    m_name->setClearButtonEnabled(true);
    label->setBuddy(m_name);
    if (m_services.settings != nullptr) {
        m_name->setText(m_services.settings->value(hostKeySetting()).toString());
        m_name->selectAll();
    }
    m_checkButton = new QPushButton(tr("Check"), this);
    m_checkButton->setObjectName(QStringLiteral("checkButton"));
    m_checkButton->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(Ui::Metrics::grid);
    row->addWidget(m_name, 1);
    row->addWidget(m_checkButton);
    layout->addWidget(label);
    layout->addLayout(row);
    layout->addSpacing(Ui::Metrics::grid);
    connect(m_checkButton, &QPushButton::clicked, this, &CheckDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, [this] { setRunning(m_check->isRunning()); });
}

void CheckDialog::addResult()
{
    m_hint = Ui::plainLabel(
        tr("Atelier logs in there as it does for everything else, and says step "
           "by step what works."),
        this);
    m_hint->setObjectName(QStringLiteral("checkHint"));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_list->addBelow(m_hint);
    m_message = new Ui::InlineMessage(this);
    m_message->setObjectName(QStringLiteral("checkMessage"));
    m_message->setClosable(false);
    m_message->setButtonsBelow();
    m_list->addBelow(m_message);
    m_keys = Ui::plainLabel({}, this);
    m_keys->setObjectName(QStringLiteral("keysLabel"));
    m_keys->setFont(Ui::monospace(font()));
    m_list->addBelow(m_keys);
    m_remedyText = Ui::plainLabel({}, this);
    m_remedyText->setObjectName(QStringLiteral("remedyLabel"));
    m_list->addBelow(m_remedyText);
    m_remedy = new Ui::CopyableField(this);
    m_remedy->setObjectName(QStringLiteral("remedyCommand"));
    m_remedy->setLabel(tr("Command that removes the recorded key"));
    m_list->addBelow(m_remedy);
    m_keychainMessage = new Ui::InlineMessage(this);
    m_keychainMessage->setObjectName(QStringLiteral("keychainMessage"));
    m_keychainMessage->setButtonsBelow();
    m_list->addBelow(m_keychainMessage);
}

void CheckDialog::addButtons(QVBoxLayout *layout)
{
    m_busy = new Ui::BusyIndicator(this);
    m_busy->setObjectName(QStringLiteral("checkBusy"));
    m_copyButton = new QPushButton(tr("Copy report"), this);
    m_copyButton->setObjectName(QStringLiteral("copyButton"));
    m_copyButton->setAutoDefault(false);
    m_closeButton = new QPushButton(this);
    m_closeButton->setObjectName(QStringLiteral("closeButton"));
    m_closeButton->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(Ui::Metrics::grid);
    row->addWidget(m_busy, 1);
    row->addStretch();
    row->addWidget(m_copyButton);
    row->addWidget(m_closeButton);
    layout->addLayout(row);
    connect(m_copyButton, &QPushButton::clicked, this, &CheckDialog::copyReport);
    connect(m_closeButton, &QPushButton::clicked, this, &CheckDialog::reject);
}

void CheckDialog::completeNames()
{
    whenDone(m_config->hosts(), this, [this](const Result<QStringList> &hosts) {
        if (hosts) {
            auto *completer = new QCompleter(*hosts, m_name);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            completer->setFilterMode(Qt::MatchContains);
            m_name->setCompleter(completer);
            // The list of names keeps Return from the default button.
            connect(m_name, &QLineEdit::returnPressed, completer, [this, completer] {
                if (completer->popup()->isVisible()) {
                    completer->popup()->hide();
                    check();
                }
            });
        }
    });
}

void CheckDialog::check()
{
    m_checkedName = m_name->text().trimmed();
    if (m_checkedName.isEmpty() || m_check->isRunning()) {
        return;
    }
    if (m_services.settings != nullptr) {
        m_services.settings->setValue(hostKeySetting(), m_checkedName);
    }
    m_steps.clear();
    m_error.reset();
    m_list->clear();
    m_hint->hide();
    m_message->hide();
    m_keychainMessage->hide();
    showRemedy({});
    m_check->start(m_checkedName);
    setRunning(m_check->isRunning());
}

void CheckDialog::showStep(const Ssh::CheckStep &step)
{
    m_steps += step;
    m_list->add(step);
}

void CheckDialog::showEnd(const std::optional<Error> &error)
{
    m_busy->stop();
    m_desk->cancelAll();
    m_error = error;
    if (error && error->code == Error::Code::Cancelled) {
        m_message->showMessage(Ui::Tone::Stopped, error->message);
    } else if (error) {
        showError(*error);
    } else {
        const bool isAllGood = std::ranges::all_of(m_steps, &Ssh::CheckStep::isGood);
        m_message->showMessage(isAllGood ? Ui::Tone::Running : Ui::Tone::Warning,
                               isAllGood ? tr("Everything that Atelier needs works there.")
                                         : tr("You can log in, but not everything works there."));
    }
    setRunning(false);
}

void CheckDialog::showError(const Error &error)
{
    const auto &destination = m_check->destination();
    const Ssh::Removal removal = error.code == Error::Code::HostKeyChanged && destination
                                     ? Ssh::removalOf(
                                           *destination, error.target, m_check->presented())
                                     : Ssh::Removal();
    if (removal.commands.isEmpty()) {
        m_message->showMessage(
            Ui::Tone::Failed, Ui::breakable(error.message), Ui::technicalDetails(error));
        return;
    }
    // The fingerprints stand below, one under the other.
    m_message->showMessage(Ui::Tone::Failed,
                           tr("The host key of %1 has changed. The connection was refused.")
                               .arg(serverLine(error.target)),
                           Ui::technicalDetails(error));
    showRemedy(removal);
}

void CheckDialog::showRemedy(const Ssh::Removal &removal)
{
    QStringList keys;
    for (const Ssh::HostKey &key : removal.recorded) {
        keys += tr("Recorded: %1 %2").arg(keyTypeText(key.type), key.fingerprint());
    }
    const Ssh::HostKey &presented = m_check->presented();
    keys += tr("Presented: %1 %2").arg(keyTypeText(presented.type), presented.fingerprint());
    m_keys->setText(keys.join(u'\n'));
    m_remedyText->setText(
        tr("Ask the machine's administrator first. Only if the new key is right, remove the old "
           "one with this command, then check again:"));
    m_remedy->setText(removal.commands.join(QLatin1String(" && ")));
    const bool isShown = !removal.commands.isEmpty();
    m_keys->setVisible(isShown);
    m_remedyText->setVisible(isShown);
    m_remedy->setVisible(isShown);
}

void CheckDialog::copyReport()
{
    QGuiApplication::clipboard()->setText(checkReport(m_checkedName, m_steps, m_error));
}

void CheckDialog::setRunning(bool isRunning)
{
    m_name->setReadOnly(isRunning);
    m_checkButton->setEnabled(!isRunning && !m_name->text().trimmed().isEmpty());
    m_copyButton->setEnabled(!isRunning && (!m_steps.isEmpty() || m_error.has_value()));
    m_closeButton->setText(isRunning ? tr("Cancel") : tr("Close"));
}

void CheckDialog::reject()
{
    if (m_check->isRunning()) {
        m_check->cancel();
        return;
    }
    QDialog::reject();
}

} // namespace Atelier::Connections
