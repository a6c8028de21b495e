// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <vector>

class QWidget;

namespace Atelier::Studio {

/** One thing that a person does, and how it is seen that it is done. */
struct TourStep
{
    QString name = {};                 ///< of the picture: "create-dialog"
    QString title = {};                ///< for tour.json, in English
    std::function<void()> act = {};    ///< may be empty: only waits
    std::function<bool()> isDone = {}; ///< asked every 20 ms
    std::chrono::seconds limit{15};
    bool settles = true; ///< the picture is taken when the window stops changing
};

/**
 * Walks through the program by itself: acts, waits, takes numbered pictures of the window, and
 * writes tour.json with each step's duration. Ends at the first step that isn't done in time.
 */
class Tour final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tour)

public:
    /** @p window is what the pictures show, with the dialogs above it. */
    Tour(QString folder, QWidget *window, std::vector<TourStep> steps, QObject *parent = nullptr);
    ~Tour() override;

    void begin();

Q_SIGNALS:
    void finished(bool isWhole);

private:
    void next();
    void look();
    void settle();
    void endStep(bool isDone);
    void writeReport(bool isWhole) const;
    [[nodiscard]] QImage picture() const;

    QString m_folder;
    QWidget *m_window = nullptr;
    std::vector<TourStep> m_steps;
    std::size_t m_current = 0;
    QTimer m_timer;
    QElapsedTimer m_clock;
    QElapsedTimer m_quiet;
    qint64 m_milliseconds = 0; ///< of the present step, once its condition holds; 0 before
    QImage m_last;
    QJsonArray m_report;
};

} // namespace Atelier::Studio
