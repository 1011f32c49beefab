// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "field/diagnosis.h"
#include "project/tag.h"

#include <QByteArray>
#include <QStringList>

#include <functional>

namespace mws
{

/// One fresh read of a tag for an engineer: what went over the wire, and what each step made of it.
/// The value of the tag stays what the polls make it.
struct RawReading {
    DiagnosisReply::Outcome outcome = DiagnosisReply::Outcome::Unavailable;
    quint8 exception = 0; ///< Modbus exception code
    QString detail; ///< for people
    int unit = 0; ///< Device::unit, that was asked
    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based
    int count = 0; ///< registers or bits, those of the tag alone
    int blockAddress = 0; ///< of the read that polls the tag now
    int blockCount = 0; ///< of the same; 0: none, it is left out of the polls
    QByteArray request; ///< without unit id and checksum; empty: never made
    QByteArray answer; ///< of Ok, likewise
    QStringList words; ///< of Ok: registers as hex, "A0FF"; "0" or "1" for a bit
    TagValue decoded; ///< by data type and byte order alone
    TagValue scaled; ///< what a poll with this answer would show
};

using RawReadingDone = std::function<void(const RawReading &)>;

} // namespace mws
