// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writerbook.h"

#include "core/strictjson.h"
#include "field/fieldmemory.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonObject>

namespace mws
{

namespace
{

constexpr qsizetype kBytes = 12; // so many writers never meet by chance

/// The same for one writer, whatever session he has.
QByteArray keyOf(const Identity &who)
{
    const QByteArray name = who.token.isEmpty() ? who.user.toUtf8() : "token " + who.token;
    const QByteArray origin = QByteArray::number(int(who.origin));
    return QCryptographicHash::hash(origin + '\n' + name, QCryptographicHash::Sha256)
        .left(kBytes)
        .toHex();
}

} // namespace

void WriterBook::open(FieldMemory &memory)
{
    m_memory = &memory;
    m_writers.clear();
    const auto document = parseStrictJson(memory.recall());
    if (!document || !document->isObject())
        return;
    const QJsonObject all = document->object();
    for (auto it = all.begin(); it != all.end(); ++it) {
        for (const QJsonValue &writer : it->toArray())
            m_writers[it.key()].append(writer.toString().toLatin1());
    }
}

bool WriterBook::knows(const QString &device, const Identity &who) const
{
    return m_writers.value(device).contains(keyOf(who));
}

void WriterBook::note(const QString &device, const Identity &who)
{
    QList<QByteArray> &writers = m_writers[device];
    const QByteArray key = keyOf(who);
    const bool isKnown = writers.removeOne(key);
    writers.append(key);
    if (isKnown)
        return;
    if (writers.size() > kMost)
        writers.removeFirst();
    keep();
}

void WriterBook::keep() const
{
    if (!m_memory)
        return;
    QJsonObject all;
    for (auto it = m_writers.cbegin(); it != m_writers.cend(); ++it) {
        QJsonArray writers;
        for (const QByteArray &writer : it.value())
            writers.append(QString::fromLatin1(writer));
        all.insert(it.key(), writers);
    }
    m_memory->keep(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

} // namespace mws
