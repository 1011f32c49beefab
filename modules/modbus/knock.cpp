// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/knock.h"

#include "modbus/requests.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kLastAddress = 65535;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::ScanText)
};

} // namespace

QList<TableRange> forbiddenOf(const QList<Device> &devices, int unit)
{
    QList<TableRange> ranges;
    for (const Device &device : devices) {
        if (device.unit == unit)
            ranges += device.forbidden;
    }
    return ranges;
}

Result<QByteArray> harmlessRead(const QList<TableRange> &forbidden)
{
    for (const Table table : {Table::HoldingRegister, Table::InputRegister}) {
        for (int address = 0; address <= kLastAddress; ++address) {
            const bool isForbidden = std::any_of(forbidden.cbegin(), forbidden.cend(),
                                                 [table, address](const TableRange &range) {
                                                     return range.touches(table, address, address);
                                                 });
            if (!isForbidden)
                return readRequest(table, address, 1);
        }
    }
    return Error{ErrorCode::Denied, Text::tr("the project forbids to read all of its registers")};
}

bool showsUnit(const Answer &answer)
{
    return answer.ending == Answer::Ending::Data || answer.isRefusal();
}

} // namespace mws::modbus
