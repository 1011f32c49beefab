// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

/// Of the device "plc", written with confirmation and a second person.
inline mws::Tag criticalTag()
{
    mws::Tag tag;
    tag.id = QStringLiteral("critical");
    tag.path = QStringLiteral("pumping/pump1/critical");
    tag.device = QStringLiteral("plc");
    tag.address = 40;
    tag.pollClass = QStringLiteral("normal");
    tag.write.enabled = true;
    tag.write.secondPerson = true;
    tag.write.confirm = mws::Confirm::Ask;
    return tag;
}
