// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/factorbook.h"

#include "access/password.h"
#include "access/totp.h"
#include "storage/statement.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

constexpr int kRecoverySymbols = 15; // 75 bits

QByteArray hashOf(const QString &recoveryCode)
{
    return QCryptographicHash::hash(normalizedCode(recoveryCode).toUtf8(),
                                    QCryptographicHash::Sha256);
}

Result<void> readRecoveryCodes(QSqlDatabase &db, QHash<QString, SecondFactor> &factors)
{
    Statement rows(db, QStringLiteral("SELECT user, code_hash FROM recovery_code"));
    if (auto ran = rows.run(); !ran)
        return ran;
    while (rows.next()) {
        if (const auto factor = factors.find(rows.text(0)); factor != factors.end())
            factor->recoveryCodes.insert(rows.bytes(1));
    }
    return {};
}

} // namespace

Result<QHash<QString, SecondFactor>> readFactors(QSqlDatabase &db)
{
    Statement rows(db, QStringLiteral("SELECT user, secret, used_step FROM second_factor"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QHash<QString, SecondFactor> factors;
    while (rows.next())
        factors.insert(rows.text(0), {rows.bytes(1), rows.number(2), {}});
    if (auto read = readRecoveryCodes(db, factors); !read)
        return read.error();
    return factors;
}

Result<void> storeFactor(QSqlDatabase &db, const QString &user, const SecondFactor &factor)
{
    Statement old(db, QStringLiteral("DELETE FROM second_factor WHERE user = ?"));
    if (auto removed = old.bind(user).run(); !removed)
        return removed;
    Statement row(db, QStringLiteral("INSERT INTO second_factor VALUES (?, ?, ?)"));
    if (auto added = row.bind(user).bind(factor.sealedSecret).bind(factor.usedStep).run(); !added)
        return added;
    Statement code(db, QStringLiteral("INSERT INTO recovery_code VALUES (?, ?)"));
    for (const QByteArray &hash : factor.recoveryCodes) {
        if (auto added = code.bind(user).bind(hash).run(); !added)
            return added;
    }
    return {};
}

Result<void> storeFactorUse(QSqlDatabase &db, const QString &user, const FactorUse &use)
{
    const bool isApp = use.recoveryCode.isEmpty();
    Statement row(
        db,
        isApp ? QStringLiteral("UPDATE second_factor SET used_step = ? WHERE user = ?")
              : QStringLiteral("DELETE FROM recovery_code WHERE code_hash = ? AND user = ?"));
    row.bind(isApp ? QVariant(use.step) : QVariant(use.recoveryCode));
    if (auto ran = row.bind(user).run(); !ran)
        return ran;
    if (row.changedRows() != 1)
        return Error{ErrorCode::Conflict, AccessText::tr("This user has no second factor.")};
    return {};
}

Result<void> removeFactor(QSqlDatabase &db, const QString &user)
{
    Statement row(db, QStringLiteral("DELETE FROM second_factor WHERE user = ?"));
    if (auto ran = row.bind(user).run(); !ran)
        return ran;
    if (row.changedRows() != 1)
        return Error{ErrorCode::NotFound, AccessText::tr("This user has no second factor.")};
    return {};
}

void FactorBook::apply(const QHash<QString, SecondFactor> &factors)
{
    const QHash<QString, SecondFactor> before = std::exchange(m_factors, factors);
    for (auto it = m_factors.begin(); it != m_factors.end(); ++it) {
        const auto old = before.constFind(it.key());
        if (old == before.cend() || old->sealedSecret != it->sealedSecret)
            continue;
        it->usedStep = old->usedStep; // nobody else signs in, so that this is never the older one
        it->recoveryCodes.intersect(old->recoveryCodes);
    }
}

qsizetype FactorBook::recoveryCodesOf(const QString &user) const
{
    return m_factors.value(user).recoveryCodes.size();
}

std::optional<FactorUse> FactorBook::take(const QString &user, const QString &code, Timestamp now)
{
    const auto factor = m_factors.find(user);
    if (factor == m_factors.end())
        return std::nullopt;
    if (const auto step = stepOf(user, *factor, code, now)) {
        factor->usedStep = *step;
        return FactorUse{*step, {}};
    }
    const QByteArray hash = hashOf(code);
    return factor->recoveryCodes.remove(hash) ? std::optional(FactorUse{0, hash}) : std::nullopt;
}

std::optional<qint64> FactorBook::stepOf(const QString &user, const SecondFactor &factor,
                                         const QString &code, Timestamp now) const
{
    const auto secret = m_vault ? m_vault->open(factor.sealedSecret, user) : std::nullopt;
    const bool isPossible = factor.usedStep <= totpStep(now) + kMostStepsAhead;
    return secret ? findTotpStep(*secret, code, now, isPossible ? factor.usedStep : 0)
                  : std::nullopt;
}

Result<QByteArray> FactorBook::begin(const QByteArray &session, Milliseconds now)
{
    if (!m_vault)
        return Error{ErrorCode::Unavailable,
                     AccessText::tr("The key that seals second factors is missing.")};
    m_setups.removeIf([now](const QHash<QByteArray, Setup>::iterator &it) {
        return now - it->begun >= kSetupLasts;
    });
    const QByteArray secret = newTotpSecret();
    m_setups.insert(session, {secret, now});
    return secret;
}

Result<FactorBook::Finished> FactorBook::finish(const QByteArray &session, const QString &user,
                                                const QString &code, Timestamp time,
                                                Milliseconds now)
{
    const auto setup = m_setups.find(session);
    if (!m_vault || setup == m_setups.end() || now - setup->begun >= kSetupLasts)
        return Error{ErrorCode::Invalid, AccessText::tr("Begin to set it up again.")};
    const auto step = findTotpStep(setup->secret, code, time, 0);
    if (!step) {
        if (++setup->wrongCodes >= kWrongCodes)
            m_setups.erase(setup);
        return Error{ErrorCode::Invalid, AccessText::tr("The code is wrong or too old.")};
    }
    Finished finished;
    finished.factor = {m_vault->seal(setup->secret, user), *step, {}};
    for (int i = 0; i < kRecoveryCodes; ++i) {
        finished.recoveryCodes.append(randomCode(kRecoverySymbols));
        finished.factor.recoveryCodes.insert(hashOf(finished.recoveryCodes.constLast()));
    }
    m_setups.erase(setup);
    return finished;
}

} // namespace mws
