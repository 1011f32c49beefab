// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trust/revocationlist.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <ctime>
#include <openssl/pem.h>

namespace mws
{

namespace
{

constexpr qint64 kLargestFile = 16 << 20;

/// Where the translations of this file's messages live.
class TrustText
{
    Q_DECLARE_TR_FUNCTIONS(Trust)
};

Timestamp timestampOf(const ASN1_TIME *time)
{
    tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return Timestamp(std::chrono::seconds(::timegm(&parts)));
}

/// The common name; the whole name of one without.
QString nameOf(const X509_NAME *name)
{
    char text[256] = {};
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0)
        return QString::fromUtf8(X509_NAME_oneline(name, text, int(sizeof text)));
    unsigned char *utf8 = nullptr;
    const int size
        = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const QString common = QString::fromUtf8(reinterpret_cast<char *>(utf8), std::max(size, 0));
    OPENSSL_free(utf8);
    return common;
}

RevocationList infoOf(const QString &file, X509_CRL *crl)
{
    RevocationList list;
    list.file = file;
    list.issuer = nameOf(X509_CRL_get_issuer(crl));
    list.issued = timestampOf(X509_CRL_get0_lastUpdate(crl));
    list.next = timestampOf(X509_CRL_get0_nextUpdate(crl));
    list.revoked = std::max(0, sk_X509_REVOKED_num(X509_CRL_get_REVOKED(crl)));
    return list;
}

Result<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Unavailable,
            TrustText::tr("%1 cannot be read: %2").arg(path.section(u'/', -2), file.errorString())};
    return file.read(kLargestFile);
}

} // namespace

Result<std::vector<std::pair<QString, CrlPtr>>> readRevocationLists(const QString &folder)
{
    const ErrorScope errors;
    std::vector<std::pair<QString, CrlPtr>> lists;
    const QStringList names
        = QDir(folder).entryList({QStringLiteral("*.crl")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const auto pem = contentOf(folder + u'/' + name);
        if (!pem)
            return pem.error();
        const MemoryPtr text(BIO_new_mem_buf(pem->constData(), int(pem->size())));
        const auto before = lists.size();
        while (CrlPtr crl{PEM_read_bio_X509_CRL(text.get(), nullptr, nullptr, nullptr)})
            lists.emplace_back(name, std::move(crl));
        const bool isWhole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
        if (lists.size() == before || !isWhole)
            return Error{
                ErrorCode::Invalid,
                TrustText::tr("%1 is no revocation list in PEM, or a damaged one.").arg(name)};
    }
    return lists;
}

Result<QList<RevocationList>> revocationListsIn(const QString &folder)
{
    const auto lists = readRevocationLists(folder);
    if (!lists)
        return lists.error();
    QList<RevocationList> newest;
    for (const auto &[file, crl] : *lists) {
        const RevocationList list = infoOf(file, crl.get());
        const auto known
            = std::find_if(newest.begin(), newest.end(), [&list](const RevocationList &other) {
                  return other.issuer == list.issuer;
              });
        if (known == newest.end())
            newest.append(list);
        else if (list.issued > known->issued)
            *known = list;
    }
    return newest;
}

bool isOutOfDate(const RevocationList &list, Timestamp now)
{
    return now < list.issued || (list.next != Timestamp() && now >= list.next);
}

} // namespace mws
