// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/modbusbus.h"

#include "field/fieldmemory.h"
#include "modbus/codec.h"
#include "modbus/scheduler.h"

namespace mws::modbus
{

Connection withEndpoint(Connection connection, const QString &endpoint)
{
    if (endpoint.isEmpty())
        return connection;
    if (connection.isSerial()) {
        connection.serialPort = endpoint;
        return connection;
    }
    const qsizetype colon = endpoint.lastIndexOf(u':');
    const int port = endpoint.mid(colon + 1).toInt();
    QString host = endpoint.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (colon < 1 || port < 1 || port > 65535)
        return connection;
    connection.standbyHost.clear();
    connection.host = host;
    connection.port = port;
    return connection;
}

ModbusBus::ModbusBus(ProjectPtr project, const QMap<QString, QString> &endpoints,
                     const Clock &clock, FieldMemory *memory, const QString &tlsFolder,
                     const DeviceNetworks &networks, QObject *parent)
    : FieldBus(parent)
    , m_project(std::move(project))
    , m_clock(clock)
    , m_memory(memory)
    , m_book(m_project)
    , m_tlsFolder(tlsFolder)
    , m_networks(networks)
{
    for (const Connection &connection : m_project->connections())
        m_connections.append(withEndpoint(connection, endpoints.value(connection.id)));
}

ModbusBus::~ModbusBus() = default;

void ModbusBus::start()
{
    if (m_memory)
        m_book.read(m_memory->recall());
    m_byTag.resize(m_project->tagCount());
    for (const Connection &connection : std::as_const(m_connections))
        makeScheduler(connection);
    announceOutOfService();
    m_countingSince = m_clock.now();
    for (const auto &scheduler : m_schedulers)
        scheduler->start();
}

void ModbusBus::makeScheduler(const Connection &connection)
{
    auto transport = makeTransport(connection, m_tlsFolder, m_networks);
    transport->setTrace(trace(), connection.id);
    auto scheduler
        = std::make_unique<Scheduler>(m_project, connection, std::move(transport), m_clock);
    if (scheduler->units().isEmpty())
        return;
    connect(scheduler.get(), &Scheduler::valuesRead, this, &FieldBus::valuesRead);
    connect(scheduler.get(), &Scheduler::writeFinished, this, &FieldBus::writeFinished);
    connect(scheduler.get(), &Scheduler::linkChanged, this, &FieldBus::linkChanged);
    connect(scheduler.get(), &Scheduler::unitChanged, this, &FieldBus::unitChanged);
    connect(scheduler.get(), &Scheduler::signChanged, this, &FieldBus::signChanged);
    connect(scheduler.get(), &Scheduler::learned, this,
            [this, learner = scheduler.get()] { keepLessons(*learner); });
    for (const Device &device : m_project->devices()) {
        if (device.connection == connection.id)
            scheduler->recall(device.id, m_book.of(device));
    }
    for (const TagIndex tag : scheduler->tags())
        m_byTag[tag] = scheduler.get();
    for (const TagIndex tag : scheduler->counterTags())
        m_counterTags.insert(tag);
    m_schedulers.push_back(std::move(scheduler));
}

void ModbusBus::announceOutOfService()
{
    ValueBatch batch;
    for (TagIndex tag = 0; tag < m_project->tagCount(); ++tag) {
        if (!m_byTag[tag] && !m_counterTags.contains(tag))
            batch.append({tag, {{}, {Quality::BadOutOfService, 0}, {}}});
    }
    if (!batch.isEmpty())
        Q_EMIT valuesRead(batch);
}

void ModbusBus::keepLessons(const Scheduler &learner)
{
    const QMap<QString, Lessons> lessons = learner.lessons();
    for (auto it = lessons.cbegin(); it != lessons.cend(); ++it)
        m_book.put(*m_project->device(it.key()), *it);
    if (m_memory)
        m_memory->keep(m_book.toBytes());
}

void ModbusBus::stop()
{
    for (const auto &scheduler : m_schedulers)
        scheduler->stop();
    m_byTag.clear();
    m_counterTags.clear();
    m_schedulers.clear();
}

Result<void> ModbusBus::fits(TagIndex tag, const Value &value) const
{
    if (const Scheduler *scheduler = m_byTag.value(tag))
        return scheduler->fits(tag, value);
    const auto encoded = encodeRegisters(m_project->tag(tag), value);
    return encoded ? Result<void>() : Result<void>(encoded.error());
}

void ModbusBus::write(const FieldWrite &write)
{
    if (Scheduler *scheduler = m_byTag.value(write.tag)) {
        scheduler->write(write);
        return;
    }
    Q_EMIT writeFinished({write.id,
                          FieldWriteResult::Outcome::Refused,
                          FieldWriteResult::Refusal::Expired,
                          0,
                          {},
                          tr("The device is out of service, or the tag has a wrong address.")});
}

void ModbusBus::refresh(const QList<TagIndex> &tags)
{
    QHash<Scheduler *, QList<TagIndex>> byScheduler;
    for (const TagIndex tag : tags) {
        if (Scheduler *scheduler = m_byTag.value(tag))
            byScheduler[scheduler].append(tag);
    }
    for (auto it = byScheduler.cbegin(); it != byScheduler.cend(); ++it)
        it.key()->refresh(it.value());
}

void ModbusBus::diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done)
{
    for (const auto &scheduler : m_schedulers) {
        if (scheduler->serves(device)) {
            scheduler->diagnose(device, inquiry, done);
            return;
        }
    }
    done({DiagnosisReply::Outcome::Unavailable, 0, tr("The device is out of service."), {}});
}

void ModbusBus::readRaw(TagIndex tag, const RawReadingDone &done)
{
    if (Scheduler *scheduler = m_byTag.value(tag)) {
        scheduler->readRaw(tag, done);
        return;
    }
    RawReading none;
    none.outcome = DiagnosisReply::Outcome::Invalid;
    none.detail = m_project->tag(tag).isCounter()
        ? tr("The station counts this value; no device has it.")
        : tr("The device is out of service, or the tag has a wrong address.");
    done(none);
}

Scheduler *ModbusBus::schedulerOf(const QString &connection) const
{
    for (const auto &scheduler : m_schedulers) {
        if (scheduler->link().connection == connection)
            return scheduler.get();
    }
    return nullptr;
}

Result<void> ModbusBus::startScan(const ScanOrder &order, const ScanDone &done)
{
    if (Scheduler *scheduler = schedulerOf(order.connection))
        return scheduler->startScan(order, done);
    return Error{ErrorCode::Unavailable, tr("The connection is out of service.")};
}

void ModbusBus::cancelScan(const QString &connection)
{
    if (Scheduler *scheduler = schedulerOf(connection))
        scheduler->cancelScan();
}

ScanStatus ModbusBus::scan(const QString &connection) const
{
    const Scheduler *scheduler = schedulerOf(connection);
    return scheduler ? scheduler->scan() : ScanStatus();
}

QList<LinkStatus> ModbusBus::links() const
{
    QMap<QString, LinkStatus> byId;
    for (const auto &scheduler : m_schedulers)
        byId.insert(scheduler->link().connection, scheduler->link());
    QList<LinkStatus> list;
    for (const Connection &connection : m_connections)
        list.append(byId.value(connection.id, {connection.id, LinkState::Disabled, {}, {}}));
    return list;
}

QList<UnitStatus> ModbusBus::units() const
{
    QHash<QString, UnitStatus> byId;
    for (const auto &scheduler : m_schedulers) {
        for (const UnitStatus &status : scheduler->units())
            byId.insert(status.device, status);
    }
    UnitStatus disabled;
    disabled.state = UnitState::Disabled;
    QList<UnitStatus> list;
    for (const Device &device : m_project->devices()) {
        disabled.device = device.id;
        list.append(byId.value(device.id, disabled));
    }
    return list;
}

FieldDiagnostics ModbusBus::diagnostics() const
{
    FieldDiagnostics all;
    all.since = m_countingSince;
    for (const auto &scheduler : m_schedulers) {
        all.links.append(scheduler->linkDiagnostics());
        all.units.append(scheduler->unitDiagnostics());
        all.signs.append(scheduler->signs());
    }
    return all;
}

void ModbusBus::resetCounters()
{
    m_countingSince = m_clock.now();
    for (const auto &scheduler : m_schedulers)
        scheduler->resetCounters();
}

} // namespace mws::modbus
