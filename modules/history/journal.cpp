// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/journal.h"

#include "core/log.h"
#include "history/chunkcodec.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QSaveFile>
#include <bit>
#include <unistd.h>

namespace mws
{

namespace
{

constexpr quint32 kMagic = 0x4D57534A; // "MWSJ"
constexpr quint32 kVersion = 1;
constexpr quint32 kMaxRecord = 16 * 1024 * 1024;
constexpr qsizetype kEntriesPerRecord = 50000;

enum RecordType : quint8 { TagName = 1, Samples = 2 };

Error unavailable()
{
    return {ErrorCode::Unavailable,
            QCoreApplication::translate("History", "The journal of the history cannot be used.")};
}

QByteArray header()
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << kMagic << kVersion;
    return bytes;
}

QByteArray framed(const QByteArray &payload)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << quint32(payload.size()) << crc32(payload);
    return bytes + payload;
}

QByteArray tagRecord(quint32 tag, const QString &id)
{
    QByteArray payload;
    QDataStream out(&payload, QIODevice::WriteOnly);
    out << quint8(TagName) << tag << id.toUtf8();
    return framed(payload);
}

QByteArray sampleRecords(const QList<JournalEntry> &entries)
{
    QByteArray all;
    for (qsizetype begin = 0; begin < entries.size(); begin += kEntriesPerRecord) {
        const qsizetype end = std::min(begin + kEntriesPerRecord, entries.size());
        QByteArray payload;
        QDataStream out(&payload, QIODevice::WriteOnly);
        out << quint8(Samples) << quint32(end - begin);
        for (qsizetype i = begin; i < end; ++i) {
            const JournalEntry &entry = entries[i];
            out << entry.number << entry.tag << entry.sample.time << quint8(entry.sample.good)
                << std::bit_cast<quint64>(entry.sample.value);
        }
        all += framed(payload);
    }
    return all;
}

bool readTag(QDataStream &in, Journal::Contents &contents)
{
    quint32 tag = 0;
    QByteArray id;
    in >> tag >> id;
    if (in.status() != QDataStream::Ok || tag != quint32(contents.tags.size()))
        return false;
    contents.tags.append(QString::fromUtf8(id));
    return true;
}

bool readSamples(QDataStream &in, Journal::Contents &contents)
{
    quint32 count = 0;
    in >> count;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        JournalEntry entry;
        quint8 good = 0;
        quint64 bits = 0;
        in >> entry.number >> entry.tag >> entry.sample.time >> good >> bits;
        entry.sample.good = good != 0;
        entry.sample.value = std::bit_cast<double>(bits);
        if (in.status() != QDataStream::Ok || entry.tag >= quint32(contents.tags.size()))
            return false;
        contents.entries.append(entry);
    }
    return in.status() == QDataStream::Ok;
}

bool readPayload(const QByteArray &payload, Journal::Contents &contents)
{
    QDataStream in(payload);
    quint8 type = 0;
    in >> type;
    if (type == TagName)
        return readTag(in, contents);
    return type == Samples && readSamples(in, contents);
}

/// False at the end of what is whole.
bool readRecord(QFile &file, Journal::Contents &contents)
{
    QDataStream in(&file);
    quint32 length = 0;
    quint32 crc = 0;
    in >> length >> crc;
    if (in.status() != QDataStream::Ok || length == 0 || length > kMaxRecord)
        return false;
    const QByteArray payload = file.read(length);
    return payload.size() == qsizetype(length) && crc32(payload) == crc
        && readPayload(payload, contents);
}

} // namespace

Journal::Journal(QString file)
    : m_file(std::move(file))
{
}

Result<Journal::Contents> Journal::read()
{
    Contents contents;
    QFile file(m_file.fileName());
    if (!file.exists() || file.size() < header().size())
        return contents;
    if (!file.open(QIODevice::ReadOnly))
        return unavailable();
    if (file.read(header().size()) != header())
        return Error{ErrorCode::Conflict,
                     QCoreApplication::translate(
                         "History", "The journal of the history is of another program.")};
    qint64 whole = file.pos();
    while (readRecord(file, contents))
        whole = file.pos();
    if (whole != file.size())
        qCWarning(lcStorage) << "history journal:" << file.size() - whole
                             << "bytes at the end are torn and left out";
    return contents;
}

Result<void> Journal::rewrite(const Contents &contents)
{
    m_file.close();
    QSaveFile fresh(m_file.fileName());
    if (!fresh.open(QIODevice::WriteOnly))
        return unavailable();
    fresh.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    fresh.write(header());
    for (qsizetype tag = 0; tag < contents.tags.size(); ++tag)
        fresh.write(tagRecord(quint32(tag), contents.tags[tag]));
    fresh.write(sampleRecords(contents.entries));
    if (!fresh.commit() || !m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        return unavailable();
    return sync();
}

Result<void> Journal::append(const QList<JournalEntry> &entries)
{
    return put(sampleRecords(entries));
}

Result<void> Journal::put(const QByteArray &bytes)
{
    const qint64 before = m_file.size();
    if (m_file.write(bytes) == bytes.size() && m_file.flush())
        return {};
    // A half-written record would hide everything behind it.
    m_file.resize(before);
    return unavailable();
}

Result<void> Journal::sync()
{
    if (!m_file.flush() || ::fdatasync(m_file.handle()) != 0)
        return unavailable();
    return {};
}

} // namespace mws
