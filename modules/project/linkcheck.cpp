// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/linkcheck.h"

#include "project/names.h"
#include "project/projecttext.h"

namespace mws
{

void checkLinkLife(Checker &check, const Connection &c)
{
    static const Connection d;
    const auto only = [&check](const char *key, bool belongs, bool isDefault, const QString &why) {
        if (!belongs && !isDefault)
            check.note(key, why, Problem::Severity::Warning);
    };
    const QString notFor = ProjectText::tr("has no effect on kind %1").arg(nameOf(c.kind));
    const bool isSwitched = c.isSerial() && c.rs485 != Rs485::None;
    const QString needsRs485 = ProjectText::tr("has no effect without rs485");
    only("rs485", c.isSerial(), c.rs485 == d.rs485, notFor);
    only("rtsBeforeMs", isSwitched, c.rtsBeforeMs == d.rtsBeforeMs, needsRs485);
    only("rtsAfterMs", isSwitched, c.rtsAfterMs == d.rtsAfterMs, needsRs485);
    only("turnaroundMs", c.isSerial(), c.turnaroundMs == d.turnaroundMs, notFor);
    only("interByteTimeoutMs", c.hasSerialFrames(), c.interByteTimeoutMs == d.interByteTimeoutMs,
         notFor);
    only("idleCloseS", !c.closeAfterPoll, c.idleCloseS == d.idleCloseS,
         ProjectText::tr("has no effect with closeAfterPoll"));
    const auto needsOwn = [&check, &c](const char *key, bool isUsed) {
        if (isUsed && c.isByQModbus())
            check.note(key, ProjectText::tr("needs the backend own"));
    };
    needsOwn("rs485", isSwitched);
    needsOwn("interByteTimeoutMs", c.hasSerialFrames() && c.interByteTimeoutMs > 0);
}

} // namespace mws
