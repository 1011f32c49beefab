// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"

namespace mws
{

/// A bus without devices: keeps what is written, and answers as the test says.
class FakeBus final : public FieldBus
{
    Q_OBJECT

public:
    explicit FakeBus(const Project &project);

    void start() override { }
    void stop() override { }
    [[nodiscard]] Result<void> fits(TagIndex tag, const Value &value) const override;
    void write(const FieldWrite &write) override;
    void refresh(const QList<TagIndex> &tags) override { refreshed += tags; }
    void diagnose(const QString &device, const Inquiry &inquiry,
                  const DiagnosisDone &done) override;
    void readRaw(TagIndex tag, const RawReadingDone &done) override;
    Result<void> startScan(const ScanOrder &order, const ScanDone &done) override;
    void cancelScan(const QString &connection) override;
    [[nodiscard]] ScanStatus scan(const QString &) const override { return nextScan; }
    [[nodiscard]] QList<LinkStatus> links() const override;
    [[nodiscard]] QList<UnitStatus> units() const override;

    QList<FieldWrite> writes;
    QList<TagIndex> refreshed; ///< that refresh() was called for
    FieldWriteResult next; ///< outcome of the next write; Refused without a refusal stands for Ok
    std::optional<Error> misfit; ///< what fits() says
    bool holdAnswers = false; ///< the device stays silent until answer()
    void answer();
    [[nodiscard]] FieldDiagnostics diagnostics() const override { return counted; }
    void resetCounters() override { counted = {}; }
    FieldDiagnostics counted;
    QList<QPair<QString, Inquiry>> inquiries; ///< the device and what was asked
    DiagnosisReply nextReply; ///< to each
    QList<TagIndex> rawReads;
    RawReading nextReading; ///< to each
    ScanStatus nextScan; ///< how far it is; running from startScan() on
    std::optional<Error> scanRefusal; ///< what startScan() says
    /// It is over, with what nextScan has.
    void endScan(ScanStatus::State state);

private:
    const Project &m_project;
    QList<FieldWriteResult> m_held;
    ScanDone m_scanDone;
};

} // namespace mws
