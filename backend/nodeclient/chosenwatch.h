// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/nodeclient/filewatch.h"

#include <memory>

namespace Atelier::NodeClient {

/** A watch whose way is chosen after it was asked for. */
class ChosenWatch final : public FileWatch
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChosenWatch)

public:
    ChosenWatch() = default;
    ~ChosenWatch() override = default;

    /** Passes on what @p watch tells. */
    void use(std::unique_ptr<FileWatch> watch)
    {
        m_watch = std::move(watch);
        connect(m_watch.get(), &FileWatch::ready, this, &FileWatch::ready);
        connect(m_watch.get(), &FileWatch::changed, this, &FileWatch::changed);
        connect(m_watch.get(), &FileWatch::resync, this, &FileWatch::resync);
        connect(m_watch.get(), &FileWatch::limited, this, &FileWatch::limited);
        connect(m_watch.get(), &FileWatch::failed, this, &FileWatch::failed);
    }

private:
    std::unique_ptr<FileWatch> m_watch;
};

} // namespace Atelier::NodeClient
