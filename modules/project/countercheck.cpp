// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/countercheck.h"

#include "project/projecttext.h"

namespace mws
{

void checkCounter(Checker &check, const Tag &tag)
{
    static const Tag d;
    if (!tag.isCounter()) {
        if (tag.ofLink)
            check.note("ofLink", ProjectText::tr("is only for tags with a counter"));
        return;
    }
    if (tag.counter > Counter::QueuedWrites && !tag.ofLink)
        check.note("counter", ProjectText::tr("is counted of connections only: wants ofLink"));
    const auto none = [&check](const char *key, bool isDefault) {
        if (!isDefault)
            check.note(key, ProjectText::tr("is not for a tag with a counter"));
    };
    none("table", tag.table == d.table);
    none("address", tag.address == d.address);
    none("type", tag.type == d.type);
    none("order", tag.order == d.order);
    none("bit", tag.bit == d.bit);
    none("length", tag.length == d.length);
    none("factor", tag.factor == d.factor);
    none("offset", tag.offset == d.offset);
    none("scale", !tag.scale.enabled);
    none("scaleFactor", tag.scaleFactor.isEmpty());
    none("clamp", !tag.clamp.enabled);
    none("notAvailable", tag.notAvailable.isEmpty());
    none("pollClass", tag.pollClass == d.pollClass);
    none("write", !tag.write.enabled);
    none("debounceMs", tag.debounceMs == 0);
    none("qualityDebounceMs", tag.qualityDebounceMs == 0);
}

} // namespace mws
