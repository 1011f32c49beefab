// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

/// Two units that are read, each with a tag that says whether it answers; and one of their link.
class Watched : public Bench
{
public:
    Watched()
        : Bench(2)
    {
        addTag(a(), 1, 10, QStringLiteral("fast"));
        addTag(b(), 2, 20, QStringLiteral("fast"));
        for (int unit = 1; unit <= 2; ++unit)
            addOnline(name(unit), unit, false);
        addOnline(name(0), 1, true);
    }
    [[nodiscard]] static QString name(int unit) { return QStringLiteral("online%1").arg(unit); }
    /// Of unit 1, unit 2 and the link.
    [[nodiscard]] QList<int> states() const { return {state(1), state(2), state(0)}; }
    [[nodiscard]] int state(int unit) const { return int(value(name(unit)).value.toDouble()); }
    /// The values in their order, without those that only say the same again.
    [[nodiscard]] QList<int> course(int unit) const
    {
        QList<int> course;
        const TagIndex tag = index(name(unit));
        for (const Published &sample : published) {
            if (sample.tag != tag)
                continue;
            const int state = int(sample.now.value.toDouble());
            if (course.isEmpty() || course.last() != state)
                course.append(state);
        }
        return course;
    }
    /// When it was first told with that value; never: -1.
    [[nodiscard]] Milliseconds toldAt(int unit, int state) const
    {
        for (const Published &sample : published) {
            if (sample.tag == index(name(unit)) && int(sample.now.value.toDouble()) == state)
                return sample.at;
        }
        return -1ms;
    }

private:
    void addOnline(const QString &id, int unit, bool ofLink)
    {
        Tag &tag = addTag(id, unit, 0);
        tag.counter = Counter::Online;
        tag.ofLink = ofLink;
    }
};

} // namespace

/// Tags that say whether a unit answers and whether the link is there.
class OnlineTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesWithTheFirstAnswer()
    {
        Watched bench;
        bench.start();
        QCOMPARE(bench.value(Watched::name(1)).state.quality, Quality::Good); // and 0, at once
        bench.settle();
        for (const int unit : {0, 1, 2}) {
            QCOMPARE(bench.course(unit), (QList{0, 1}));
            QVERIFY(bench.toldAt(unit, 1) - bench.toldAt(unit, 0) < 50ms); // not once a second
        }
    }

    void diesAndComesBack()
    {
        Watched bench;
        bench.start();
        bench.settle();
        bench.line->silent = {1};
        bench.published.clear();
        while (bench.unit(1).state != UnitState::Suspect)
            bench.run(10ms);
        QCOMPARE(bench.states(), (QList{1, 1, 1}));
        while (bench.unit(1).state != UnitState::Dead)
            bench.run(10ms);
        QCOMPARE(bench.states(), (QList{0, 1, 1})); // in the same moment
        QCOMPARE(bench.value(a()).state.quality, Quality::BadCommunication);
        bench.run(10s);
        QCOMPARE(bench.quality(Watched::name(1)), Quality::Good);
        bench.line->silent = {};
        while (bench.unit(1).state != UnitState::Good)
            bench.run(10ms);
        QCOMPARE(bench.states(), (QList{1, 1, 1}));
        QCOMPARE(bench.course(1), (QList{1, 0, 1}));
        QCOMPARE(bench.course(2), (QList{1}));
    }

    /// Over the next link nobody is online before it has answered.
    void linkIsLost()
    {
        Watched bench;
        bench.start();
        bench.settle();
        bench.published.clear();
        bench.line->silent = {2};
        bench.line->breakLink();
        QCOMPARE(bench.states(), (QList{0, 0, 0}));
        bench.run(1500ms);
        QCOMPARE(bench.states(), (QList{1, 0, 1}));
        QCOMPARE(bench.quality(Watched::name(2)), Quality::Good);
        bench.line->silent = {};
        bench.run(70s);
        QCOMPARE(bench.states(), (QList{1, 1, 1}));
        QCOMPARE(bench.course(2), (QList{0, 1}));
    }

    void unreachable()
    {
        Watched bench;
        bench.start();
        bench.settle();
        bench.line->reachable = false;
        bench.line->breakLink();
        bench.published.clear();
        bench.run(20s);
        for (const int unit : {0, 1, 2}) {
            QCOMPARE(bench.course(unit), (QList{0})); // told all the same
            QCOMPARE(bench.quality(Watched::name(unit)), Quality::Good);
        }
    }

    /// While a link is opened anew because nobody answers, nobody can use it.
    void silentLink()
    {
        Watched bench;
        bench.start();
        bench.settle();
        bench.published.clear();
        bench.line->silent = {1, 2};
        const auto runUntilOpened = [&bench](int times) {
            for (int i = 0; i < 1000 && bench.line->opens() < times; ++i)
                bench.run(10ms);
        };
        runUntilOpened(2);
        bench.settle();
        QCOMPARE(bench.course(0), (QList{1, 0, 1}));
        QVERIFY(bench.linkStates.last() == LinkState::Connected);
        bench.published.clear();
        bench.line->reachable = false;
        runUntilOpened(4);
        QCOMPARE(bench.course(0), (QList{1, 0}));
        bench.line->reachable = true;
        bench.line->silent = {};
        bench.run(70s);
        QCOMPARE(bench.states(), (QList{1, 1, 1}));
        QCOMPARE(bench.course(0), (QList{1, 0, 1}));
    }

    void exceptionIsAnAnswer()
    {
        Watched bench;
        bench.start();
        bench.line->override
            = [](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (request.unit != 1)
                return std::nullopt;
            return modbus::TransportReply{
                modbus::TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.settle();
        QCOMPARE(bench.states(), (QList{1, 1, 1}));
    }

    /// A link that rests loses nothing.
    void idleLinkIsOnline()
    {
        Watched bench;
        bench.connection.closeAfterPoll = true;
        for (Tag &tag : bench.data.tags)
            tag.pollClass = QStringLiteral("normal");
        bench.start();
        bench.run(10s);
        QVERIFY(bench.linkStates.contains(LinkState::Idle));
        QCOMPARE(bench.states(), (QList{1, 1, 1}));
        for (const int unit : {0, 1, 2})
            QCOMPARE(bench.course(unit), (QList{0, 1}));
    }
};

QTEST_GUILESS_MAIN(OnlineTest)
#include "tst_online.moc"
