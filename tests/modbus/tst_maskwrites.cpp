// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/maskwrites.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Ending = Answer::Ending;

/// A device that has nothing but what it says to FC 22.
struct Trial {
    Trial()
        : project(ProjectData())
        , plan(project, device)
    {
    }
    [[nodiscard]] bool isUsed(UnitState state = UnitState::Good)
    {
        return masks.areUsed(plan, state, 0s);
    }
    bool take(Ending ending, int exception = 0)
    {
        return masks.take({ending, quint8(exception), {}, {}, false}, plan, 0s);
    }

    Device device;
    Project project;
    PollPlan plan;
    MaskWrites masks;
};

} // namespace

/// What a device says to FC 22, and what is made of it.
class MaskWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusalEndsIt()
    {
        Trial trial;
        QVERIFY(trial.isUsed());
        QVERIFY(trial.take(Ending::Exception, 1));
        QVERIFY(!trial.isUsed());
    }

    /// They say that the device knows it.
    void otherExceptionsDoNot()
    {
        for (const int code : {2, 3, 4, 6, 10, 11}) {
            Trial trial;
            QVERIFY(!trial.take(Ending::Exception, code));
            QVERIFY(trial.isUsed());
        }
    }

    void twoSilencesOfADeviceThatAnswersAllElse()
    {
        Trial trial;
        QVERIFY(!trial.take(Ending::Silence));
        QVERIFY(!trial.isUsed(UnitState::Suspect)); // its bits are read first: that is its witness
        QVERIFY(trial.isUsed());
        QVERIFY(!trial.take(Ending::Silence));
        QVERIFY(!trial.isUsed());
        QVERIFY(trial.plan.lacks(22, 0s));
    }

    void silencesThatSayNothing()
    {
        Trial known;
        QVERIFY(!known.take(Ending::Data));
        Trial deaf; // to all else, too
        for (int i = 0; i < 5; ++i) {
            QVERIFY(!known.take(Ending::Silence));
            QVERIFY(!deaf.take(Ending::Silence));
            deaf.masks.forgetSilences();
            QVERIFY(known.isUsed());
            QVERIFY(deaf.isUsed());
        }
    }
};

QTEST_GUILESS_MAIN(MaskWritesTest)
#include "tst_maskwrites.moc"
