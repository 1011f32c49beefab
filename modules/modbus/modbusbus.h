// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"
#include "modbus/devicenetworks.h"
#include "modbus/lessonbook.h"

#include <QMap>
#include <QSet>
#include <memory>
#include <vector>

namespace mws
{
class FieldMemory;
}

namespace mws::modbus
{

class Scheduler;

/// The Modbus master of a plant: one scheduler per connection. May be made in any thread; from
/// start() to stop() it belongs to the field thread.
class ModbusBus final : public FieldBus
{
    Q_OBJECT

public:
    /// Endpoints go by Connection::id and stand for the project's own: "host:port" or the path of a
    /// serial device. What the devices teach goes to the memory, if there is one; it must outlive
    /// the bus. For tlsFolder and networks see makeTransport().
    ModbusBus(ProjectPtr project, const QMap<QString, QString> &endpoints, const Clock &clock,
              FieldMemory *memory = nullptr, const QString &tlsFolder = {},
              const DeviceNetworks &networks = {}, QObject *parent = nullptr);
    ~ModbusBus() override;

    void start() override;
    void stop() override;
    [[nodiscard]] Result<void> fits(TagIndex tag, const Value &value) const override;
    void write(const FieldWrite &write) override;
    void refresh(const QList<TagIndex> &tags) override;
    void diagnose(const QString &device, const Inquiry &inquiry,
                  const DiagnosisDone &done) override;
    void readRaw(TagIndex tag, const RawReadingDone &done) override;
    Result<void> startScan(const ScanOrder &order, const ScanDone &done) override;
    void cancelScan(const QString &connection) override;
    [[nodiscard]] ScanStatus scan(const QString &connection) const override;
    [[nodiscard]] QList<LinkStatus> links() const override;
    [[nodiscard]] QList<UnitStatus> units() const override;
    [[nodiscard]] FieldDiagnostics diagnostics() const override;
    void resetCounters() override;

private:
    void makeScheduler(const Connection &connection);
    void announceOutOfService();
    void keepLessons(const Scheduler &learner);
    /// None: no device behind that connection is served.
    [[nodiscard]] Scheduler *schedulerOf(const QString &connection) const;

    ProjectPtr m_project;
    const Clock &m_clock;
    FieldMemory *m_memory;
    LessonBook m_book;
    QString m_tlsFolder;
    DeviceNetworks m_networks;
    Timestamp m_countingSince{};
    QList<Connection> m_connections; ///< with the endpoints applied
    std::vector<std::unique_ptr<Scheduler>> m_schedulers;
    QSet<TagIndex> m_counterTags; ///< that a scheduler publishes
    QList<Scheduler *> m_byTag; ///< owned by m_schedulers; nullptr: no device has the tag
};

/// The connection with another endpoint: "host:port", "[v6]:port" or the path of a serial device.
/// There is no standby for it. What is not valid for its kind is left as it is.
[[nodiscard]] Connection withEndpoint(Connection connection, const QString &endpoint);

} // namespace mws::modbus
