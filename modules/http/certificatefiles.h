// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QByteArray>
#include <QLockFile>
#include <QString>
#include <memory>

namespace mws::http
{

/// A certificate with its chain, and its key, as PEM texts.
struct CertificatePem {
    QByteArray certificate; ///< the server's own first, then each one that signed the one before
    QByteArray key; ///< without a passphrase
};

/// certificate.pem and key.pem of a data folder.
struct CertificateFiles {
    QString certificate;
    QString key;
};
[[nodiscard]] CertificateFiles certificateFilesIn(const QString &dataFolder);

/// Takes the rights to the key from all but its owner.
void protectKey(const QString &dataFolder);

/// Unavailable: there is none, or one may not read it; Denied: others may read the key.
Result<CertificatePem> readPem(const CertificateFiles &files);

/// Keeps other programs from installing in a data folder (certificate.lock) as long as it lives.
class CertificateLock final
{
public:
    /// Waits so long at most, blocking. Conflict: another program installs there; Unavailable: one
    /// may not.
    static Result<CertificateLock> take(const QString &dataFolder,
                                        Milliseconds wait = Milliseconds(2000));

    [[nodiscard]] const QString &folder() const { return m_folder; }

private:
    explicit CertificateLock(const QString &dataFolder);

    QString m_folder;
    std::shared_ptr<QLockFile> m_file; ///< shared by copies, for Result
};

/// Puts a pair in the place of the one in the locked folder, the key with mode 0600; what root
/// installs belongs to the owner of the folder. Cut off at any moment, the folder holds the old
/// pair or the new one once finishInstall() has run. Unavailable when it cannot be written.
Result<void> installPem(const CertificateLock &lock, const CertificatePem &pem);

/// Completes an installation that was cut off after the new key had come.
void finishInstall(const QString &dataFolder);

} // namespace mws::http
