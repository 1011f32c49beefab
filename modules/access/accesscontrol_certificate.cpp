// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"
#include "access/usercertificates.h"

#include <mutex>

namespace mws
{

Future<Result<UserCertificate>> AccessControl::addCertificate(const UserCertificate &given,
                                                              const QByteArray &pem)
{
    using Added = Result<UserCertificate>;
    const Added whole = completed(given, pem);
    if (!whole)
        return Future<Added>::ready(whole);
    UserCertificate made = *whole;
    made.added = d->clock.now();
    const auto done = startedPromise<void>();
    d->change([made](QSqlDatabase &db) { return insertCertificate(db, made); }, done);
    return done->future().then([made](const Result<void> &stored) {
        return stored ? Added(made) : Added(stored.error());
    });
}

Future<Result<void>> AccessControl::removeCertificate(const QString &user,
                                                      const QByteArray &fingerprint)
{
    const auto done = startedPromise<void>();
    d->change([user, fingerprint](
                  QSqlDatabase &db) { return mws::removeCertificate(db, user, fingerprint); },
              done);
    return done->future();
}

QList<UserCertificate> AccessControl::certificates() const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    return d->certificates;
}

QString AccessControl::userOfCertificate(const QByteArray &fingerprint) const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    for (const UserCertificate &one : std::as_const(d->certificates)) {
        if (one.fingerprint == fingerprint)
            return d->activeAccount(one.user) ? one.user : QString();
    }
    return {};
}

void AccessControl::bindSession(const QByteArray &sessionId)
{
    const std::lock_guard lock(d->mutex);
    d->sessions.bind(sessionId);
}

bool AccessControl::isBound(const QByteArray &sessionId) const
{
    const std::lock_guard lock(d->mutex);
    const SessionBook::Session *session = d->sessions.find(sessionId, d->clock.monotonic());
    return session && session->isBound;
}

} // namespace mws
