// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/engine/local/pipconfig.h"

#include <QStringList>

#include <algorithm>

namespace Atelier::Engine {

qsizetype PipConfig::sectionNamed(const QByteArray &name)
{
    const auto found = std::ranges::find(m_sections, name, &Section::name);
    if (found != m_sections.end()) {
        return std::distance(m_sections.begin(), found);
    }
    m_sections.append({.name = name, .entries = {}});
    return m_sections.size() - 1;
}

void PipConfig::add(QByteArrayView text)
{
    qsizetype section = -1;
    QByteArray *value = nullptr;
    const QList<QByteArray> lines = text.toByteArray().split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith('#') || trimmed.startsWith(';')) {
            continue;
        }
        if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
            section = sectionNamed(trimmed.mid(1, trimmed.size() - 2));
            value = nullptr;
            continue;
        }
        if ((line.startsWith(' ') || line.startsWith('\t')) && value != nullptr) {
            *value += '\n' + trimmed;
            continue;
        }
        const auto isSeparator = [](char byte) { return byte == '=' || byte == ':'; };
        const auto at = std::ranges::find_if(trimmed, isSeparator);
        if (section < 0 || at == trimmed.end()) {
            continue;
        }
        const qsizetype position = std::distance(trimmed.begin(), at);
        const QByteArray key = trimmed.left(position).trimmed();
        auto &entries = m_sections[section].entries;
        auto entry = std::ranges::find(entries, key, &std::pair<QByteArray, QByteArray>::first);
        if (entry == entries.end()) {
            entries.append({key, {}});
            entry = entries.end() - 1;
        }
        entry->second = trimmed.mid(position + 1).trimmed();
        value = &entry->second;
    }
}

QByteArray PipConfig::text() const
{
    QByteArray result;
    for (const Section &section : m_sections) {
        result += '[' + section.name + "]\n";
        for (const auto &[key, value] : section.entries) {
            result += key + " = " + QByteArray(value).replace("\n", "\n    ") + '\n';
        }
    }
    return result;
}

QStringList PipConfig::values() const
{
    QStringList result;
    for (const Section &section : m_sections) {
        for (const auto &entry : section.entries) {
            result += QString::fromUtf8(entry.second).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        }
    }
    return result;
}

} // namespace Atelier::Engine
