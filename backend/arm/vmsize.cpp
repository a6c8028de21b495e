// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/arm/vmsize.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace Atelier::Arm {

namespace {

using namespace Qt::StringLiterals;

// A computer of "16 GiB" reports a little less, because its firmware keeps some for itself.
constexpr double tolerance = 1.05;
constexpr double gibPerCore = 2;

VmSize localSize(int cores, double memoryGiB, int gpus)
{
    const int memory = std::max(1, static_cast<int>(std::floor(memoryGiB)));
    QString name = u"Local_C%1_M%2"_s.arg(cores).arg(memory);
    if (gpus > 0) {
        name += u"_G%1"_s.arg(gpus);
    }
    return {.name = name,
            .family = gpus > 0 ? localGpuFamily : localFamily,
            .cores = cores,
            .gpus = gpus,
            .memoryGiB = static_cast<double>(memory)};
}

double powerOfTwoBelow(double value)
{
    return value < 1 ? 1 : std::exp2(std::floor(std::log2(value)));
}

void appendNew(QList<VmSize> *sizes, const VmSize &size)
{
    if (!sizes->contains(size)) {
        sizes->append(size);
    }
}

QJsonObject toJson(const VmSize &size)
{
    return {
        {u"name"_s, size.name},
        {u"family"_s, size.family},
        {u"vCPUs"_s, size.cores},
        {u"gpus"_s, size.gpus},
        {u"memoryGB"_s, size.memoryGiB},
        {u"osVhdSizeMB"_s, 0},
        {u"maxResourceVolumeMB"_s, 0},
        {u"lowPriorityCapable"_s, false},
        {u"premiumIO"_s, false},
        {u"supportedComputeTypes"_s, QJsonArray{u"ComputeInstance"_s}},
    };
}

} // namespace

Result<VmSizeList> vmSizeListFrom(const QJsonObject &json)
{
    const QJsonValue value = json.value("value"_L1);
    if (!value.isArray()) {
        return failure({
            .code = Error::Code::Protocol,
            .message = QCoreApplication::translate("VmSize",
                                                   "The server's list of sizes could not be read."),
            .detail = u"no array \"value\""_s,
        });
    }
    VmSizeList list;
    for (const auto &entry : value.toArray()) {
        const QJsonObject size = entry.toObject();
        list.sizes.append({
            .name = size.value("name"_L1).toString(),
            .family = size.value("family"_L1).toString(),
            .cores = size.value("vCPUs"_L1).toInt(),
            .gpus = size.value("gpus"_L1).toInt(),
            .memoryGiB = size.value("memoryGB"_L1).toDouble(),
        });
    }
    const QJsonObject capacity = json.value("capacity"_L1).toObject();
    list.capacity = {
        .cores = capacity.value("cores"_L1).toInt(),
        .freeCores = capacity.value("freeCores"_L1).toInt(),
        .memoryGiB = capacity.value("memoryGB"_L1).toDouble(),
        .freeMemoryGiB = capacity.value("freeMemoryGB"_L1).toDouble(),
    };
    return list;
}

QJsonObject toJson(const VmSizeList &list)
{
    QJsonArray value;
    for (const VmSize &size : list.sizes) {
        value.append(toJson(size));
    }
    return {
        {u"value"_s, value},
        {u"capacity"_s,
         QJsonObject{
             {u"cores"_s, list.capacity.cores},
             {u"freeCores"_s, list.capacity.freeCores},
             {u"memoryGB"_s, list.capacity.memoryGiB},
             {u"freeMemoryGB"_s, list.capacity.freeMemoryGiB},
         }},
    };
}

QList<VmSize> localSizes(int cores, double memoryGiB, int gpus)
{
    const int allCores = std::max(1, cores);
    QList<VmSize> sizes;
    for (int some = 1; some < allCores; some *= 2) {
        const double share = powerOfTwoBelow(memoryGiB * some / allCores * tolerance);
        // A little memory for many cores as well: what a small job on a large computer asks for.
        appendNew(&sizes, localSize(some, std::min(share, gibPerCore * some), 0));
        appendNew(&sizes, localSize(some, share, 0));
    }
    appendNew(&sizes, localSize(allCores, memoryGiB, 0));
    for (int some = 1; some < gpus; some *= 2) {
        const int share = std::max(1, allCores * some / gpus);
        appendNew(&sizes,
                  localSize(share, powerOfTwoBelow(memoryGiB * some / gpus * tolerance), some));
    }
    if (gpus > 0) {
        appendNew(&sizes, localSize(allCores, memoryGiB, gpus));
    }
    return sizes;
}

std::optional<VmSize> localSizeFrom(const QString &name)
{
    static const QRegularExpression pattern(
        u"^Local_C([1-9]\\d{0,4})_M([1-9]\\d{0,6})(?:_G([1-9]\\d{0,2}))?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(name);
    if (!match.hasMatch()) {
        return {};
    }
    return localSize(
        match.captured(1).toInt(), match.captured(2).toDouble(), match.captured(3).toInt());
}

} // namespace Atelier::Arm
