// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/frametrace.h"

#include <QtEndian>

namespace mws
{

namespace
{

// pcap-ng: blocks and options of the IETF draft, sections 4.1 to 4.3; everything little-endian.
constexpr quint32 kSectionHeader = 0x0A0D0D0A;
constexpr quint32 kByteOrderMagic = 0x1A2B3C4D;
constexpr quint32 kInterface = 1;
constexpr quint32 kEnhancedPacket = 6;
constexpr quint16 kEndOfOptions = 0;
constexpr quint16 kComment = 1;
constexpr quint16 kPacketFlags = 2;
constexpr quint32 kInbound = 1;
constexpr quint32 kOutbound = 2;

// Wireshark, epan/exported_pdu.h: link type and tags; big-endian.
constexpr quint16 kExportedPdu = 252;
constexpr quint16 kEndOfTags = 0;
constexpr quint16 kDissectorName = 12;
constexpr quint16 kIp4Source = 20;
constexpr quint16 kIp4Destination = 21;
constexpr quint16 kPortType = 24;
constexpr quint16 kSourcePort = 25;
constexpr quint16 kDestinationPort = 26;
constexpr quint32 kTcpPorts = 2;

// Addresses for documentation, RFC 5737.
constexpr quint32 kDevice = 0xC0000201;
constexpr quint32 kStation = 0xC0000202;
constexpr quint32 kDevicePort = 502;
constexpr quint32 kStationPort = 49152;

template <typename Number> QByteArray little(Number number)
{
    QByteArray bytes(sizeof number, '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

template <typename Number> QByteArray big(Number number)
{
    QByteArray bytes(sizeof number, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray padded(const QByteArray &bytes)
{
    return bytes + QByteArray((4 - bytes.size() % 4) % 4, '\0');
}

QByteArray block(quint32 type, const QByteArray &body)
{
    const QByteArray size = little(quint32(body.size() + 12));
    return little(type) + size + body + size;
}

QByteArray option(quint16 code, const QByteArray &value)
{
    return little(code) + little(quint16(value.size())) + padded(value);
}

QByteArray exportedTag(quint16 tag, const QByteArray &value)
{
    const QByteArray whole = padded(value);
    return big(tag) + big(quint16(whole.size())) + whole;
}

QByteArray exportedPdu(const TracedFrame &frame)
{
    const bool isSent = frame.direction == TracedFrame::Direction::Sent;
    return exportedTag(kDissectorName, frame.dissector)
        + exportedTag(kIp4Source, big(isSent ? kStation : kDevice))
        + exportedTag(kIp4Destination, big(isSent ? kDevice : kStation))
        + exportedTag(kPortType, big(kTcpPorts))
        + exportedTag(kSourcePort, big(isSent ? kStationPort : kDevicePort))
        + exportedTag(kDestinationPort, big(isSent ? kDevicePort : kStationPort))
        + exportedTag(kEndOfTags, {}) + frame.bytes;
}

QByteArray packet(const TracedFrame &frame)
{
    const QByteArray data = exportedPdu(frame);
    const auto time = quint64(frame.time.time_since_epoch().count());
    const bool isSent = frame.direction == TracedFrame::Direction::Sent;
    return block(kEnhancedPacket,
                 little(quint32(0)) + little(quint32(time >> 32)) + little(quint32(time))
                     + little(quint32(data.size())) + little(quint32(data.size())) + padded(data)
                     + option(kComment, frame.connection.toUtf8())
                     + option(kPacketFlags, little(isSent ? kOutbound : kInbound))
                     + option(kEndOfOptions, {}));
}

} // namespace

QByteArray toPcapNg(const QList<TracedFrame> &frames)
{
    constexpr quint64 kUnknownLength = ~quint64(0);
    QByteArray file = block(kSectionHeader,
                            little(kByteOrderMagic) + little(quint16(1)) + little(quint16(0))
                                + little(kUnknownLength));
    file += block(kInterface, little(kExportedPdu) + little(quint16(0)) + little(quint32(0)));
    for (const TracedFrame &frame : frames)
        file += packet(frame);
    return file;
}

} // namespace mws
