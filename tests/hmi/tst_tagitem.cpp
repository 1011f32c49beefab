// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/panelplant.h"
#include "hmi/tagitem.h"
#include "project/names.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

/// A plant with an engine that makes tag items as QML does.
struct Bench {
    PanelPlant plant;
    QQmlEngine engine;
    std::unique_ptr<TagItem> tag;

    explicit Bench(const char *tagId, const QSet<QString> &disabled = {})
        : plant({}, disabled)
    {
        plant.context.attach(engine);
        QQmlComponent component(&engine);
        component.setData("import Mws.Hmi\nTagItem { tagId: \"" + QByteArray(tagId) + "\" }", {});
        tag.reset(qobject_cast<TagItem *>(component.create()));
        if (!tag)
            qFatal("%s", qUtf8Printable(component.errorString()));
    }

    /// Sends the write and waits for what became of it.
    bool write(const QVariant &value, bool confirmed = false, const QString &reason = {})
    {
        QSignalSpy done(&plant.context.writes(), &WriteDesk::finished);
        tag->write(value, confirmed, reason);
        return tag->pending() && done.wait() && !tag->pending() && tag->lastOk();
    }
};

} // namespace

/// One tag as a widget sees it, and its way through the one door for writes.
class TagItemTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void saysWhatTheProjectSays();
    void followsTheValue();
    void neverReadIsNotLive();
    void staleKeepsTheLastValue();
    void badTellsWhy();
    void leavesTheNormalBand();
    void showsStates();
    void anotherTag();
    void unknownTag();
    void disabledTagIsNotOffered();
    void viewOnlyWithoutSignIn();
    void viewerMayNotWrite();
    void operatorWrites();
    void wholeNumbersStayExact();
    void switches();
    void refusedOutOfRange();
    void asksForConfirmation();
    void asksForReason();
    void deviceException();
    void deviceHoldsAnother();
    void unknownOutcome();
};

void TagItemTest::saysWhatTheProjectSays()
{
    const Bench bench("cl-setpoint");
    const TagItem &tag = *bench.tag;
    QVERIFY(tag.exists());
    QCOMPARE(tag.path(), QStringLiteral("dosing/Chlorine/Dose setpoint"));
    QCOMPARE(tag.name(), QStringLiteral("Dose setpoint"));
    QCOMPARE(tag.unit(), QStringLiteral("mg/l"));
    QCOMPARE(tag.decimals(), 2);
    QCOMPARE(tag.minimum(), 0.0);
    QCOMPARE(tag.maximum(), 1.5);
    QCOMPARE(tag.step(), 0.05);
    QCOMPARE(tag.confirm(), QStringLiteral("ask"));
    QVERIFY(tag.writable());
    QVERIFY(std::isnan(tag.normalLow()));
}

void TagItemTest::followsTheValue()
{
    Bench bench("net-pressure");
    const QSignalSpy changed(bench.tag.get(), &TagItem::valueChanged);
    bench.plant.set(QStringLiteral("net-pressure"), 4.256);
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(bench.tag->good());
    QCOMPARE(bench.tag->text(), QStringLiteral("4.26"));
    QCOMPARE(bench.tag->number(), 4.256);
    bench.plant.set(QStringLiteral("net-flow"), 100.0);
    QCOMPARE(changed.count(), 1);
}

void TagItemTest::neverReadIsNotLive()
{
    const Bench bench("net-pressure");
    QVERIFY(bench.tag->bad());
    QCOMPARE(bench.tag->quality(), QStringLiteral("bad.notRead"));
    QVERIFY(!bench.tag->qualityText().isEmpty());
    QCOMPARE(bench.tag->text(), QStringLiteral("–"));
    QVERIFY(bench.tag->age().isEmpty());
}

void TagItemTest::staleKeepsTheLastValue()
{
    Bench bench("net-pressure");
    bench.plant.set(QStringLiteral("net-pressure"), 4.2);
    bench.plant.clock.advance(std::chrono::seconds(75));
    bench.plant.tags.markStale();
    QTRY_VERIFY(bench.tag->stale());
    QVERIFY(!bench.tag->good());
    QVERIFY(!bench.tag->bad());
    QCOMPARE(bench.tag->text(), QStringLiteral("4.20"));
    QCOMPARE(bench.tag->age(), QStringLiteral("75 s"));
    QCOMPARE(bench.tag->qualityCode(), QStringLiteral("STALE"));
}

void TagItemTest::badTellsWhy()
{
    Bench bench("net-pressure");
    bench.plant.set(QStringLiteral("net-pressure"), Value(), {Quality::BadDeviceException, 2});
    QTRY_VERIFY(bench.tag->qualityText().contains(QStringLiteral("illegal data address")));
    QCOMPARE(bench.tag->qualityCode(), QStringLiteral("EXC 2"));
    bench.plant.set(QStringLiteral("net-pressure"), Value(), {Quality::BadCommunication, 0});
    QTRY_COMPARE(bench.tag->quality(), QStringLiteral("bad.communication"));
}

void TagItemTest::leavesTheNormalBand()
{
    Bench bench("cl-residual");
    const QString id = QStringLiteral("cl-residual");
    bench.plant.set(id, 0.3);
    QTRY_COMPARE(bench.tag->deviation(), 0);
    bench.plant.set(id, 0.51);
    QTRY_COMPARE(bench.tag->deviation(), 1);
    bench.plant.set(id, 0.05);
    QTRY_COMPARE(bench.tag->deviation(), -1);
    bench.plant.set(id, Value(), {Quality::BadCommunication, 0});
    QTRY_COMPARE(bench.tag->deviation(), 0);
}

void TagItemTest::showsStates()
{
    Bench bench("rp1-mode");
    bench.plant.set(QStringLiteral("rp1-mode"), Value(2));
    QTRY_COMPARE(bench.tag->text(), QStringLiteral("Automatic"));
    QCOMPARE(bench.tag->tone(), QStringLiteral("normal"));
    bench.plant.set(QStringLiteral("rp1-mode"), Value(1));
    QTRY_COMPARE(bench.tag->tone(), QStringLiteral("warning"));
    QCOMPARE(bench.tag->states().size(), 3);
    QCOMPARE(bench.tag->labelOf(QStringLiteral("0")), QStringLiteral("Off"));
}

void TagItemTest::anotherTag()
{
    Bench bench("net-pressure");
    bench.plant.set(QStringLiteral("net-flow"), 120.0);
    bench.tag->setTagId(QStringLiteral("net-flow"));
    QCOMPARE(bench.tag->number(), 120.0);
    const QSignalSpy changed(bench.tag.get(), &TagItem::valueChanged);
    bench.plant.set(QStringLiteral("net-pressure"), 1.0);
    QCOMPARE(changed.count(), 0);
}

void TagItemTest::unknownTag()
{
    const Bench bench("no-such-tag");
    QVERIFY(!bench.tag->exists());
    QVERIFY(bench.tag->bad());
    QVERIFY(!bench.tag->mayWrite());
}

void TagItemTest::disabledTagIsNotOffered()
{
    Bench bench("raw-setpoint", {QStringLiteral("raw-setpoint")});
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(bench.tag->exists());
    QVERIFY(!bench.tag->writable());
    QVERIFY(!bench.tag->mayWrite());
    QCOMPARE(bench.tag->writeReason(), QStringLiteral("Read only"));
}

void TagItemTest::viewOnlyWithoutSignIn()
{
    Bench bench("raw-setpoint");
    QVERIFY(!bench.tag->mayWrite());
    QCOMPARE(bench.tag->writeReason(), QStringLiteral("Sign in to change this value"));
    QVERIFY(!bench.write(QStringLiteral("50")));
    QVERIFY(bench.plant.bus.writes.isEmpty());
    QCOMPARE(bench.plant.audit(QStringLiteral("denied")).size(), 1);
}

void TagItemTest::viewerMayNotWrite()
{
    Bench bench("raw-setpoint");
    QVERIFY(bench.plant.signIn(QStringLiteral("vera"), QStringLiteral("2222")));
    QVERIFY(!bench.tag->mayWrite());
    QVERIFY(!bench.tag->writeReason().isEmpty());
    QVERIFY(!bench.write(QStringLiteral("50")));
    QVERIFY(bench.plant.bus.writes.isEmpty());
}

void TagItemTest::operatorWrites()
{
    Bench bench("raw-setpoint");
    const QSignalSpy rights(bench.tag.get(), &TagItem::rightsChanged);
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(rights.count() > 0);
    QVERIFY(bench.tag->mayWrite());
    QVERIFY(bench.write(QStringLiteral("62.5")));
    QCOMPARE(bench.plant.bus.writes.size(), 1);
    QCOMPARE(bench.plant.bus.writes.first().value, Value(62.5));
    QCOMPARE(bench.plant.bus.writes.first().tag,
             bench.plant.project->indexOf(QStringLiteral("raw-setpoint")));
    QVERIFY(bench.tag->lastResult().contains(QStringLiteral("62.5")));
    // What is shown is the read-back of the next poll, never what was typed.
    QVERIFY(bench.tag->bad());
    QCOMPARE(bench.plant.audit(QStringLiteral("write.result")).size(), 1);
}

void TagItemTest::wholeNumbersStayExact()
{
    Bench bench("net-lead");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(bench.write(QStringLiteral("2")));
    QCOMPARE(bench.plant.bus.writes.first().value.toInt64(), 2);
    QVERIFY(bench.write(1.0));
    QCOMPARE(bench.plant.bus.writes.last().value.toInt64(), 1);
}

void TagItemTest::switches()
{
    Bench bench("rp1-start");
    QVERIFY(bench.tag->isSwitch());
    QVERIFY(bench.tag->momentary());
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(bench.write(true));
    QCOMPARE(bench.plant.bus.writes.first().value, Value(true));
}

void TagItemTest::refusedOutOfRange()
{
    Bench bench("raw-setpoint");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(!bench.write(QStringLiteral("95")));
    QVERIFY(bench.plant.bus.writes.isEmpty());
    QVERIFY(!bench.tag->lastResult().isEmpty());
    bench.tag->setTagId(QStringLiteral("net-pressure"));
    QVERIFY(bench.tag->lastResult().isEmpty());
}

void TagItemTest::asksForConfirmation()
{
    Bench bench("cl-setpoint");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(!bench.write(QStringLiteral("0.35")));
    QVERIFY(bench.plant.bus.writes.isEmpty());
    QVERIFY(bench.write(QStringLiteral("0.35"), true));
    QCOMPARE(bench.plant.bus.writes.size(), 1);
    QCOMPARE(bench.plant.bus.writes.first().value, Value(0.35));
}

void TagItemTest::asksForReason()
{
    Bench bench("cl-refill");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    QVERIFY(!bench.write(true, true));
    QVERIFY(bench.write(true, true, QStringLiteral("new canister")));
    const auto rows = bench.plant.audit(QStringLiteral("write.intended"));
    QCOMPARE(rows.size(), 1);
    QVERIFY(rows.first().detail.contains(QStringLiteral("new canister")));
}

void TagItemTest::deviceException()
{
    Bench bench("raw-setpoint");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    bench.plant.bus.next.outcome = FieldWriteResult::Outcome::DeviceException;
    bench.plant.bus.next.exception = 3;
    QVERIFY(!bench.write(QStringLiteral("50")));
    QVERIFY(bench.tag->lastResult().contains(QStringLiteral("illegal data value")));
}

void TagItemTest::deviceHoldsAnother()
{
    Bench bench("raw-setpoint");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    bench.plant.bus.next.outcome = FieldWriteResult::Outcome::Differs;
    bench.plant.bus.next.readBack = Value(48.5);
    QVERIFY(!bench.write(QStringLiteral("50")));
    QVERIFY(bench.tag->lastResult().contains(QStringLiteral("48.5")));
}

void TagItemTest::unknownOutcome()
{
    Bench bench("raw-setpoint");
    QVERIFY(bench.plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
    bench.plant.bus.next.outcome = FieldWriteResult::Outcome::Timeout;
    QVERIFY(!bench.write(QStringLiteral("50")));
    QVERIFY(bench.tag->lastResult().contains(QStringLiteral("unknown")));
}

QTEST_MAIN(TagItemTest)
#include "tst_tagitem.moc"
