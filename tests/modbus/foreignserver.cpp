// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/foreignserver.h"

#include "project/names.h"

#include <QFile>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTest>

namespace mws
{

using namespace std::chrono_literals;

namespace
{

bool hasPymodbus()
{
    return QProcess::execute(QStringLiteral("/usr/bin/python3"),
                             {QStringLiteral("-c"), QStringLiteral("import pymodbus")})
        == 0;
}

} // namespace

QByteArray ForeignServer::missingFor(const QString &server, const Connection &connection)
{
    if (server == QLatin1String("pymodbus") && !hasPymodbus())
        return "pymodbus is not installed";
    if (connection.isSerial() && QStandardPaths::findExecutable(QStringLiteral("socat")).isEmpty())
        return "socat is not installed";
    if (connection.kind == ConnectionKind::Tls && !Pki::isPossible())
        return "openssl is not installed";
    return {};
}

Connection ForeignServer::connectionOf(ConnectionKind kind, LinkBackend backend)
{
    Connection connection;
    connection.kind = kind;
    connection.backend = backend;
    connection.maxInFlight = 8; // where the kind can
    return connection;
}

void ForeignServer::setImage(const Image &image)
{
    QFile file(m_folder.filePath(QStringLiteral("image")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &table : namesOfTables()) {
        QList<quint16> words = image.value(table);
        words.resize(1000);
        file.write(table.toLatin1());
        for (const quint16 word : std::as_const(words))
            file.write(' ' + QByteArray::number(word));
        file.write("\n");
    }
}

void ForeignServer::setVariable(const QString &name)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(name, QStringLiteral("1"));
    m_process.setProcessEnvironment(environment);
}

void ForeignServer::serve(const QString &server, ConnectionKind kind)
{
    startProcess(server, nameOf(kind), {});
}

void ForeignServer::start(const QString &server, const Connection &connection, const Device &device,
                          const QList<Tag> &tags)
{
    QString line;
    if (connection.isSerial()) {
        startLine();
        line = deviceEnd();
    }
    if (connection.kind == ConnectionKind::Tls)
        line = certificates();
    startProcess(server, nameOf(connection.kind), line);
    if (!QTest::currentTestFailed())
        startBus(connection, device, tags);
}

void ForeignServer::stop()
{
    if (m_bus)
        m_bus->stop();
    m_bus.reset();
    for (QProcess *process : {&m_process, &m_socat}) {
        process->kill();
        process->waitForFinished();
    }
    // Killed, socat leaves its links: a terminal of the same number may be somebody else's next.
    for (const QString &end : {line(), deviceEnd()})
        QFile::remove(end);
}

/// Of the server; those of the station are for ModbusBus.
QString ForeignServer::certificates()
{
    m_pki = std::make_unique<Pki>();
    m_tlsFolder = m_pki->stationFolder(QStringLiteral("link"));
    const QString device = QStringLiteral("device");
    return QStringList{m_pki->certificate(device), m_pki->key(device),
                       m_pki->certificate(QStringLiteral("ca"))}
        .join(u',');
}

void ForeignServer::startLine()
{
    const QString ends = QStringLiteral("pty,raw,echo=0,link=");
    m_socat.start(QStringLiteral("socat"), {ends + line(), ends + deviceEnd()});
    QTRY_VERIFY(QFile::exists(deviceEnd()) && QFile::exists(line()));
}

void ForeignServer::startProcess(const QString &name, const QString &kind, const QString &line)
{
    QStringList arguments{kind, m_folder.filePath(QStringLiteral("image"))};
    if (!line.isEmpty())
        arguments.append(line);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    if (name == QLatin1String("libmodbus")) {
        m_process.start(QStringLiteral(MWS_LIBMODBUS_SERVER), arguments);
    } else {
        arguments.prepend(QStringLiteral(MWS_PYMODBUS_SERVER));
        m_process.start(QStringLiteral("/usr/bin/python3"), arguments);
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_process.canReadLine(), 20000);
    const QByteArray ready = m_process.readLine().trimmed();
    QVERIFY2(ready.startsWith("ready "), ready.constData());
    m_port = ready.mid(6).toInt();
}

QString ForeignServer::line() const
{
    return m_folder.filePath(QStringLiteral("master"));
}

QString ForeignServer::deviceEnd() const
{
    return m_folder.filePath(QStringLiteral("device"));
}

void ForeignServer::startBus(Connection connection, Device device, const QList<Tag> &tags)
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), 200, 3}};
    connection.id = QStringLiteral("link");
    connection.baudRate = 115200;
    connection.responseTimeoutMs = 2000;
    data.connections = {connection};
    device.id = QStringLiteral("device");
    device.connection = connection.id;
    data.devices = {device};
    data.tags = tags;
    m_project = std::make_shared<const Project>(data);
    const QString endpoint
        = connection.isSerial() ? line() : QStringLiteral("127.0.0.1:%1").arg(m_port);
    m_bus = std::make_unique<modbus::ModbusBus>(m_project,
                                                QMap<QString, QString>{{connection.id, endpoint}},
                                                m_clock, nullptr, m_tlsFolder);
    m_values.clear();
    QObject::connect(m_bus.get(), &FieldBus::valuesRead, m_bus.get(),
                     [this](const ValueBatch &batch) {
                         for (const TagSample &sample : batch)
                             m_values.insert(m_project->tag(sample.tag).id, sample.now);
                     });
    m_bus->trace().setEnabled(true);
    m_bus->start();
    QTRY_VERIFY_WITH_TIMEOUT(isAllGood(tags.size()), 15000);
}

bool ForeignServer::isAllGood(qsizetype tags) const
{
    const auto isGoodNow
        = [](const TagValue &value) { return value.state.quality == Quality::Good; };
    return m_values.size() == tags && std::all_of(m_values.cbegin(), m_values.cend(), isGoodNow);
}

void ForeignServer::write(TagIndex tag, const Value &value)
{
    m_bus->write({WriteId(tag), tag, value, m_clock.monotonic() + 5s});
}

QByteArray ForeignServer::told()
{
    (void)QTest::qWaitFor([this] { return m_process.canReadLine(); });
    return m_process.readLine().trimmed();
}

QSet<int> ForeignServer::sentFunctions() const
{
    QSet<int> functions;
    for (const TracedFrame &frame : m_bus->trace().frames(0, 100000)) {
        if (frame.direction != TracedFrame::Direction::Sent)
            continue;
        const bool ascii = frame.dissector != "mbtcp" && frame.bytes.startsWith(':');
        const QByteArray bytes = ascii ? QByteArray::fromHex(frame.bytes.mid(1)) : frame.bytes;
        functions.insert(uchar(bytes.at(frame.dissector == "mbtcp" ? 7 : 1)));
    }
    return functions - QSet<int>{1, 2, 3, 4};
}

} // namespace mws
