// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"
#include "editor/field.h"
#include "editor/problemmodel.h"
#include "editor/propertymodel.h"

#include <QTest>

using namespace mws;
using namespace mws::editor;

/// The rows and columns of the fields, and the way from a problem to them.
class EditorFieldsTest final : public EditorBench
{
    Q_OBJECT

private Q_SLOTS:
    void rowsOfConnectionsAreInStep()
    {
        const auto title = [](const char *key) {
            return connectionFields().at(connectionRowOf(QLatin1String(key))).title;
        };
        QCOMPARE(title("dataBits"), QStringLiteral("Data bits"));
        QCOMPARE(title("localEcho"), QStringLiteral("Local echo"));
        QCOMPARE(title("backend"), QStringLiteral("Backend"));
        QCOMPARE(title("rs485"), QStringLiteral("RS-485"));
        QCOMPARE(title("rtsBeforeMs"), QStringLiteral("RTS before"));
        QCOMPARE(title("rtsAfterMs"), QStringLiteral("RTS after"));
        QCOMPARE(title("interByteTimeoutMs"), QStringLiteral("Inter-byte timeout"));
        QCOMPARE(title("requestGapMs"), QStringLiteral("Request gap"));
        QCOMPARE(title("pauseAfterConnectMs"), QStringLiteral("Pause after connect"));
        QCOMPARE(title("idleCloseS"), QStringLiteral("Idle close"));
        QCOMPARE(title("closeAfterPoll"), QStringLiteral("Close after poll"));
        QCOMPARE(title("turnaroundMs"), QStringLiteral("Turnaround"));
        QCOMPARE(title("standbyHost"), QStringLiteral("Standby host"));
        QCOMPARE(title("standbyPort"), QStringLiteral("Standby port"));
        QCOMPARE(title("serverName"), QStringLiteral("Server name"));
        QCOMPARE(title("pin"), QStringLiteral("Pin"));
        QCOMPARE(title("serialPort"), QStringLiteral("Serial port"));
        QCOMPARE(title("maxInFlight"), QStringLiteral("Requests in flight"));
        QCOMPARE(title("quietTimeMs"), QStringLiteral("Quiet time"));
        QCOMPARE(connectionRowOf(QStringLiteral("quietTimeMs")) + 1, connectionFields().size());
    }

    void rowsOfDevicesAreInStep()
    {
        const auto title = [](const char *key) {
            return deviceFields().at(deviceRowOf(QLatin1String(key))).title;
        };
        QCOMPARE(title("requestGapMs"), QStringLiteral("Request gap"));
        QCOMPARE(title("forbidden"), QStringLiteral("Forbidden"));
        QCOMPARE(title("registerWrite"), QStringLiteral("Register write"));
        QCOMPARE(title("coilWrite"), QStringLiteral("Coil write"));
        QCOMPARE(title("bitWrite"), QStringLiteral("Bit write"));
        QCOMPARE(title("mergeWrites"), QStringLiteral("Merge writes"));
        QCOMPARE(title("identity"), QStringLiteral("Identity"));
        QCOMPARE(deviceRowOf(QStringLiteral("template")) + 1, deviceFields().size());
    }

    void everyTagKeyHasItsColumn()
    {
        const QStringList keys{QStringLiteral("id"),
                               QStringLiteral("address"),
                               QStringLiteral("write/min"),
                               QStringLiteral("write/idempotent"),
                               QStringLiteral("write/function"),
                               QStringLiteral("history/deadband"),
                               QStringLiteral("notAvailable"),
                               QStringLiteral("textBytes"),
                               QStringLiteral("scaleFactor"),
                               QStringLiteral("report/maxSilenceS"),
                               QStringLiteral("qualityDebounceMs"),
                               QStringLiteral("ofLink")};
        const QStringList titles{QStringLiteral("Id"),
                                 QStringLiteral("Address"),
                                 QStringLiteral("Minimum"),
                                 QStringLiteral("Idempotent"),
                                 QStringLiteral("Write function"),
                                 QStringLiteral("Deadband"),
                                 QStringLiteral("Not available"),
                                 QStringLiteral("Text bytes"),
                                 QStringLiteral("Scale factor"),
                                 QStringLiteral("Longest silence"),
                                 QStringLiteral("Quality debounce"),
                                 QStringLiteral("Of link")};
        for (int i = 0; i < keys.size(); ++i)
            QCOMPARE(tagFields()[tagColumnOf(keys[i])].title, titles[i]);
        QCOMPARE(tagColumnOf(QStringLiteral("write/roles/0")), column("Roles"));
        QCOMPARE(tagColumnOf(QStringLiteral("write/future")), column("Writable"));
        QCOMPARE(tagColumnOf(QStringLiteral("states/0/label")), column("States"));
        QCOMPARE(tagColumnOf(QStringLiteral("history/maxIntervalS")), column("Record every"));
        QCOMPARE(tagColumnOf(QStringLiteral("scale/rawHigh")), column("Scale"));
        QCOMPARE(tagColumnOf(QStringLiteral("clamp/low")), column("Clamp"));
        QCOMPARE(tagColumnOf(QStringLiteral("future")), column("Path"));
    }

    void problemsFollowAndLeadBack()
    {
        ProblemModel problems(*m_document);
        QAbstractItemModelTester tester(&problems, kMode);
        QCOMPARE(problems.rowCount(), 0);
        QVERIFY(m_grid->setData(m_grid->index(4, column("Poll class")), QStringLiteral("warp")));
        QTRY_COMPARE(problems.rowCount(), 1);
        const ProblemPlace place = placeOf(problems.problem(0), m_document->data());
        QVERIFY(place.kind == ProblemPlace::Kind::Tag);
        QCOMPARE(place.id, QStringLiteral("skid"));
        QCOMPARE(place.row, 4);
        QCOMPARE(tagColumnOf(place.key), column("Poll class"));
        const QModelIndex marked = m_grid->index(4, column("Poll class"));
        QVERIFY(marked.data(Qt::BackgroundRole).isValid());
        QCOMPARE(marked.data(Qt::ToolTipRole).toString(), problems.problem(0).reason);
        m_document->undoStack().undo();
        QTRY_COMPARE(problems.rowCount(), 0);
    }

    void problemsOfDevicesAndConnectionsLeadBack()
    {
        const ProjectData &data = m_document->data();
        PropertyModel properties(*m_document);
        properties.show(PropertyModel::Kind::Device, QStringLiteral("weather"));
        const int unit = deviceRowOf(QStringLiteral("unit"));
        QVERIFY(properties.setData(properties.index(unit, 1), QStringLiteral("300")));
        properties.show(PropertyModel::Kind::Connection, QStringLiteral("plc"));
        const int port = connectionRowOf(QStringLiteral("port"));
        QVERIFY(properties.setData(properties.index(port, 1), QStringLiteral("70000")));
        m_document->validate();
        QList<ProblemPlace> places;
        for (const Problem &problem : m_document->problems())
            places.append(placeOf(problem, data));
        const auto has = [&places](ProblemPlace::Kind kind, const char *id, const char *key) {
            return std::any_of(places.begin(), places.end(), [=](const ProblemPlace &place) {
                return place.kind == kind && place.id == QLatin1String(id)
                    && place.key == QLatin1String(key);
            });
        };
        QVERIFY(has(ProblemPlace::Kind::Device, "weather", "unit"));
        QVERIFY(has(ProblemPlace::Kind::Connection, "plc", "port"));
    }

    void propertiesChangeConnectionsAndDevices()
    {
        PropertyModel properties(*m_document);
        QAbstractItemModelTester tester(&properties, kMode);
        properties.show(PropertyModel::Kind::Device, QStringLiteral("skid"));
        QCOMPARE(properties.rowCount(), int(deviceFields().size()));
        // A new id goes along to the tags.
        QVERIFY(properties.setData(properties.index(0, 1), QStringLiteral("skid2")));
        QVERIFY(m_document->tagsOf(QStringLiteral("skid2")).second > 10);
        QCOMPARE(properties.index(0, 1).data().toString(), QStringLiteral("skid2"));
        m_document->undoStack().undo();
        QVERIFY(m_document->tagsOf(QStringLiteral("skid")).second > 10);
        properties.show(PropertyModel::Kind::Connection, QStringLiteral("plc"));
        QVERIFY(properties.setData(properties.index(4, 1), QStringLiteral("5020")));
        QVERIFY(!properties.setData(properties.index(4, 1), QStringLiteral("many")));
        QVERIFY(!properties.setData(properties.index(0, 1), QStringLiteral("skid")));
        QVERIFY(!properties.setData(properties.index(0, 1), QStringLiteral("../plc")));
        const int serialPort = connectionRowOf(QStringLiteral("serialPort"));
        QVERIFY(!(properties.index(serialPort, 1).flags() & Qt::ItemIsEditable));
        // What does not apply shows no value: those of a serial line stand in no TCP connection.
        const auto shown = [&properties](const char *key) {
            return properties.index(connectionRowOf(QLatin1String(key)), 1).data().toString();
        };
        QCOMPARE(shown("port"), QStringLiteral("5020"));
        QCOMPARE(shown("dataBits"), QString());
        properties.show(PropertyModel::Kind::Connection, QStringLiteral("line"));
        QCOMPARE(shown("baudRate"), QStringLiteral("19200"));
        QCOMPARE(shown("dataBits"), QString()); // 7 is for ASCII
        QCOMPARE(shown("port"), QString());
        properties.show(PropertyModel::Kind::Project, {});
        QCOMPARE(properties.rowCount(), int(headFields().size()));
        QVERIFY(properties.setData(properties.index(1, 1), QStringLiteral("Works")));
        QCOMPARE(m_document->data().name, QStringLiteral("Works"));
        const auto row = [](const char *key) { return headRowOf(QLatin1String(key)); };
        QCOMPARE(row("northbound/serveStale"), int(headFields().size()) - 1);
        QVERIFY(!properties.setData(properties.index(row("northbound/port"), 1), 1502));
        QVERIFY(!m_document->data().northbound);
        QVERIFY(properties.setData(properties.index(row("northbound/enabled"), 1),
                                   QStringLiteral("yes")));
        QVERIFY(properties.setData(properties.index(row("northbound/port"), 1), 1502));
        QVERIFY(properties.setData(properties.index(row("northbound/allow"), 1),
                                   QStringLiteral("192.0.2.7, ::1")));
        QCOMPARE(m_document->data().northbound->effectivePort(), 1502);
        QCOMPARE(m_document->data().northbound->allow.size(), 2);
        QCOMPARE(m_document->data().connections[1].port, 5020);
    }
};

QTEST_MAIN(EditorFieldsTest)
#include "tst_fields.moc"
