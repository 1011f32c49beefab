// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/names.h"

#include <array>
#include <span>

namespace mws
{

namespace
{

using Words = std::span<const QLatin1String>;

constexpr std::array kTables{QLatin1String("coil"), QLatin1String("discrete"),
                             QLatin1String("holding"), QLatin1String("input")};
constexpr std::array kTypes{
    QLatin1String("bool"),     QLatin1String("int8Low"),   QLatin1String("int8High"),
    QLatin1String("uint8Low"), QLatin1String("uint8High"), QLatin1String("int16"),
    QLatin1String("uint16"),   QLatin1String("int32"),     QLatin1String("uint32"),
    QLatin1String("int64"),    QLatin1String("uint64"),    QLatin1String("float16"),
    QLatin1String("float32"),  QLatin1String("float64"),   QLatin1String("bcd16"),
    QLatin1String("bcd32"),    QLatin1String("bcd64"),     QLatin1String("mod10k32"),
    QLatin1String("mod10k48"), QLatin1String("mod10k64"),  QLatin1String("string"),
    QLatin1String("bitField")};
constexpr std::array kOrders{QLatin1String("ABCD"),     QLatin1String("BADC"),
                             QLatin1String("CDAB"),     QLatin1String("DCBA"),
                             QLatin1String("CDABGHEF"), QLatin1String("EFGHABCD")};
constexpr std::array kEncodings{QLatin1String("latin1"), QLatin1String("ascii"),
                                QLatin1String("utf8")};
constexpr std::array kTextBytes{QLatin1String("both"), QLatin1String("low"), QLatin1String("high")};
constexpr std::array kTrims{QLatin1String("end"), QLatin1String("both"), QLatin1String("none")};
constexpr std::array kCounters{QLatin1String("none"),
                               QLatin1String("requests"),
                               QLatin1String("good"),
                               QLatin1String("exceptions"),
                               QLatin1String("timeouts"),
                               QLatin1String("damaged"),
                               QLatin1String("wrongUnit"),
                               QLatin1String("wrongFunction"),
                               QLatin1String("wrongLength"),
                               QLatin1String("wrongEcho"),
                               QLatin1String("wrongTransaction"),
                               QLatin1String("foreign"),
                               QLatin1String("late"),
                               QLatin1String("duplicate"),
                               QLatin1String("garbage"),
                               QLatin1String("roundTripMinMs"),
                               QLatin1String("roundTripAverageMs"),
                               QLatin1String("roundTripP95Ms"),
                               QLatin1String("roundTripMaxMs"),
                               QLatin1String("exception1"),
                               QLatin1String("exception2"),
                               QLatin1String("exception3"),
                               QLatin1String("exception4"),
                               QLatin1String("exception5"),
                               QLatin1String("exception6"),
                               QLatin1String("exception7"),
                               QLatin1String("exception8"),
                               QLatin1String("exception9"),
                               QLatin1String("exception10"),
                               QLatin1String("exception11"),
                               QLatin1String("exceptionOther"),
                               QLatin1String("skippedPolls"),
                               QLatin1String("online"),
                               QLatin1String("queuedWrites"),
                               QLatin1String("reconnects"),
                               QLatin1String("bytesSent"),
                               QLatin1String("bytesReceived"),
                               QLatin1String("busLoad")};
constexpr std::array kConfirms{QLatin1String("none"), QLatin1String("ask"),
                               QLatin1String("reason")};
constexpr std::array kWriteFunctions{QLatin1String("device"), QLatin1String("single"),
                                     QLatin1String("multiple"), QLatin1String("mask"),
                                     QLatin1String("readWrite")};
constexpr std::array kOrigins{QLatin1String("panel"), QLatin1String("remote"),
                              QLatin1String("program"), QLatin1String("modbus")};
constexpr std::array kKinds{QLatin1String("tcp"),        QLatin1String("rtu"),
                            QLatin1String("rtuOverTcp"), QLatin1String("ascii"),
                            QLatin1String("udp"),        QLatin1String("tls")};
constexpr std::array kParities{QLatin1String("none"), QLatin1String("even"), QLatin1String("odd")};
constexpr std::array kBackends{QLatin1String("own"), QLatin1String("qmodbus")};
constexpr std::array kRs485{QLatin1String("none"), QLatin1String("kernel"), QLatin1String("rts")};
constexpr std::array kRegisterWrites{QLatin1String("single"), QLatin1String("multiple"),
                                     QLatin1String("mask"), QLatin1String("readWrite")};
constexpr std::array kCoilWrites{QLatin1String("single"), QLatin1String("multiple")};
constexpr std::array kBitWrites{QLatin1String("auto"), QLatin1String("mask"),
                                QLatin1String("readModifyWrite")};
constexpr std::array kPermissions{QLatin1String("view"),        QLatin1String("write"),
                                  QLatin1String("acknowledge"), QLatin1String("shelve"),
                                  QLatin1String("configure"),   QLatin1String("administer")};

QStringList listOf(Words words)
{
    return QStringList(words.begin(), words.end());
}

template <typename E> std::optional<E> find(Words words, QStringView name)
{
    for (size_t i = 0; i < words.size(); ++i) {
        if (name == words[i])
            return E(i);
    }
    return std::nullopt;
}

} // namespace

QLatin1String nameOf(Table table)
{
    return kTables[size_t(table)];
}

QLatin1String nameOf(DataType type)
{
    return kTypes[size_t(type)];
}

QLatin1String nameOf(ByteOrder order)
{
    return kOrders[size_t(order)];
}

QLatin1String nameOf(TextEncoding encoding)
{
    return kEncodings[size_t(encoding)];
}

QLatin1String nameOf(TextBytes bytes)
{
    return kTextBytes[size_t(bytes)];
}

QLatin1String nameOf(TextTrim trim)
{
    return kTrims[size_t(trim)];
}

QLatin1String nameOf(Counter counter)
{
    return kCounters[size_t(counter)];
}

QLatin1String nameOf(Confirm confirm)
{
    return kConfirms[size_t(confirm)];
}

QLatin1String nameOf(WriteFunction function)
{
    return kWriteFunctions[size_t(function)];
}

QLatin1String nameOf(Origin origin)
{
    return kOrigins[size_t(origin)];
}

QLatin1String nameOf(ConnectionKind kind)
{
    return kKinds[size_t(kind)];
}

QLatin1String nameOf(SerialParity parity)
{
    return kParities[size_t(parity)];
}

QLatin1String nameOf(LinkBackend backend)
{
    return kBackends[size_t(backend)];
}

QLatin1String nameOf(Rs485 rs485)
{
    return kRs485[size_t(rs485)];
}

QLatin1String nameOf(RegisterWrite write)
{
    return kRegisterWrites[size_t(write)];
}

QLatin1String nameOf(CoilWrite write)
{
    return kCoilWrites[size_t(write)];
}

QLatin1String nameOf(BitWrite write)
{
    return kBitWrites[size_t(write)];
}

QStringList namesOfTables()
{
    return listOf(kTables);
}

QStringList namesOfTypes()
{
    return listOf(kTypes);
}

QStringList namesOfOrders()
{
    return listOf(kOrders);
}

QStringList namesOfEncodings()
{
    return listOf(kEncodings);
}

QStringList namesOfTextBytes()
{
    return listOf(kTextBytes);
}

QStringList namesOfTrims()
{
    return listOf(kTrims);
}

QStringList namesOfCounters()
{
    return listOf(kCounters);
}

QStringList namesOfConfirms()
{
    return listOf(kConfirms);
}

QStringList namesOfWriteFunctions()
{
    return listOf(kWriteFunctions);
}

QStringList namesOfConnectionKinds()
{
    return listOf(kKinds);
}

QStringList namesOfParities()
{
    return listOf(kParities);
}

QStringList namesOfBackends()
{
    return listOf(kBackends);
}

QStringList namesOfRs485()
{
    return listOf(kRs485);
}

QStringList namesOfRegisterWrites()
{
    return listOf(kRegisterWrites);
}

QStringList namesOfCoilWrites()
{
    return listOf(kCoilWrites);
}

QStringList namesOfBitWrites()
{
    return listOf(kBitWrites);
}

QStringList namesOfPermissions()
{
    return listOf(kPermissions);
}

QStringList namesOfOrigins()
{
    return listOf(kOrigins);
}

std::optional<Table> tableFromName(QStringView name)
{
    return find<Table>(kTables, name);
}

std::optional<DataType> typeFromName(QStringView name)
{
    return find<DataType>(kTypes, name);
}

std::optional<ByteOrder> orderFromName(QStringView name)
{
    return find<ByteOrder>(kOrders, name);
}

} // namespace mws
