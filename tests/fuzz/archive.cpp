// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/archivereader.h"
#include "fuzz/fuzz.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <zstd.h>

using namespace mws;
using namespace mws::backup;

namespace
{

/// Holds what it is handed against what it was told before.
class Judge final : public Receiver
{
public:
    Result<void> accept(const Manifest &manifest) override
    {
        FUZZ_CHECK(manifest.files.size() <= kMaxFiles);
        return {};
    }
    Result<void> begin(const FileEntry &file) override
    {
        FUZZ_CHECK(isKnown(file.name) && !file.name.contains(QLatin1String("..")));
        m_left = file.size;
        return {};
    }
    Result<void> write(QByteArrayView piece) override
    {
        m_left -= piece.size();
        FUZZ_CHECK(m_left >= 0);
        return {};
    }
    Result<void> end() override
    {
        FUZZ_CHECK(m_left == 0);
        ++m_ended;
        return {};
    }
    [[nodiscard]] qsizetype ended() const { return m_ended; }

private:
    qint64 m_left = 0;
    qsizetype m_ended = 0;
};

QByteArray compressed(const QByteArray &bytes)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), '\0');
    out.resize(qsizetype(
        ZSTD_compress(out.data(), size_t(out.size()), bytes.constData(), size_t(bytes.size()), 1)));
    return out;
}

} // namespace

/// A backup as somebody with the station's key could make it: any bytes (first byte odd), or any
/// bytes behind zstd, so that the tar and the manifest are reached.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const bool isRaw = input.byte() % 2 == 1;
    QByteArray archive = isRaw ? input.rest() : compressed(input.rest());
    QBuffer device(&archive);
    device.open(QIODevice::ReadOnly);
    Judge judge;
    const auto read = readArchive(device, archive.size(), &judge);
    FUZZ_CHECK(!read || judge.ended() == read->manifest.files.size());
    FUZZ_CHECK(!read
               || read->sha256 == QCryptographicHash::hash(archive, QCryptographicHash::Sha256));
    FUZZ_CHECK(read || !read.error().detail.isEmpty());
    return 0;
}
