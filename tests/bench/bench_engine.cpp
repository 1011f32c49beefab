// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Modbus engine under the loads of tests/bench/modbus, on the event dispatcher of the station's
// field thread.
//
// Usage: bench_engine tcp own|qmodbus <port> <registers>          slices over one connection
//        bench_engine rtu own|qmodbus <line> <baud> <registers>   slices over a serial line
//        bench_engine polls <port> <registers>                    slices of scheduler and tag table
//        bench_engine links stock|epoll <port> <count> <tags per block> [<period> [history|<dead
//        port>]]
//            polls 4 × 125 registers at a period (1,000 ms) over so many connections, with the tag
//            table and Qt's event dispatcher or ours, until standard input ends; then prints its
//            counters; with history every tag is recorded, into a folder that it removes; with a
//            dead port there is one more device, at that port

#include "clockwork.h"
#include "core/epolldispatcher.h"
#include "history/historyservice.h"
#include "modbus/modbusbus.h"
#include "modbus/transport.h"
#include "storage/store.h"
#include "tags/tagtable.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <unistd.h>

using namespace mws;
using namespace mws::modbus;

namespace
{

constexpr Milliseconds kTimeout{1000};
constexpr int kWordsPerBlock = 125;
constexpr int kBlocks = 4;

/// So many requests at once; false where they may not overtake each other.
bool setWindow(Connection &connection, int depth)
{
    connection.maxInFlight = depth;
    return connection.window() == depth;
}

Connection tcpConnection(const QString &id, int port)
{
    Connection connection;
    connection.id = id;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    return connection;
}

Connection rtuConnection(const QString &line, int baudRate)
{
    Connection connection;
    connection.kind = ConnectionKind::Rtu;
    connection.serialPort = line;
    connection.baudRate = baudRate;
    return connection;
}

/// Keeps a transport busy with one and the same read.
class Pump
{
public:
    Pump(const Connection &connection, int registers)
        : m_transport(makeTransport(connection))
        , m_request(QByteArray::fromHex("03000000") + char(registers))
    {
        QObject::connect(m_transport.get(), &Transport::finished, &m_loop,
                         [this](const TransportReply &reply) { onFinished(reply); });
        QObject::connect(m_transport.get(), &Transport::closed, &m_loop,
                         [] { qFatal("the link broke"); });
        QObject::connect(m_transport.get(), &Transport::opened, &m_loop, &QEventLoop::quit);
        m_transport->open();
        m_loop.exec();
    }

    void run(int depth, int milliseconds)
    {
        const bench::Slice slice(milliseconds);
        m_slice = &slice;
        m_answers = 0;
        m_inFlight = depth;
        for (int i = 0; i < depth; ++i)
            send();
        m_loop.exec();
        slice.print(m_answers);
    }

private:
    void send() { m_transport->send(1, m_request, kTimeout); }

    void onFinished(const TransportReply &reply)
    {
        if (reply.status != TransportReply::Status::Answer)
            qFatal("a request failed");
        ++m_answers;
        if (!m_slice->isOver())
            send();
        else if (--m_inFlight == 0)
            m_loop.quit();
    }

    QEventLoop m_loop;
    std::unique_ptr<Transport> m_transport;
    QByteArray m_request;
    const bench::Slice *m_slice = nullptr;
    int m_inFlight = 0;
    qint64 m_answers = 0;
};

int runTransport(Connection connection, const QString &backend, int registers)
{
    if (backend == QLatin1String("qmodbus"))
        connection.backend = LinkBackend::QModbus;
    std::unique_ptr<Pump> pump;
    int window = 0;
    bench::runSlices([&](int depth, int milliseconds) {
        if (!setWindow(connection, depth)) {
            std::cout << "{}" << std::endl;
            return;
        }
        if (std::exchange(window, depth) != depth) {
            pump.reset();
            pump = std::make_unique<Pump>(connection, registers);
        }
        pump->run(depth, milliseconds);
    });
    return 0;
}

/// A plant of equal devices, one on each connection, whose tags make blocks of one size.
struct PlantShape {
    int connections = 1;
    int devices = 1; ///< on each connection
    int blocks = 1; ///< of each device
    int registers = kWordsPerBlock; ///< of each block
    int tags = 2; ///< of each block, first and last register among them
    int holes = 0; ///< registers between two blocks
    int periodMs = 1000;
    bool isRecorded = false;
    int deadPort = 0; ///< of one more connection; 0: there is none
};

void addTags(ProjectData &data, const Device &device, const PlantShape &shape)
{
    for (int block = 0; block < shape.blocks; ++block) {
        for (int i = 0; i < shape.tags; ++i) {
            Tag tag;
            tag.address = block * (shape.registers + shape.holes)
                + (shape.tags > 1 ? i * (shape.registers - 1) / (shape.tags - 1) : 0);
            tag.id = QStringLiteral("%1-%2").arg(device.id).arg(tag.address);
            tag.path = QStringLiteral("area/%1/%2").arg(device.id).arg(tag.address);
            tag.device = device.id;
            tag.history.enabled = shape.isRecorded;
            data.tags.append(tag);
        }
    }
}

ProjectPtr makePlant(const PlantShape &shape, int port, int window)
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), shape.periodMs, 3}};
    const int connections = shape.connections + (shape.deadPort > 0 ? 1 : 0);
    for (int c = 0; c < connections; ++c) {
        const int ownPort = c < shape.connections ? port : shape.deadPort;
        Connection connection = tcpConnection(QStringLiteral("c%1").arg(c), ownPort);
        setWindow(connection, window);
        data.connections.append(connection);
        for (int d = 0; d < shape.devices; ++d) {
            Device device;
            device.id = QStringLiteral("d%1-%2").arg(c).arg(d);
            device.connection = connection.id;
            device.unit = d + 1;
            device.maxRegisters = shape.registers;
            device.holeRegisters = shape.holes > 0 ? 0 : kWordsPerBlock - 1;
            data.devices.append(device);
            addTags(data, device, shape);
        }
    }
    return std::make_shared<const Project>(std::move(data));
}

/// The bus and the tag table, as the station has them in its field thread.
struct Field {
    explicit Field(const ProjectPtr &project)
        : bus(project, {}, clock)
        , table(project, clock)
    {
        QObject::connect(&bus, &FieldBus::valuesRead, &table, &TagTable::apply);
    }

    [[nodiscard]] UnitStatus total() const
    {
        UnitStatus sum;
        for (const UnitStatus &unit : bus.units()) {
            sum.good += unit.good;
            sum.exceptions += unit.exceptions + unit.invalid;
            sum.timeouts += unit.timeouts;
            sum.skippedPolls += unit.skippedPolls;
        }
        return sum;
    }

    SystemClock clock;
    ModbusBus bus;
    TagTable table;
};

/// More polls than the link can carry: the scheduler always has the next request.
int runPolls(int port, int registers)
{
    const PlantShape shape{1, 10, 400, registers, registers, registers, 20};
    bench::runSlices([&](int depth, int milliseconds) {
        Connection probe;
        if (!setWindow(probe, depth)) {
            std::cout << "{}" << std::endl;
            return;
        }
        Field field(makePlant(shape, port, depth));
        QEventLoop loop;
        field.bus.start();
        QTimer::singleShot(100, &loop, &QEventLoop::quit);
        loop.exec();
        const quint64 before = field.total().good;
        const bench::Slice slice(milliseconds);
        QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
        loop.exec();
        slice.print(qint64(field.total().good - before));
        field.bus.stop();
    });
    return 0;
}

void printCounters(const Field &field)
{
    const UnitStatus total = field.total();
    std::cout << "{\"good\":" << total.good << ",\"skipped\":" << total.skippedPolls
              << ",\"failed\":" << total.timeouts + total.exceptions << "}" << std::endl;
}

/// The history of a plant, as the station has it.
struct Recorder {
    explicit Recorder(const ProjectPtr &project)
        : history(project, store, folder.filePath(QStringLiteral("history.journal")), clock)
    {
        if (!store.open(folder.filePath(QStringLiteral("station.db"))) || !history.open())
            qFatal("no history");
    }
    ~Recorder() { history.close(); }

    QTemporaryDir folder;
    SystemClock clock;
    Store store;
    HistoryService history;
};

int runLinks(const PlantShape &shape, bool stock, int port)
{
    const ProjectPtr plant = makePlant(shape, port, 1);
    std::unique_ptr<Recorder> recorder;
    if (shape.isRecorded)
        recorder = std::make_unique<Recorder>(plant);
    QThread thread;
    QObject context;
    context.moveToThread(&thread);
    if (!stock)
        thread.setEventDispatcher(new EpollDispatcher);
    thread.start();
    std::unique_ptr<Field> field;
    const auto inThread = [&](const auto &action) {
        QMetaObject::invokeMethod(&context, action, Qt::BlockingQueuedConnection);
    };
    inThread([&] {
        field = std::make_unique<Field>(plant);
        if (recorder) {
            QObject::connect(
                &field->table, &TagTable::updated, &field->table,
                [&recorder](const ValueBatch &batch) { recorder->history.record(batch); });
        }
        field->bus.start();
        field->table.start();
    });
    std::cout << "ready" << std::endl;
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, qApp, &QCoreApplication::quit);
    const int code = QCoreApplication::exec();
    inThread([&] {
        printCounters(*field);
        field->bus.stop();
        field.reset();
    });
    thread.quit();
    thread.wait();
    return code;
}

PlantShape linksShape(const QStringList &words)
{
    const QString extra = words.value(3);
    PlantShape shape;
    shape.connections = words.value(0).toInt();
    shape.blocks = kBlocks;
    shape.tags = words.value(1).toInt();
    shape.periodMs = words.value(2, QStringLiteral("1000")).toInt();
    shape.isRecorded = extra == QLatin1String("history");
    shape.deadPort = extra.toInt(); // 0 where it is no number
    return shape;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new EpollDispatcher); // as the station's field thread
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const QString mode = words.value(1);
    if (mode == QLatin1String("tcp"))
        return runTransport(tcpConnection(mode, words.value(3).toInt()), words.value(2),
                            words.value(4).toInt());
    if (mode == QLatin1String("rtu"))
        return runTransport(rtuConnection(words.value(3), words.value(4).toInt()), words.value(2),
                            words.value(5).toInt());
    if (mode == QLatin1String("polls"))
        return runPolls(words.value(2).toInt(), words.value(3).toInt());
    if (mode == QLatin1String("links"))
        return runLinks(linksShape(words.mid(4)), words.value(2) == QLatin1String("stock"),
                        words.value(3).toInt());
    return 1;
}
