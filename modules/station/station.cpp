// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "station/station.h"

#include "access/accesscontrol.h"
#include "access/notice.h"
#include "audit/auditlog.h"
#include "audit/keychange.h"
#include "control/leftoverapprovals.h"
#include "control/writedoor.h"
#include "core/epolldispatcher.h"
#include "core/log.h"
#include "forward/forwarding.h"
#include "history/historyservice.h"
#include "modbus/modbusbus.h"
#include "project/projectkeeper.h"
#include "station/auditkeeper.h"
#include "station/clockwatch.h"
#include "station/integrity.h"
#include "station/memoryfile.h"
#include "station/retention.h"
#include "storage/store.h"
#include "tags/tagtable.h"

#include <QCoreApplication>
#include <QDir>
#include <QLockFile>
#include <QThread>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class StationText
{
    Q_DECLARE_TR_FUNCTIONS(Station)
};

Result<void> makePrivateFolder(const QString &folder)
{
    constexpr QFile::Permissions kOwnerOnly
        = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (folder.isEmpty() || !QDir().mkpath(folder) || !QFile::setPermissions(folder, kOwnerOnly)) {
        return Error{
            ErrorCode::Unavailable,
            StationText::tr("The data folder %1 cannot be made or is not yours.").arg(folder)};
    }
    return {};
}

void registerTypes()
{
    qRegisterMetaType<ValueBatch>();
    qRegisterMetaType<LinkStatus>();
    qRegisterMetaType<UnitStatus>();
    qRegisterMetaType<FieldSign>();
    qRegisterMetaType<FieldWrite>();
    qRegisterMetaType<FieldWriteResult>();
}

/// The parts that live in the field thread.
struct FieldParts {
    FieldParts(const ProjectPtr &project, AccessControl &access, AuditLog &audit,
               FieldMemory &memory, const QString &tlsFolder,
               const modbus::DeviceNetworks &networks, const Clock &clock)
        : tags(project, clock)
        , bus(project, {}, clock, &memory, tlsFolder, networks)
        , door(tags, bus, access, audit, clock)
    {
        QObject::connect(&bus, &FieldBus::valuesRead, &tags, &TagTable::apply);
    }

    TagTable tags;
    modbus::ModbusBus bus;
    WriteDoor door;
};

} // namespace

class Station::Private
{
public:
    Private(Options theOptions, const Clock &theClock)
        : options(std::move(theOptions))
        , clock(theClock)
        , audit(store, clock)
        , access(store, clock)
    {
    }

    Result<void> open();
    void startField();
    void stopField();
    void startKeeper();
    void record(const char *action, const QString &detail = {});
    void record(const FieldSign &sign);
    [[nodiscard]] QString file(const char *name) const
    {
        return options.dataFolder + u'/' + QLatin1String(name);
    }

    Options options;
    const Clock &clock;
    ProjectPtr project;
    std::unique_ptr<QLockFile> lock;
    Store store;
    AuditLog audit;
    AccessControl access;
    std::unique_ptr<HistoryService> history;
    std::unique_ptr<MemoryFile> memory;
    std::unique_ptr<MemoryFile> writers; ///< of the write door
    std::unique_ptr<AuditKeeper> keeper;
    std::unique_ptr<Retention> retention;
    std::unique_ptr<ClockWatch> clockWatch;
    std::unique_ptr<IntegrityWatch> integrity;
    QByteArray revision; ///< that runs; empty: somebody saved while it was loaded
    std::unique_ptr<ProjectKeeper> projectKeeper;
    QString stationId; ///< StationPublicKey::id()
    std::unique_ptr<forward::Forwarding> forwarding; ///< null: rows go nowhere else
    QThread fieldThread;
    QObject fieldContext; ///< for calls into the field thread
    std::unique_ptr<FieldParts> field;
    std::optional<Services> services;

private:
    Result<void> openProjectFolder();
    Result<void> takeData();
    Result<void> takeKey();
};

Result<void> Station::Private::open()
{
    if (auto opened = openProjectFolder(); !opened)
        return opened;
    if (auto taken = takeData(); !taken)
        return taken;
    if (auto opened = store.open(file("station.db")); !opened)
        return opened;
    if (auto taken = takeKey(); !taken)
        return taken;
    memory = std::make_unique<MemoryFile>(file("devices.json"));
    writers = std::make_unique<MemoryFile>(file("writers.json"));
    access.setProject(project);
    if (auto loaded = access.load(); !loaded)
        return loaded;
    // Control goes on without it.
    if (const auto opened = access.openVault(file("vault.key")); !opened)
        qCCritical(lcStation, "%s Codes of second factors do not count; see mwsctl doctor.",
                   qUtf8Printable(opened.error().detail));
    history = std::make_unique<HistoryService>(project, store, file("history.journal"), clock);
    return history->open();
}

Result<void> Station::Private::openProjectFolder()
{
    revision = revisionOf(options.projectFolder);
    const auto opened = openProject(options.projectFolder);
    if (!opened)
        return opened.error();
    if (revision != revisionOf(options.projectFolder))
        revision.clear();
    QList<Connection> connections = (*opened)->connections();
    for (Connection &connection : connections) {
        if (options.endpoints.contains(connection.id))
            connection = modbus::withEndpoint(connection, options.endpoints[connection.id]);
    }
    project = (*opened)->withConnections(connections);
    for (auto it = options.endpoints.cbegin(); it != options.endpoints.cend(); ++it) {
        if (!project->connection(it.key()))
            return Error{ErrorCode::Invalid,
                         StationText::tr("The project has no connection %1.").arg(it.key())};
    }
    return {};
}

Result<void> Station::Private::takeData()
{
    if (auto made = makePrivateFolder(options.dataFolder); !made)
        return made;
    lock = std::make_unique<QLockFile>(file("station.lock"));
    lock->setStaleLockTime(0);
    if (!lock->tryLock())
        return Error{
            ErrorCode::Conflict,
            StationText::tr("Another station uses the data folder %1.").arg(options.dataFolder)};
    return options.deviceNetworks.save(options.dataFolder);
}

Result<void> Station::Private::takeKey()
{
    AuditEntry row;
    row.actor = QStringLiteral("system");
    row.origin = QStringLiteral("local");
    if (const auto ended = endKeyChange(store, audit, options.dataFolder, row, clock.now()); !ended)
        return ended.error();
    const auto own = StationKey::loadOrMake(options.dataFolder);
    if (!own)
        return own.error();
    audit.signWith(*own);
    stationId = own->publicKey().id();
    keeper = std::make_unique<AuditKeeper>(audit, clock, *own, options.auditDays);
    return {};
}

void Station::Private::startField()
{
    registerTypes();
    fieldThread.setObjectName(QStringLiteral("field"));
    fieldContext.moveToThread(&fieldThread);
    fieldThread.setEventDispatcher(new EpollDispatcher); // which the thread takes over
    fieldThread.start();
    const auto build = [this] {
        field = std::make_unique<FieldParts>(project, access, audit, *memory, file("modbus-tls"),
                                             options.deviceNetworks, clock);
        // Takes the samples in the field thread; the journal has a thread of its own.
        QObject::connect(&field->tags, &TagTable::updated, &field->tags,
                         [this](const ValueBatch &batch) { history->record(batch); });
        QObject::connect(&field->bus, &FieldBus::signChanged, &field->bus,
                         [this](const FieldSign &sign) { record(sign); });
        field->door.lockout().open(file("lockout.json"));
        field->door.writers().open(*writers);
        field->tags.start();
        field->bus.start();
    };
    QMetaObject::invokeMethod(&fieldContext, build, Qt::BlockingQueuedConnection);
}

void Station::Private::stopField()
{
    if (!fieldThread.isRunning())
        return;
    const auto tearDown = [this] {
        field->bus.stop();
        field.reset();
        fieldContext.moveToThread(QCoreApplication::instance()->thread());
    };
    QMetaObject::invokeMethod(&fieldContext, tearDown, Qt::BlockingQueuedConnection);
    fieldThread.quit();
    fieldThread.wait();
}

void Station::Private::startKeeper()
{
    integrity = std::make_unique<IntegrityWatch>(
        audit,
        IntegrityWatch::Places{QCoreApplication::applicationFilePath(), options.projectFolder,
                               file("integrity.json")});
    const auto replaced = [this](const QString &before, const QString &after) {
        integrity->projectReplaced(before, after);
    };
    projectKeeper = std::make_unique<ProjectKeeper>(ProjectKeeper::Options{
        options.projectFolder, revision, options.endpoints.keys(), replaced});
}

void Station::Private::record(const char *action, const QString &detail)
{
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = QLatin1String(action);
    entry.target = project->data().id;
    entry.outcome = QStringLiteral("ok");
    entry.detail = detail;
    audit.append(entry).waitForFinished();
}

void Station::Private::record(const FieldSign &sign)
{
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = sign.active ? QStringLiteral("sign.raised") : QStringLiteral("sign.over");
    entry.target = sign.device.isEmpty() ? sign.connection : sign.device;
    entry.outcome = nameOf(sign.kind);
    entry.detail = QStringLiteral("%1 (%2×)").arg(sign.detail).arg(sign.count);
    audit.append(entry);
}

Station::Station(Options options, const Clock &clock)
    : d(std::make_unique<Private>(std::move(options), clock))
{
}

Station::~Station()
{
    stop();
}

Result<void> Station::start()
{
    if (auto opened = d->open(); !opened)
        return opened;
    d->record("station.start", ClockWatch::describe(clockSync()));
    d->keeper->start();
    d->retention = std::make_unique<Retention>(*d->history, d->access, d->audit, d->clock,
                                               d->options.historyDays);
    d->retention->start();
    d->clockWatch = std::make_unique<ClockWatch>(d->audit, d->clock);
    d->startKeeper();
    if (!d->options.forward.isEmpty())
        d->forwarding = std::make_unique<forward::Forwarding>(d->audit, d->clock,
                                                              d->options.forward, d->stationId);
    declineLeftOverApprovals(d->audit);
    d->startField();
    d->services.emplace(Services{d->project, d->clock, d->field->tags, d->field->bus, d->access,
                                 d->audit, *d->history, d->field->door, d->projectKeeper.get(),
                                 noticeFileIn(d->options.dataFolder)});
    if (const auto notice = readNotice(d->services->noticeFile); !notice)
        qCWarning(lcStation, "No notice is shown: %s", qUtf8Printable(notice.error().detail));
    qCInfo(lcStation, "Station %s runs", qUtf8Printable(d->project->data().id));
    return {};
}

void Station::stop()
{
    if (!d->services)
        return;
    d->services.reset();
    d->stopField();
    d->memory.reset();
    d->writers.reset();
    d->keeper.reset();
    d->retention.reset();
    d->clockWatch.reset();
    d->projectKeeper.reset();
    d->integrity.reset();
    d->history->close();
    d->record("station.stop");
    d->forwarding.reset();
    d->store.close();
    d->lock.reset();
}

const Services &Station::services() const
{
    return *d->services;
}

const Station::Options &Station::options() const
{
    return d->options;
}

} // namespace mws
