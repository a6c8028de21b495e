// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/window/activitylog.h"

#include "backend/client/controlplane.h"
#include "backend/client/instancetext.h"
#include "widgets/common/plainlabel.h"

#include <algorithm>
#include <ranges>

namespace Atelier::Window {

namespace {

constexpr int maximumEntries = 200;

bool isFailure(Arm::InstanceState state)
{
    switch (state) {
    case Arm::InstanceState::CreateFailed:
    case Arm::InstanceState::SetupFailed:
    case Arm::InstanceState::UserSetupFailed:
    case Arm::InstanceState::Unusable:
        return true;
    default:
        return false;
    }
}

} // namespace

ActivityLog::ActivityLog(const Client::ControlPlane *controlPlane, QObject *parent)
    : QAbstractListModel(parent)
{
    connect(controlPlane, &Client::ControlPlane::instanceAdded, this, &ActivityLog::follow);
    connect(controlPlane, &Client::ControlPlane::instanceChanged, this, &ActivityLog::follow);
    connect(
        controlPlane, &Client::ControlPlane::instanceRemoved, this, [this](const QString &name) {
            m_states.remove(name);
            m_errors.remove(name);
            finish(name, Ui::Tone::Stopped, tr("%1 is deleted.").arg(Ui::singleLine(name)));
        });
}

ActivityLog::~ActivityLog() = default;

int ActivityLog::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ActivityLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Entry &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.text;
    case ToneRole:
        return static_cast<int>(entry.tone);
    case StartedRole:
        return entry.started;
    case EndedRole:
        return entry.ended;
    default:
        return {};
    }
}

void ActivityLog::addMessage(const QString &text)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    insert({.tone = Ui::Tone::Stopped, .text = Ui::singleLine(text), .started = now, .ended = now});
}

QList<ActivityLog::Entry> ActivityLog::running() const
{
    QList<Entry> entries;
    std::ranges::copy_if(m_entries | std::views::reverse,
                         std::back_inserter(entries),
                         [](const Entry &entry) { return !entry.ended.isValid(); });
    return entries;
}

ActivityLog::Entry ActivityLog::latest() const
{
    Entry newest;
    for (const Entry &entry : m_entries) {
        if (entry.ended.isValid() && (!newest.ended.isValid() || entry.ended > newest.ended)) {
            newest = entry;
        }
    }
    return newest;
}

void ActivityLog::follow(const Arm::ComputeInstance &instance)
{
    const bool isNew = !m_states.contains(instance.name);
    const Arm::InstanceState before = m_states.value(instance.name, instance.state);
    m_states.insert(instance.name, instance.state);
    const bool goesOn = !isNew && before == instance.state;
    noteErrors(instance, goesOn);
    if (goesOn) {
        return;
    }
    const QString name = Ui::singleLine(instance.name);
    if (Arm::isTransitional(instance.state)) {
        const QDateTime since = instance.local.stateSince.isValid()
                                    ? instance.local.stateSince
                                    : QDateTime::currentDateTimeUtc();
        //: What is being done with which instance: "Starting · ada-box"
        const QString text = tr("%1 · %2").arg(Client::stateText(instance.state), name);
        const int row = runningRow(instance.name);
        if (row < 0) {
            insert({.tone = Ui::Tone::Changing,
                    .text = text,
                    .started = since,
                    .instance = instance.name});
        } else {
            // "Creating" goes over into "Setting up": one operation to the person.
            m_entries[row].text = text;
            Q_EMIT dataChanged(index(row), index(row));
            Q_EMIT changed();
        }
        return;
    }
    if (isNew) {
        return;
    }
    if (isFailure(instance.state)) {
        const QString reason = instance.local.stateReason.isEmpty() ? instance.errors.value(0)
                                                                    : instance.local.stateReason;
        const QString sentence = tr("%1: %2.").arg(name, Client::stateText(instance.state));
        finish(instance.name,
               Ui::Tone::Failed,
               reason.isEmpty() ? sentence : QString(sentence + u' ' + Ui::singleLine(reason)));
        return;
    }
    const bool isUp = Arm::allows(instance.state, Arm::InstanceAction::Stop);
    finish(instance.name,
           isUp ? Ui::Tone::Running : Ui::Tone::Stopped,
           isUp ? tr("%1 is running.").arg(name) : tr("%1 is stopped.").arg(name));
}

void ActivityLog::noteErrors(const Arm::ComputeInstance &instance, bool tell)
{
    QStringList &known = m_errors[instance.name];
    if (!tell) {
        known = instance.errors; // an operation tells its own
        return;
    }
    // The control plane forgets and finds them again when it starts: what is known stays known.
    for (const QString &error : instance.errors) {
        if (known.contains(error)) {
            continue;
        }
        known.append(error);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        //: An instance, and what befell it: "ada-box: Out of memory: 2.0 of 2 GiB."
        const QString text = tr("%1: %2").arg(Ui::singleLine(instance.name), Ui::singleLine(error));
        insert({.tone = Ui::Tone::Warning, .text = text, .started = now, .ended = now});
    }
}

void ActivityLog::finish(const QString &instance, Ui::Tone tone, const QString &text)
{
    const int row = runningRow(instance);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (row < 0) {
        insert({.tone = tone, .text = text, .started = now, .ended = now});
        return;
    }
    Entry &entry = m_entries[row];
    entry.tone = tone;
    entry.text = text;
    entry.ended = now;
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT changed();
}

void ActivityLog::insert(const Entry &entry)
{
    beginInsertRows({}, 0, 0);
    m_entries.prepend(entry);
    endInsertRows();
    if (m_entries.size() > maximumEntries) {
        const auto last = static_cast<int>(m_entries.size()) - 1;
        beginRemoveRows({}, last, last);
        m_entries.removeLast();
        endRemoveRows();
    }
    Q_EMIT changed();
}

int ActivityLog::runningRow(const QString &instance) const
{
    const auto found = std::ranges::find_if(m_entries, [&instance](const Entry &entry) {
        return entry.instance == instance && !entry.ended.isValid();
    });
    return found == m_entries.cend() ? -1
                                     : static_cast<int>(std::distance(m_entries.cbegin(), found));
}

} // namespace Atelier::Window
