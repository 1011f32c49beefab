// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace mws::published
{

// Words and values that other projects publish, tests/data/modbus/encoding_vectors.json, as tags of
// this product.

inline constexpr qsizetype kCount = 129;
inline constexpr qsizetype kLeftOut = 3; ///< an output conversion of that product, no encoding

/// One row for each vector but those that are left out.
inline void addRows()
{
    QTest::addColumn<QJsonObject>("vector");
    QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/encoding_vectors.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray vectors
        = QJsonDocument::fromJson(file.readAll())[QLatin1String("vectors")].toArray();
    QCOMPARE(vectors.size(), kCount);
    qsizetype rows = 0;
    for (qsizetype row = 0; row < vectors.size(); ++row) {
        const QJsonObject vector = vectors[row].toObject();
        const QString note = vector[QLatin1String("note")].toString();
        if (note.startsWith(QLatin1String("telegraf-specific")))
            continue;
        ++rows;
        QTest::addRow("%d %s", int(row), qPrintable(vector[QLatin1String("id")].toString()))
            << vector;
    }
    QCOMPARE(rows, kCount - kLeftOut);
}

inline const QMap<QString, DataType> &types()
{
    static const QMap<QString, DataType> all{
        {QStringLiteral("BIT"), DataType::Bool},
        {QStringLiteral("INT8L"), DataType::Int8Low},
        {QStringLiteral("INT8H"), DataType::Int8High},
        {QStringLiteral("UINT8L"), DataType::UInt8Low},
        {QStringLiteral("UINT8H"), DataType::UInt8High},
        {QStringLiteral("INT16"), DataType::Int16},
        {QStringLiteral("UINT16"), DataType::UInt16},
        {QStringLiteral("INT32"), DataType::Int32},
        {QStringLiteral("UINT32"), DataType::UInt32},
        {QStringLiteral("INT64"), DataType::Int64},
        {QStringLiteral("UINT64"), DataType::UInt64},
        {QStringLiteral("FLOAT16"), DataType::Float16},
        {QStringLiteral("FLOAT32"), DataType::Float32},
        {QStringLiteral("FLOAT64"), DataType::Float64},
        {QStringLiteral("STRING"), DataType::String},
    };
    return all;
}

inline const QMap<QString, ByteOrder> &orders()
{
    static const QMap<QString, ByteOrder> all{
        {QStringLiteral("AB"), ByteOrder::ABCD},
        {QStringLiteral("BA"), ByteOrder::BADC},
        {QStringLiteral("ABCD"), ByteOrder::ABCD},
        {QStringLiteral("BADC"), ByteOrder::BADC},
        {QStringLiteral("CDAB"), ByteOrder::CDAB},
        {QStringLiteral("DCBA"), ByteOrder::DCBA},
        {QStringLiteral("ABCDEFGH"), ByteOrder::ABCD},
        {QStringLiteral("BADCFEHG"), ByteOrder::BADC},
        {QStringLiteral("GHEFCDAB"), ByteOrder::CDAB},
        {QStringLiteral("HGFEDCBA"), ByteOrder::DCBA},
    };
    return all;
}

/// "FIXED" is a signed whole number of the size of its words, "UFIXED" an unsigned one.
inline DataType typeOf(const QJsonObject &vector)
{
    const QString name = vector[QLatin1String("type")].toString().remove(QStringLiteral("-IEEE"));
    const qsizetype words = vector[QLatin1String("words")].toArray().size();
    if (name == QLatin1String("FIXED"))
        return words == 1 ? DataType::Int16 : DataType::Int64;
    if (name == QLatin1String("UFIXED"))
        return DataType::UInt64;
    return types().value(name);
}

inline Tag tagOf(const QJsonObject &vector)
{
    Tag tag;
    tag.path = QStringLiteral("a/b/c");
    tag.type = typeOf(vector);
    tag.order = orders().value(vector[QLatin1String("byte_order")].toString());
    tag.bit = vector[QLatin1String("bit")].toInt(-1);
    tag.factor = vector[QLatin1String("scale")].toDouble(1);
    tag.offset = vector[QLatin1String("offset")].toDouble(0);
    tag.length = int(vector[QLatin1String("words")].toArray().size() * 2);
    return tag;
}

/// The published text, but the exact number where the source gives none or one that went through
/// double.
inline QString expectedOf(const QJsonObject &vector)
{
    static const QMap<QString, QString> exact{
        {QStringLiteral("register60_uint64_scale_10"), QStringLiteral("7236854153330690580")},
        {QStringLiteral("register190_to_register193_hgfedcba_uint64"),
         QStringLiteral("18446742686322259588")},
        {QStringLiteral("register210_to_register213_ghefcdab_uint64"),
         QStringLiteral("18446742686322259588")},
    };
    return exact.value(vector[QLatin1String("id")].toString(),
                       vector[QLatin1String("expected")].toString());
}

inline QList<quint16> wordsOf(const QJsonObject &vector)
{
    QList<quint16> words;
    for (const QJsonValue &word : vector[QLatin1String("words")].toArray())
        words.append(quint16(word.toInt()));
    return words;
}

} // namespace mws::published
