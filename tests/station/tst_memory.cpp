// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/roguedevice.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "station/memoryfile.h"
#include "station/station.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

constexpr int kFirst = 10;
constexpr int kCount = 8;
constexpr int kBad = 13; ///< the device refuses it

/// Refuses what touches the bad register.
QByteArray answerOf(const QByteArray &request)
{
    const int first = uchar(request.at(8)) << 8 | uchar(request.at(9));
    const int count = uchar(request.at(10)) << 8 | uchar(request.at(11));
    if (first <= kBad && kBad < first + count)
        return RogueDevice::framed(request, QByteArray::fromHex("8302"));
    return RogueDevice::good(request);
}

ProjectData projectOf(quint16 port)
{
    ProjectData data;
    data.id = data.name = QStringLiteral("memory");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("normal"), 50, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.connection = connection.id;
    device.area = QStringLiteral("a");
    data.devices = {device};
    for (int i = 0; i < kCount; ++i) {
        Tag tag;
        tag.id = QStringLiteral("t%1").arg(kFirst + i);
        tag.path = QStringLiteral("a/") + tag.id;
        tag.device = device.id;
        tag.address = kFirst + i;
        data.tags.append(tag);
    }
    return data;
}

} // namespace

/// A station keeps what its devices taught it, over a restart.
class MemoryTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    RogueDevice m_device;
    QList<QByteArray> m_refused;
    QStringList m_badTags; ///< that cannot be read as they are configured
    QualityState m_badState{Quality::BadDeviceException, 2}; ///< what becomes of the bad register

    [[nodiscard]] QString file() const
    {
        return m_folder.filePath(QStringLiteral("data/devices.json"));
    }

    /// Runs a station until it has read every tag, and ten times more. Returns how many requests
    /// were refused meanwhile.
    int refusalsOfOneRun()
    {
        m_refused.clear();
        Station station({m_folder.filePath(QStringLiteral("project")),
                         {},
                         m_folder.filePath(QStringLiteral("data"))},
                        m_clock);
        const auto started = station.start();
        if (!started)
            qFatal("%s", qUtf8Printable(started.error().detail));
        const Services &services = station.services();
        LiveModel model(services.project, services.tags, services.bus);
        const auto isRead = [&](int address) {
            const TagIndex index = services.project->indexOf(QStringLiteral("t%1").arg(address));
            const QualityState state = model.value(index).state;
            return address == kBad ? state == m_badState : state.quality == Quality::Good;
        };
        const auto allRead = [&] {
            bool all = true;
            for (int i = 0; i < kCount; ++i)
                all = all && isRead(kFirst + i);
            return all;
        };
        if (!QTest::qWaitFor(allRead, 20000))
            qFatal("not every tag came to its quality");
        const qsizetype enough = m_device.requests().size() + 20;
        if (!QTest::qWaitFor([&] { return m_device.requests().size() >= enough; }, 20000))
            qFatal("the polls stopped");
        m_badTags.clear();
        for (TagIndex i = 0; i < services.project->tagCount(); ++i) {
            if (model.value(i).state == QualityState{Quality::BadConfiguration, 0})
                m_badTags.append(services.project->tag(i).id);
        }
        station.stop();
        return int(m_refused.size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_device.setAnswer([this](const QByteArray &request) {
            const QByteArray answer = answerOf(request);
            if (uchar(answer.at(7)) & 0x80)
                m_refused.append(request);
            return answer;
        });
        QVERIFY(bool(
            saveProject(projectOf(m_device.port()), m_folder.filePath(QStringLiteral("project")))));
    }

    void row7TheFirstPollAfterARestartCausesNoException()
    {
        QVERIFY(refusalsOfOneRun() >= 4);
        QVERIFY(QFile::exists(file()));
        QCOMPARE(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        QCOMPARE(refusalsOfOneRun(), 0);
        QCOMPARE(refusalsOfOneRun(), 0);
    }

    void damagedMemoryIsLearnedAnew()
    {
        QFile memory(file());
        QVERIFY(memory.open(QIODevice::WriteOnly));
        memory.write("{\"version\":1,\"dev");
        memory.close();
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("learned.*damaged and not used")));
        QVERIFY(refusalsOfOneRun() >= 4);
        QCOMPARE(refusalsOfOneRun(), 0);
    }

    void anotherTypeIsLearnedAnew()
    {
        ProjectData data = projectOf(m_device.port());
        data.tags[kBad - kFirst].type = DataType::Int16;
        QVERIFY(bool(saveProject(data, m_folder.filePath(QStringLiteral("project")))));
        QVERIFY(refusalsOfOneRun() > 0);
        QCOMPARE(refusalsOfOneRun(), 0);
    }

    /// Field failures, row 8. What was learned of a tag that nobody may ask for any more is void.
    void row8BadTagsDisableOnlyThemselves()
    {
        ProjectData data = projectOf(m_device.port());
        data.devices[0].forbidden = {{Table::HoldingRegister, kBad, kBad}};
        data.devices[0].maxRegisters = 3;
        const auto add = [&data](const char *id, int address, DataType type) {
            Tag tag = data.tags.first();
            tag.id = QLatin1String(id);
            tag.path = QStringLiteral("a/") + tag.id;
            tag.address = address;
            tag.type = type;
            data.tags.append(tag);
        };
        add("far", 2000000000, DataType::UInt16);
        add("below", -5, DataType::UInt16);
        add("across", 65535, DataType::UInt32);
        add("wide", 100, DataType::UInt64);
        QVERIFY(bool(saveProject(data, m_folder.filePath(QStringLiteral("project")))));
        m_badState = {Quality::BadConfiguration, 0};
        QCOMPARE(refusalsOfOneRun(), 0);
        QCOMPARE(
            m_badTags,
            (QStringList{QStringLiteral("across"), QStringLiteral("below"), QStringLiteral("far"),
                         QStringLiteral("t13"), QStringLiteral("wide")}));
    }

    /// The same for faults that the planner could not know of; one is not even of a known type.
    void row8FaultyTagsDisableOnlyThemselves()
    {
        ProjectData data = projectOf(m_device.port());
        data.devices[0].forbidden = {{Table::HoldingRegister, kBad, kBad}};
        const auto add = [&data](const char *id) -> Tag & {
            Tag tag = data.tags.first();
            tag.id = QLatin1String(id);
            tag.path = QStringLiteral("a/") + tag.id;
            tag.address = 100;
            data.tags.append(tag);
            return data.tags.last();
        };
        add("class").pollClass = QStringLiteral("wrong");
        add("factor").factor = 0;
        add("scaled").scaleFactor = QStringLiteral("spelt");
        add("spelt").type = DataType::Float16;
        Tag &bit = add("bit");
        bit.type = DataType::Bool;
        bit.write.enabled = true;
        Tag &counter = add("counter");
        counter.address = 0;
        counter.counter = Counter::Good;
        counter.factor = 2;
        const QString project = m_folder.filePath(QStringLiteral("project"));
        QVERIFY(bool(saveProject(data, project)));
        QFile tags(project + QStringLiteral("/tags/plc.json"));
        QVERIFY(tags.open(QIODevice::ReadWrite));
        QByteArray text = tags.readAll();
        QCOMPARE(text.count("float16"), 1);
        tags.resize(0);
        tags.seek(0);
        tags.write(text.replace("float16", "flaot16"));
        tags.close();
        m_badState = {Quality::BadConfiguration, 0};
        const qsizetype before = m_device.requests().size();
        QCOMPARE(refusalsOfOneRun(), 0);
        QCOMPARE(
            m_badTags,
            (QStringList{QStringLiteral("bit"), QStringLiteral("class"), QStringLiteral("counter"),
                         QStringLiteral("factor"), QStringLiteral("scaled"),
                         QStringLiteral("spelt"), QStringLiteral("t13")}));
        const auto asked = m_device.requests().mid(before);
        for (const QByteArray &request : asked)
            QVERIFY((uchar(request.at(8)) << 8 | uchar(request.at(9))) < 100);
    }

    void theNewestIsWhatIsKept()
    {
        const QString path = m_folder.filePath(QStringLiteral("memory"));
        {
            MemoryFile memory(path);
            QCOMPARE(memory.recall(), QByteArray());
            for (int i = 0; i < 100; ++i)
                memory.keep(QByteArray::number(i));
        }
        QCOMPARE(MemoryFile(path).recall(), QByteArray("99"));
    }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "tst_memory.moc"
