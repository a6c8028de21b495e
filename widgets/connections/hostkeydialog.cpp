// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/hostkeydialog.h"

#include "widgets/common/copyablefield.h"
#include "widgets/common/plainlabel.h"
#include "widgets/common/theme.h"
#include "widgets/connections/servertext.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace Atelier::Connections {

namespace {

constexpr int hostKeyDialogWidth = 560;
constexpr qsizetype mostRecorded = 4;
constexpr qsizetype longestType = 40;

} // namespace

QString keyTypeText(const QString &type)
{
    if (type == QLatin1String("ssh-ed25519")) {
        return QStringLiteral("ED25519");
    }
    if (type == QLatin1String("ssh-rsa")) {
        return QStringLiteral("RSA");
    }
    if (type.startsWith(QLatin1String("ecdsa-sha2-"))) {
        return QStringLiteral("ECDSA");
    }
    return serverLine(type, longestType);
}

HostKeyDialog::HostKeyDialog(const Ssh::HostKeyQuestion &question, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("hostKeyDialog"));
    setWindowTitle(tr("Unknown Machine"));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(hostKeyDialogWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin,
                               Ui::Metrics::pageMargin);
    layout->setSpacing(Ui::Metrics::spacing);
    addFacts(layout, question);
    addRecorded(layout, question);
    layout->addSpacing(Ui::Metrics::grid);
    layout->addStretch();
    addButtons(layout);
    resize(hostKeyDialogWidth, layout->totalHeightForWidth(hostKeyDialogWidth));
}

HostKeyDialog::~HostKeyDialog() = default;

void HostKeyDialog::addFacts(QVBoxLayout *layout, const Ssh::HostKeyQuestion &question)
{
    const QString place = placeText(question.host, question.port);
    auto *title = Ui::plainLabel(Ui::breakable(tr("Is this really %1?").arg(place)), this);
    title->setObjectName(QStringLiteral("questionLabel"));
    QFont strong = title->font();
    strong.setBold(true);
    title->setFont(strong);
    layout->addWidget(title);
    layout->addWidget(Ui::plainLabel(
        tr("You have not connected to this machine before. Compare its %1 key's fingerprint with "
           "what its administrator says. If they differ, somebody else may be answering.")
            .arg(keyTypeText(question.presented.type)),
        this));
    auto *fingerprint = new Ui::CopyableField(question.presented.fingerprint(), this);
    fingerprint->setObjectName(QStringLiteral("fingerprintField"));
    fingerprint->setLabel(tr("Fingerprint of the host key"));
    layout->addWidget(fingerprint);
    const QString recording =
        question.recordingFile.isEmpty()
            ? tr("The answer is recorded nowhere (UserKnownHostsFile none), so this will be asked "
                 "each time.")
            : tr("If you trust it, the key is recorded in %1, where ssh finds it as well.")
                  .arg(serverLine(question.recordingFile));
    auto *where = Ui::plainLabel(Ui::breakable(recording), this);
    where->setObjectName(QStringLiteral("recordingLabel"));
    layout->addWidget(where);
}

void HostKeyDialog::addRecorded(QVBoxLayout *layout, const Ssh::HostKeyQuestion &question)
{
    if (question.recorded.isEmpty()) {
        return;
    }
    layout->addWidget(Ui::plainLabel(
        tr("Other keys are recorded for this machine's server at the usual port, 22:"), this));
    QStringList lines;
    for (const Ssh::HostKey &key :
         question.recorded.first(std::min(mostRecorded, question.recorded.size()))) {
        lines += keyTypeText(key.type) + u' ' + key.fingerprint();
    }
    if (question.recorded.size() > mostRecorded) {
        lines += tr("… and %1 more.").arg(question.recorded.size() - mostRecorded);
    }
    auto *recorded = Ui::plainLabel(lines.join(u'\n'), this);
    recorded->setObjectName(QStringLiteral("recordedLabel"));
    recorded->setFont(Ui::monospace(font()));
    layout->addWidget(recorded);
}

void HostKeyDialog::addButtons(QVBoxLayout *layout)
{
    auto *buttons = new QDialogButtonBox(this);
    auto *trust = buttons->addButton(tr("Trust and connect"), QDialogButtonBox::AcceptRole);
    trust->setObjectName(QStringLiteral("trustButton"));
    trust->setAutoDefault(false);
    auto *cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(QStringLiteral("cancelButton"));
    cancel->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    cancel->setFocus();
}

} // namespace Atelier::Connections
