// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/vault.h"
#include "core/clock.h"
#include "core/result.h"

#include <QHash>
#include <QSet>
#include <QStringList>
#include <optional>

QT_BEGIN_NAMESPACE
class QSqlDatabase;
QT_END_NAMESPACE

namespace mws
{

/// What a user has beside the password.
struct SecondFactor {
    QByteArray sealedSecret; ///< of the authenticator app; see Vault
    qint64 usedStep = 0; ///< codes of steps up to this one are used
    QSet<QByteArray> recoveryCodes; ///< SHA-256 of those that are left
};

/// What a code has used up: the step of the app's, or a recovery code.
struct FactorUse {
    qint64 step = 0;
    QByteArray recoveryCode; ///< SHA-256; empty: step counts
};

// The tables of second factors; each call inside Store::read or Store::write.

Result<QHash<QString, SecondFactor>> readFactors(QSqlDatabase &db); ///< by user
/// In the place of the one before. NotFound: no such user.
Result<void> storeFactor(QSqlDatabase &db, const QString &user, const SecondFactor &factor);
/// Conflict: it is not there any more.
Result<void> storeFactorUse(QSqlDatabase &db, const QString &user, const FactorUse &use);
Result<void> removeFactor(QSqlDatabase &db, const QString &user); ///< NotFound: there is none

/// Second factors of all users, and those that are being set up. Without threads.
class FactorBook
{
public:
    static constexpr Milliseconds kSetupLasts = std::chrono::minutes(10);
    static constexpr int kRecoveryCodes = 10;
    static constexpr int kWrongCodes = 5; ///< so many end a set-up
    /// A used step of the app that lies more than that ahead (five minutes) says that the clock was
    /// wrong when it was used, and counts no more.
    static constexpr qint64 kMostStepsAhead = 10;

    /// None: the key is lost. Then codes of apps do not count, recovery codes do, and nothing can
    /// be set up.
    void useVault(const std::optional<Vault> &vault) { m_vault = vault; }
    [[nodiscard]] bool isEmpty() const { return m_factors.isEmpty(); }
    /// What the database says now; what was used meanwhile stays used.
    void apply(const QHash<QString, SecondFactor> &factors);

    [[nodiscard]] bool has(const QString &user) const { return m_factors.contains(user); }
    [[nodiscard]] qsizetype recoveryCodesOf(const QString &user) const;
    /// A code of the app or a recovery code, which is used up then. None: it is wrong, or was used.
    std::optional<FactorUse> take(const QString &user, const QString &code, Timestamp now);

    /// A new secret for the user behind a session; it counts when finish() has seen a code of it.
    /// Unavailable: the key is lost.
    Result<QByteArray> begin(const QByteArray &session, Milliseconds now);
    struct Finished {
        SecondFactor factor;
        QStringList recoveryCodes; ///< the only copy
    };
    /// Invalid: nothing was begun, that is too long ago, or the code is wrong; kWrongCodes of these
    /// and nothing is begun any more.
    Result<Finished> finish(const QByteArray &session, const QString &user, const QString &code,
                            Timestamp time, Milliseconds now);

private:
    struct Setup {
        QByteArray secret;
        Milliseconds begun{0};
        int wrongCodes = 0;
    };
    [[nodiscard]] std::optional<qint64> stepOf(const QString &user, const SecondFactor &factor,
                                               const QString &code, Timestamp now) const;

    std::optional<Vault> m_vault = Vault();
    QHash<QString, SecondFactor> m_factors;
    QHash<QByteArray, Setup> m_setups; ///< by session
};

} // namespace mws
