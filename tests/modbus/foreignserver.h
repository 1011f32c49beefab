// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/modbusbus.h"
#include "modbus/pki.h"

#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

namespace mws
{

/// A Modbus server that others wrote, in a process of its own, and a bus that polls it as "device"
/// over "link". The functions that wait fail the test that runs.
class ForeignServer
{
public:
    using Image = QMap<QString, QList<quint16>>; ///< values from address 0 on, by table

    ~ForeignServer() { stop(); }

    /// The tool that is not installed here; none: empty.
    [[nodiscard]] static QByteArray missingFor(const QString &server, const Connection &connection);
    [[nodiscard]] static Connection connectionOf(ConnectionKind kind,
                                                 LinkBackend backend = LinkBackend::Own);

    /// What the server holds at its start: up to 1000 values of each table, else 0.
    void setImage(const Image &image);
    /// For the server, beside those of the system.
    void setVariable(const QString &name);
    /// "libmodbus" or "pymodbus" over a network, without a bus of its own.
    void serve(const QString &server, ConnectionKind kind);
    /// The same for any connection, and a bus that has read all tags.
    void start(const QString &server, const Connection &connection, const Device &device,
               const QList<Tag> &tags);
    void stop();

    /// 5 s to live; id and index are the same.
    void write(TagIndex tag, const Value &value);
    /// The next write that the server tells about, such as "holding 10 1 2".
    [[nodiscard]] QByteArray told();
    [[nodiscard]] bool hasMore() const { return m_process.canReadLine(); }
    /// Codes of the writes that were sent; the backends of Qt SerialBus show none.
    [[nodiscard]] QSet<int> sentFunctions() const;
    [[nodiscard]] TagValue value(const QString &tag) const { return m_values.value(tag); }
    [[nodiscard]] int port() const { return m_port; } ///< with a network connection
    [[nodiscard]] QString line() const; ///< our end of it, with a serial connection
    [[nodiscard]] modbus::ModbusBus &bus() { return *m_bus; }
    [[nodiscard]] const Project &project() const { return *m_project; }

private:
    [[nodiscard]] bool isAllGood(qsizetype tags) const;
    [[nodiscard]] QString certificates();
    [[nodiscard]] QString deviceEnd() const;
    void startLine();
    void startProcess(const QString &name, const QString &kind, const QString &line);
    void startBus(Connection connection, Device device, const QList<Tag> &tags);

    QTemporaryDir m_folder;
    std::unique_ptr<Pki> m_pki;
    QString m_tlsFolder;
    QProcess m_process;
    QProcess m_socat;
    int m_port = 0;
    SystemClock m_clock;
    ProjectPtr m_project;
    std::unique_ptr<modbus::ModbusBus> m_bus;
    QHash<QString, TagValue> m_values;
};

} // namespace mws
