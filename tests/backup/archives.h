// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/stationkey.h"
#include "backup/seal.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QTest>
#include <zstd.h>

// Archives that the module has not made: tar by Python, zstd by its library. Only the seal is the
// module's own, as of somebody who has the station's key; openssl judges that one.

inline QByteArray fileBytes(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool putFile(const QString &name, const QByteArray &bytes)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// What tars.py prints.
inline QByteArray tarMaker(const QStringList &arguments)
{
    QProcess python;
    python.start(QStringLiteral("python3"), QStringList(QStringLiteral(MWS_TAR_MAKER)) + arguments);
    if (!python.waitForFinished(60000) || python.exitCode() != 0) {
        qWarning("tars.py: %s", python.readAllStandardError().constData());
        return {};
    }
    return python.readAllStandardOutput();
}

/// The tar archive of that case in tars.py.
inline QByteArray tarOf(const QString &name, const QString &file)
{
    QFile::remove(file);
    tarMaker({QStringLiteral("make"), name, file});
    return fileBytes(file);
}

inline QByteArray compressed(const QByteArray &bytes)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), '\0');
    out.resize(qsizetype(
        ZSTD_compress(out.data(), size_t(out.size()), bytes.constData(), size_t(bytes.size()), 3)));
    return out;
}

/// Goes on over the frames that are to be skipped, as every program does; empty when it is no zstd.
inline QByteArray uncompressed(const QByteArray &bytes)
{
    QByteArray all;
    QByteArray piece(65536, '\0');
    ZSTD_DStream *stream = ZSTD_createDStream();
    ZSTD_inBuffer in{bytes.constData(), size_t(bytes.size()), 0};
    size_t left = 1;
    while (in.pos < in.size && !ZSTD_isError(left)) {
        ZSTD_outBuffer out{piece.data(), size_t(piece.size()), 0};
        left = ZSTD_decompressStream(stream, &out, &in);
        all.append(piece.constData(), qsizetype(out.pos));
    }
    ZSTD_freeDStream(stream);
    return left == 0 ? all : QByteArray();
}

inline QByteArray sealed(const QByteArray &bytes, const mws::StationKey &key)
{
    return bytes
        + mws::backup::sealOf(key, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}
