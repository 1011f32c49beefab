// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/chunkcodec.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <zstd.h>

namespace mws
{

namespace
{

constexpr quint8 kVersion = 1;
constexpr int kMaxDecimals = 6;
constexpr quint8 kFloat32 = 16; // kinds below are numbers of decimals
constexpr quint8 kFloat64 = 17;
constexpr int kLevel = 6;
constexpr quint64 kMaxSamples = 1000000;
constexpr quint64 kMaxUnpacked = kMaxSamples * 32;
constexpr double kMaxWhole = 9007199254740992.0; // 2^53

constexpr std::array<double, kMaxDecimals + 1> kPowers{1, 10, 100, 1000, 10000, 100000, 1000000};

quint64 zigzag(qint64 number)
{
    return (quint64(number) << 1) ^ quint64(number >> 63);
}

qint64 unzigzag(quint64 number)
{
    return qint64(number >> 1) ^ -qint64(number & 1);
}

void putVarint(QByteArray &out, quint64 number)
{
    while (number >= 0x80) {
        out.append(char(number | 0x80));
        number >>= 7;
    }
    out.append(char(number));
}

/// Reads what the put functions wrote; every read checks the bounds.
class Reader
{
public:
    explicit Reader(const QByteArray &data)
        : m_data(data)
    {
    }
    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] bool atEnd() const { return m_at == m_data.size(); }
    quint8 byte()
    {
        if (m_at >= m_data.size()) {
            m_failed = true;
            return 0;
        }
        return quint8(m_data[m_at++]);
    }
    quint64 varint()
    {
        quint64 number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const quint8 next = byte();
            number |= quint64(next & 0x7F) << shift;
            if (!(next & 0x80))
                return number;
        }
        m_failed = true;
        return 0;
    }

private:
    const QByteArray &m_data;
    qsizetype m_at = 0;
    bool m_failed = false;
};

std::optional<qint64> whole(double value, int decimals)
{
    const double scaled = std::round(value * kPowers[size_t(decimals)]);
    const bool isMinusZero = value == 0 && std::signbit(value);
    if (isMinusZero || !(std::abs(scaled) < kMaxWhole))
        return std::nullopt;
    const double back = scaled / kPowers[size_t(decimals)];
    return std::bit_cast<quint64>(back) == std::bit_cast<quint64>(value)
        ? std::optional(qint64(scaled))
        : std::nullopt;
}

bool fitsDecimals(const QList<HistorySample> &samples, int decimals)
{
    return std::all_of(samples.cbegin(), samples.cend(), [decimals](const HistorySample &sample) {
        return !sample.good || whole(sample.value, decimals);
    });
}

bool fitsFloat32(const QList<HistorySample> &samples)
{
    return std::all_of(samples.cbegin(), samples.cend(), [](const HistorySample &sample) {
        const double narrow = double(float(sample.value));
        return !sample.good
            || std::bit_cast<quint64>(narrow) == std::bit_cast<quint64>(sample.value);
    });
}

quint8 kindFor(const QList<HistorySample> &samples)
{
    for (int decimals = 0; decimals <= kMaxDecimals; ++decimals) {
        if (fitsDecimals(samples, decimals))
            return quint8(decimals);
    }
    return fitsFloat32(samples) ? kFloat32 : kFloat64;
}

/// The value as a whole number; kinds of float use their bit pattern, which keeps neighbours near.
qint64 toWhole(double value, quint8 kind)
{
    if (kind == kFloat32)
        return qint64(std::bit_cast<quint32>(float(value)));
    if (kind == kFloat64)
        return std::bit_cast<qint64>(value);
    return whole(value, kind).value_or(0);
}

double fromWhole(qint64 number, quint8 kind)
{
    if (kind == kFloat32)
        return double(std::bit_cast<float>(quint32(number)));
    if (kind == kFloat64)
        return std::bit_cast<double>(number);
    return double(number) / kPowers[kind];
}

qint64 difference(qint64 a, qint64 b)
{
    return qint64(quint64(a) - quint64(b)); // wraps, and so does sum()
}

qint64 sum(qint64 a, qint64 b)
{
    return qint64(quint64(a) + quint64(b));
}

void putTimes(QByteArray &out, const QList<HistorySample> &samples)
{
    qint64 last = 0;
    qint64 step = 0;
    for (const HistorySample &sample : samples) {
        const qint64 now = difference(sample.time, last);
        putVarint(out, zigzag(difference(now, step)));
        step = now;
        last = sample.time;
    }
}

/// Lengths of runs of the same quality, beginning with good.
void putQualities(QByteArray &out, const QList<HistorySample> &samples)
{
    bool good = true;
    quint64 run = 0;
    for (const HistorySample &sample : samples) {
        if (sample.good != good) {
            putVarint(out, run);
            run = 0;
            good = sample.good;
        }
        ++run;
    }
    putVarint(out, run);
}

void putValues(QByteArray &out, const QList<HistorySample> &samples, quint8 kind)
{
    qint64 last = 0;
    for (const HistorySample &sample : samples) {
        const qint64 number = sample.good ? toWhole(sample.value, kind) : last;
        putVarint(out, zigzag(difference(number, last)));
        last = number;
    }
}

void readTimes(Reader &in, QList<HistorySample> &samples)
{
    qint64 last = 0;
    qint64 step = 0;
    for (HistorySample &sample : samples) {
        step = sum(step, unzigzag(in.varint()));
        last = sum(last, step);
        sample.time = last;
    }
}

void readQualities(Reader &in, QList<HistorySample> &samples)
{
    bool good = true;
    quint64 left = samples.isEmpty() ? 0 : in.varint();
    for (HistorySample &sample : samples) {
        while (left == 0 && !in.failed()) {
            left = in.varint();
            good = !good;
        }
        --left;
        sample.good = good;
    }
}

void readValues(Reader &in, QList<HistorySample> &samples, quint8 kind)
{
    qint64 last = 0;
    for (HistorySample &sample : samples) {
        last = sum(last, unzigzag(in.varint()));
        sample.value = sample.good ? fromWhole(last, kind) : 0;
    }
}

QByteArray unpack(const QByteArray &chunk)
{
    const auto size = ZSTD_getFrameContentSize(chunk.constData(), size_t(chunk.size()));
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxUnpacked)
        return {};
    QByteArray out(qsizetype(size), '\0');
    const size_t done
        = ZSTD_decompress(out.data(), size_t(out.size()), chunk.constData(), size_t(chunk.size()));
    return done == size ? out : QByteArray();
}

Error damaged()
{
    return {ErrorCode::Unavailable,
            QCoreApplication::translate("History", "A part of the history is damaged.")};
}

} // namespace

QByteArray encodeChunk(const QList<HistorySample> &samples)
{
    const quint8 kind = kindFor(samples);
    QByteArray plain;
    plain.append(char(kVersion));
    plain.append(char(kind));
    putVarint(plain, quint64(samples.size()));
    putTimes(plain, samples);
    if (!samples.isEmpty())
        putQualities(plain, samples);
    putValues(plain, samples, kind);
    QByteArray packed(qsizetype(ZSTD_compressBound(size_t(plain.size()))), '\0');
    const size_t size = ZSTD_compress(packed.data(), size_t(packed.size()), plain.constData(),
                                      size_t(plain.size()), kLevel);
    packed.resize(ZSTD_isError(size) ? 0 : qsizetype(size));
    return packed;
}

Result<QList<HistorySample>> decodeChunk(const QByteArray &chunk)
{
    const QByteArray plain = unpack(chunk);
    Reader in(plain);
    const quint8 version = in.byte();
    const quint8 kind = in.byte();
    const quint64 count = in.varint();
    const bool isKnown = kind <= kMaxDecimals || kind == kFloat32 || kind == kFloat64;
    if (in.failed() || version != kVersion || !isKnown || count > quint64(plain.size()))
        return damaged();
    QList<HistorySample> samples(static_cast<qsizetype>(count), HistorySample{});
    readTimes(in, samples);
    readQualities(in, samples);
    readValues(in, samples, kind);
    if (in.failed() || !in.atEnd())
        return damaged();
    return samples;
}

quint32 crc32(const QByteArray &bytes)
{
    static const auto table = [] {
        std::array<quint32, 256> rows{};
        for (quint32 i = 0; i < 256; ++i) {
            quint32 row = i;
            for (int bit = 0; bit < 8; ++bit)
                row = (row & 1) ? (row >> 1) ^ 0xEDB88320U : row >> 1;
            rows[i] = row;
        }
        return rows;
    }();
    quint32 crc = 0xFFFFFFFFU;
    for (const char byte : bytes)
        crc = table[(crc ^ quint8(byte)) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

} // namespace mws
