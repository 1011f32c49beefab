// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMap>
#include <QSslConfiguration>
#include <QString>
#include <QTemporaryDir>

namespace mws
{

/// Certificates that the openssl tool makes for one test run, in a folder that goes with it.
class Pki
{
public:
    /// How a certificate differs from a good one.
    struct Wish {
        QString authority = QStringLiteral("ca"); ///< who signs; empty: itself
        QString names = QStringLiteral("DNS:plc.test,IP:127.0.0.1,IP:::1");
        QStringList extensions; ///< "oid=value" as openssl takes them
        int days = 30; ///< 0: has expired when it is made
    };

    /// Makes the authorities ca and otherCa, and by ca the certificates device and station.
    Pki();

    [[nodiscard]] static bool isPossible();
    void make(const QString &name, const Wish &wish) const;
    /// A revocation list that authority signs, with these certificates in it, good until then
    /// ("20200101000000Z"; empty: a day from now). Replaces what is at path.
    /// extension: "name=value" as openssl takes it; empty: none.
    void makeList(const QString &path, const QString &authority, const QStringList &revoked,
                  const QString &until = {}, const QByteArray &extension = {}) const;
    /// Where makeList() may put one.
    [[nodiscard]] QString list(const QString &name) const;
    [[nodiscard]] QString certificate(const QString &name) const;
    [[nodiscard]] QString key(const QString &name) const;
    /// What a device with that certificate needs to serve TLS 1.2 and newer to clients of ca.
    [[nodiscard]] QSslConfiguration server(const QString &name = QStringLiteral("device")) const;
    /// The folder for makeTransport(); it holds the files for Connection::id.
    [[nodiscard]] QString stationFolder(const QString &id, const QString &ca = QStringLiteral("ca"),
                                        const QString &own = QStringLiteral("station")) const;
    /// SHA-256 of the certificate, in hex.
    [[nodiscard]] QString fingerprint(const QString &name) const;

private:
    void makeAuthority(const QString &name) const;
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

} // namespace mws
