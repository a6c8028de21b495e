// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QSettings;

namespace Atelier::Notebook {

/** What the notebook pane remembers, and tells all its pages when it changes. */
class PaneSettings final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaneSettings)

public:
    /** @p settings: the studio's, which must outlive this object; null: a file of the pane's own.
     */
    explicit PaneSettings(QSettings *settings, QObject *parent = nullptr);
    ~PaneSettings() override;

    [[nodiscard]] double zoom() const;
    void setZoom(double factor);
    /** The next step up or down from the present one. */
    void stepZoom(bool larger);
    [[nodiscard]] bool outsideResources() const;
    void setOutsideResources(bool allowed);

Q_SIGNALS:
    void zoomChanged(double factor);
    void outsideResourcesChanged(bool allowed);

private:
    std::unique_ptr<QSettings> m_own;
    QSettings *m_settings;
};

} // namespace Atelier::Notebook
