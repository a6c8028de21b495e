// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connections/checkreport.h"

#include "widgets/common/inlinemessage.h"
#include "widgets/connections/servertext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <QSysInfo>

namespace Atelier::Connections {

QString spanText(std::chrono::milliseconds span)
{
    using namespace std::chrono_literals;
    if (span < 1ms) {
        return QCoreApplication::translate("CheckReport", "< 1 ms");
    }
    if (span < 1s) {
        return QCoreApplication::translate("CheckReport", "%1 ms").arg(span.count());
    }
    const double seconds = static_cast<double>(span.count()) / 1000.0;
    return QCoreApplication::translate("CheckReport", "%1 s")
        .arg(QLocale().toString(seconds, 'f', 1));
}

QString checkReport(const QString &name,
                    const QList<Ssh::CheckStep> &steps,
                    const std::optional<Error> &error)
{
    QStringList lines{
        QCoreApplication::translate("CheckReport", "Check of the SSH connection to %1")
            .arg(serverLine(name)),
        QStringLiteral("Atelier %1, %2, %3")
            .arg(QCoreApplication::applicationVersion(),
                 QSysInfo::prettyProductName(),
                 QDateTime::currentDateTimeUtc().toString(Qt::ISODate)),
        QString()};
    for (const Ssh::CheckStep &step : steps) {
        const QString mark = step.isGood ? QStringLiteral("+") : QStringLiteral("!");
        lines += QStringLiteral("%1 %2 (%3)").arg(mark, serverLine(step.text), spanText(step.span));
    }
    if (error) {
        lines += QString();
        lines += Ui::technicalDetails(*error);
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace Atelier::Connections
