// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <utility>

namespace Atelier::Engine {

/** Settings of pip, read from several files: a later one wins, as in pip itself. */
class PipConfig final
{
public:
    void add(QByteArrayView text);
    [[nodiscard]] QByteArray text() const;
    /** Every value, one line each: those of several lines come apart. */
    [[nodiscard]] QStringList values() const;

private:
    struct Section
    {
        QByteArray name;
        QList<std::pair<QByteArray, QByteArray>> entries; ///< in the order of the file
    };
    [[nodiscard]] qsizetype sectionNamed(const QByteArray &name);

    QList<Section> m_sections;
};

} // namespace Atelier::Engine
