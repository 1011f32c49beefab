// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace mws::modbus
{

/// What the bytes heard since a request hold.
struct Heard {
    enum class Verdict {
        Open, ///< the answer may still come
        Answer, ///< a whole frame of the right unit with a right checksum that can be the answer
        Damaged, ///< as much as an answer has came, and it is none; true once the line is silent
    };
    Verdict verdict = Verdict::Open;
    QByteArray pdu; ///< of Answer
};

/// How a PDU becomes bytes of a stream, and how an answer is found among whatever comes back.
class Framing
{
public:
    virtual ~Framing() = default;

    [[nodiscard]] virtual QByteArray frame(int unit, const QByteArray &pdu) const = 0;
    /// Looks past noise, damaged frames, those of other units and answers to other requests: the
    /// late answer to an earlier one must not end this one.
    [[nodiscard]] virtual Heard judge(const QByteArray &heard, int unit,
                                      const QByteArray &request) const = 0;
    /// Bytes of the frame of a PDU of this size.
    [[nodiscard]] virtual qsizetype frameSize(qsizetype pduSize) const = 0;
    /// See TracedFrame::dissector.
    [[nodiscard]] virtual const char *dissector() const = 0;
};

/// Binary frames with a CRC (MODBUS over Serial Line V1.02, section 2.5.1).
class RtuFraming final : public Framing
{
public:
    [[nodiscard]] QByteArray frame(int unit, const QByteArray &pdu) const override;
    [[nodiscard]] Heard judge(const QByteArray &heard, int unit,
                              const QByteArray &request) const override;
    [[nodiscard]] qsizetype frameSize(qsizetype pduSize) const override { return pduSize + 3; }
    [[nodiscard]] const char *dissector() const override { return "mbrtu"; }
};

/// ':', hexadecimal digits with an LRC, CR LF (section 2.5.2). A ':' always begins a new frame.
class AsciiFraming final : public Framing
{
public:
    [[nodiscard]] QByteArray frame(int unit, const QByteArray &pdu) const override;
    [[nodiscard]] Heard judge(const QByteArray &heard, int unit,
                              const QByteArray &request) const override;
    [[nodiscard]] qsizetype frameSize(qsizetype pduSize) const override { return 2 * pduSize + 7; }
    [[nodiscard]] const char *dissector() const override { return "data"; }
};

/// Longitudinal redundancy check of unit and PDU (section 6.2.1).
[[nodiscard]] quint8 lrc(QByteArrayView bytes);

} // namespace mws::modbus
