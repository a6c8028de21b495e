// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compute/questions.h"

#include "widgets/common/plainlabel.h"

#include <QCoreApplication>

namespace Atelier::Compute {

namespace {

/** The translation context of this file. */
struct Questions
{
    Q_DECLARE_TR_FUNCTIONS(Questions)
};

/** The name comes from the instance. */
constexpr qsizetype longestName = 64;

QString kernelLine(const RunningKernel &running, bool nameInstance)
{
    QString line = Ui::singleLine(running.kernel.name);
    if (line.size() > longestName) {
        line = line.first(longestName) + u'…';
    }
    if (running.kernel.state == QLatin1String("busy")) {
        line = Questions::tr("%1 (busy)").arg(line);
    }
    return nameInstance ? Questions::tr("%1: %2").arg(running.instance, line) : line;
}

} // namespace

QString instanceList(const QStringList &names)
{
    if (names.size() == 1) {
        return names.constFirst();
    }
    if (names.size() == 2) {
        return Questions::tr("%1 and %2").arg(names.constFirst(), names.constLast());
    }
    return Questions::tr("%1 instances").arg(names.size());
}

// With its type in front, lupdate takes the function for one of a class “Ui”.
auto kernelQuestion(const QStringList &instances,
                    bool restart,
                    const QList<RunningKernel> &kernels,
                    bool complete) -> Ui::Question
{
    constexpr qsizetype most = 8;
    QStringList lines;
    for (const RunningKernel &running : kernels.first(std::min(most, kernels.size()))) {
        lines << QStringLiteral("• ") + kernelLine(running, instances.size() > 1);
    }
    if (kernels.size() > most) {
        lines << Questions::tr("… and %1 more.").arg(kernels.size() - most);
    }
    if (!complete && kernels.isEmpty()) {
        lines << Questions::tr("Which kernels are running could not be found out.");
    } else if (!complete) {
        lines << Questions::tr("Others may be running, too: not all could be found out.");
    }
    const QString list = instanceList(instances);
    const QString verb = restart ? Questions::tr("Restart") : Questions::tr("Stop");
    const QString title = restart ? Questions::tr("Restart %1").arg(list)
                                  : Questions::tr("Stop %1").arg(list);
    QString ends =
        Questions::tr("%1 kernels end, and what they have in memory is lost.").arg(kernels.size());
    if (kernels.isEmpty()) {
        ends = Questions::tr("What runs in %1 ends, and what it has in memory is lost.").arg(list);
    } else if (kernels.size() == 1) {
        ends = Questions::tr("1 kernel ends, and what it has in memory is lost.");
    }
    return {.title = title,
            .text = ends,
            .informative = lines.join(QLatin1Char('\n')),
            .buttons = {verb, Questions::tr("Cancel")},
            .defaultButton = 1,
            .escapeButton = 1,
            .destructive = true};
}

} // namespace Atelier::Compute
