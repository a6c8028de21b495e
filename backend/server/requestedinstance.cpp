// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/requestedinstance.h"

#include "backend/server/resourcerules.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>
#include <functional>

namespace Atelier::Server {

namespace {

using namespace Qt::StringLiterals;

struct Field
{
    QLatin1StringView name;
    QJsonValue::Type type;
};

constexpr std::array bodyFields{
    Field{.name = "location"_L1, .type = QJsonValue::String},
    Field{.name = "tags"_L1, .type = QJsonValue::Object},
    Field{.name = "properties"_L1, .type = QJsonValue::Object},
};
constexpr std::array outerFields{
    Field{.name = "computeType"_L1, .type = QJsonValue::String},
    Field{.name = "description"_L1, .type = QJsonValue::String},
    Field{.name = "properties"_L1, .type = QJsonValue::Object},
};
constexpr std::array innerFields{
    Field{.name = "vmSize"_L1, .type = QJsonValue::String},
    Field{.name = "sshSettings"_L1, .type = QJsonValue::Object},
    Field{.name = "dataMounts"_L1, .type = QJsonValue::Array},
};
constexpr std::array sshFields{
    Field{.name = "sshPublicAccess"_L1, .type = QJsonValue::String},
    Field{.name = "adminPublicKey"_L1, .type = QJsonValue::String},
};
constexpr std::array mountFields{
    Field{.name = "source"_L1, .type = QJsonValue::String},
    Field{.name = "mountPath"_L1, .type = QJsonValue::String},
    Field{.name = "readOnly"_L1, .type = QJsonValue::Bool},
};

QString wordFor(QJsonValue::Type type)
{
    switch (type) {
    case QJsonValue::Object:
        return QCoreApplication::translate("RequestedInstance", "an object");
    case QJsonValue::Array:
        return QCoreApplication::translate("RequestedInstance", "a list");
    case QJsonValue::Bool:
        return QCoreApplication::translate("RequestedInstance", "true or false");
    default:
        return QCoreApplication::translate("RequestedInstance", "a text");
    }
}

Result<void> checkType(const QJsonValue &value, QJsonValue::Type type, const QString &target)
{
    if (value.type() == type) {
        return {};
    }
    return failure({
        .code = Error::Code::InvalidArgument,
        .message = QCoreApplication::translate("RequestedInstance", "“%1” must be %2.")
                       .arg(target, wordFor(type)),
        .target = target,
    });
}

template<typename Fields>
Result<void> checkTypes(const QJsonObject &json, const Fields &fields, const QString &prefix)
{
    for (const Field &field : fields) {
        const QJsonValue value = json.value(field.name);
        if (value.isUndefined() || value.isNull()) {
            continue;
        }
        if (auto valid = checkType(value, field.type, prefix + field.name); !valid) {
            return valid;
        }
    }
    return {};
}

Result<void> checkTags(const QJsonObject &tags)
{
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        if (auto valid = checkType(tag.value(), QJsonValue::String, u"tags."_s + tag.key());
            !valid) {
            return valid;
        }
    }
    return {};
}

Result<void> checkAccess(const QJsonObject &ssh)
{
    const QString access = ssh.value("sshPublicAccess"_L1).toString(u"Disabled"_s);
    if (access.compare("Enabled"_L1, Qt::CaseInsensitive) == 0
        || access.compare("Disabled"_L1, Qt::CaseInsensitive) == 0) {
        return {};
    }
    return failure({
        .code = Error::Code::InvalidArgument,
        .message = QCoreApplication::translate("RequestedInstance",
                                               "SSH access is “Enabled” or “Disabled”, not “%1”.")
                       .arg(access),
        .target = u"sshSettings.sshPublicAccess"_s,
    });
}

Result<void> checkMountTypes(const QJsonArray &mounts)
{
    for (qsizetype index = 0; index < mounts.size(); ++index) {
        const QString target = u"dataMounts[%1]"_s.arg(index);
        auto valid = checkType(mounts.at(index), QJsonValue::Object, target).and_then([&] {
            return checkTypes(mounts.at(index).toObject(), mountFields, QString(target + u'.'));
        });
        if (!valid) {
            return valid;
        }
    }
    return {};
}

} // namespace

Result<Arm::ComputeInstance> requestedFrom(const QString &name, const QJsonObject &body)
{
    const QJsonObject outer = body.value("properties"_L1).toObject();
    const QJsonObject inner = outer.value("properties"_L1).toObject();
    const QJsonObject ssh = inner.value("sshSettings"_L1).toObject();
    auto typed =
        checkTypes(body, bodyFields, {})
            .and_then([&] { return checkTags(body.value("tags"_L1).toObject()); })
            .and_then([&] { return checkTypes(outer, outerFields, u"properties."_s); })
            .and_then([&] { return checkComputeType(outer.value("computeType"_L1).toString()); })
            .and_then([&] { return checkTypes(inner, innerFields, {}); })
            .and_then([&] { return checkTypes(ssh, sshFields, u"sshSettings."_s); })
            .and_then([&] { return checkAccess(ssh); })
            .and_then([&] { return checkMountTypes(inner.value("dataMounts"_L1).toArray()); });
    if (!typed) {
        return failure(typed.error());
    }
    return Arm::computeInstanceFrom(body).and_then([&name](const Arm::ComputeInstance &given) {
        return Arm::computeInstanceFrom(Arm::toPutBody(given))
            .transform([&name](Arm::ComputeInstance settable) {
                settable.name = name;
                settable.ssh.adminPublicKey = settable.ssh.adminPublicKey.trimmed();
                return settable;
            });
    });
}

Arm::ComputeInstance merged(const Arm::ComputeInstance &stored,
                            const Arm::ComputeInstance &requested)
{
    Arm::ComputeInstance result = stored;
    result.tags = requested.tags;
    result.description = requested.description;
    result.vmSize = requested.vmSize.compare(stored.vmSize, Qt::CaseInsensitive) == 0
                        ? stored.vmSize
                        : requested.vmSize;
    result.ssh.publicAccess = requested.ssh.publicAccess;
    result.ssh.adminPublicKey = requested.ssh.adminPublicKey;
    result.mounts = requested.mounts;
    // What only the client understands is kept as it came; what it left out is gone.
    result.raw = Arm::withReadOnly(requested.raw, stored.raw);
    return result;
}

void takeBack(Arm::ComputeInstance *instance,
              const Arm::ComputeInstance &changed,
              const Arm::ComputeInstance &before)
{
    using Instance = Arm::ComputeInstance;
    const auto restore = [&](auto member) {
        if (std::invoke(member, *instance) == std::invoke(member, changed)) {
            std::invoke(member, *instance) = std::invoke(member, before);
        }
    };
    restore(&Instance::tags);
    restore(&Instance::description);
    restore(&Instance::vmSize);
    restore(&Instance::mounts);
    restore(&Instance::modifiedOn);
    restore(&Instance::raw);
    // The user and the port beside them belong to the node.
    restore([](auto &any) -> auto & { return any.ssh.publicAccess; });
    restore([](auto &any) -> auto & { return any.ssh.adminPublicKey; });
}

Update updateBetween(const Arm::ComputeInstance &stored, const Arm::ComputeInstance &changed)
{
    if (stored.vmSize != changed.vmSize || stored.mounts != changed.mounts) {
        return Update::WhileStopped;
    }
    if (stored.ssh != changed.ssh) {
        return Update::Keys;
    }
    return Arm::toJson(stored) == Arm::toJson(changed) ? Update::None : Update::Anytime;
}

} // namespace Atelier::Server
