// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/session.h"

#include "access/notice.h"
#include "audit/auditlog.h"
#include "core/future.h"
#include "field/fieldbus.h"
#include "history/historyreading.h"
#include "project/projectkeeper.h"
#include "session/livemodel.h"

#include <algorithm>

namespace mws
{

namespace
{

template <typename T> Future<T> ready(T value)
{
    return Future<T>::ready(std::move(value));
}

/// What is typed into the place of the name may be a password: only names that exist are written.
QString nameForRecords(const AccessControl &access, const QString &typed)
{
    const QList<User> users = access.users();
    const bool exists = std::any_of(users.cbegin(), users.cend(),
                                    [&typed](const User &user) { return user.name == typed; });
    return exists ? typed : QStringLiteral("(unknown)");
}

} // namespace

Session::Session(const Services &services, LiveModel &model, Origin origin, QString address,
                 QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_model(model)
    , m_origin(origin)
    , m_address(std::move(address))
    , m_identity(nobody())
{
}

Result<void> Session::resume(const QByteArray &sessionId, bool touch)
{
    m_sessionId = sessionId;
    m_token.clear();
    return become(touch ? m_services.access.identify(sessionId)
                        : m_services.access.peek(sessionId));
}

Result<void> Session::resumeToken(const QByteArray &text)
{
    m_sessionId.clear();
    m_token = text;
    return become(m_services.access.identifyToken(text, m_address));
}

Result<void> Session::recheck(bool touch)
{
    if (!m_token.isEmpty())
        return resumeToken(QByteArray(m_token));
    return resume(QByteArray(m_sessionId), touch);
}

Result<void> Session::become(const Result<Identity> &found)
{
    if (!found) {
        m_sessionId.clear();
        m_token.clear();
        setIdentity(nobody());
        return found.error();
    }
    Identity identity = *found;
    identity.address = m_address;
    setIdentity(identity);
    return {};
}

Future<Result<SignedIn>> Session::signIn(const QString &user, const QString &password,
                                         const QString &code)
{
    return finished(user, m_services.access.signIn(user, password, m_origin, m_address, code));
}

Future<Result<SignedIn>> Session::signInWithPin(const QString &user, const QString &pin)
{
    return finished(user, m_services.access.signInWithPin(user, pin));
}

Session::SignInFuture Session::finished(const QString &user, SignInFuture attempt)
{
    auto promise = std::make_shared<Promise<Result<SignedIn>>>();
    const auto answer = [this, promise](const Result<SignedIn> &result) {
        if (result) {
            m_sessionId = result->sessionId;
            setIdentity(result->identity);
        }
        promise->finish(result);
    };
    whenDone(std::move(attempt), this, [this, user, answer](const Result<SignedIn> &result) {
        if (!result && result.error().code == ErrorCode::Busy) {
            answer(result);
            return;
        }
        AuditEntry entry;
        entry.actor = entry.target = nameForRecords(m_services.access, user);
        Identity who = nobody();
        who.isShared = m_services.access.isShared(user);
        entry.origin = originText(who);
        entry.action = QStringLiteral("signIn");
        entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
        if (!result)
            entry.detail = result.error().detail;
        whenDone(m_services.audit.append(entry, durability()), this,
                 [answer, result](const Result<qint64> &) { answer(result); });
    });
    return promise->future();
}

void Session::signOut()
{
    if (!isSignedIn())
        return;
    m_services.access.signOut(m_sessionId);
    record(QStringLiteral("signOut"), m_identity.user, QStringLiteral("ok"));
    m_sessionId.clear();
    setIdentity(nobody());
}

void Session::actAs(const QString &actor, const QString &role)
{
    Q_ASSERT(m_origin == Origin::Modbus);
    setIdentity({actor, role, m_origin, m_address});
}

bool Session::may(Permission permission) const
{
    const bool panelLooks = m_origin == Origin::Panel && permission == Permission::View;
    return panelLooks || m_services.access.may(m_identity, permission);
}

Result<void> Session::mayWrite(TagIndex tag) const
{
    return m_services.access.mayWrite(m_identity, project().tag(tag));
}

PlantViewPtr Session::view() const
{
    return m_services.access.viewOf(m_identity);
}

Future<WriteReply> Session::write(const QString &tagId, const QJsonValue &value, bool confirmed,
                                  const QString &reason)
{
    return m_services.control.submit({m_identity, tagId, value, confirmed, reason});
}

Future<QList<WriteReply>> Session::writeAll(const QList<TagWrite> &writes)
{
    QList<WriteRequest> requests;
    for (const TagWrite &write : writes)
        requests.append({m_identity, write.tagId, write.value, false, {}});
    return m_services.control.submitAll(requests);
}

Future<Result<HistorySeries>> Session::history(const QString &tagId, Timestamp from, Timestamp to,
                                               int maxPoints)
{
    if (view()->indexOf(tagId) == kNoTag)
        return ready(
            Result<HistorySeries>(Error{ErrorCode::NotFound, tr("There is no such tag.")}));
    return m_services.history.query(tagId, from, to, maxPoints);
}

Future<Result<HistoryReading>> Session::readHistory(const HistoryReading &reading)
{
    if (view()->indexOf(reading.tagId) == kNoTag)
        return ready(
            Result<HistoryReading>(Error{ErrorCode::NotFound, tr("There is no such tag.")}));
    return m_services.history.readOn(reading);
}

template <typename Reply, typename Ask>
Future<Result<Reply>> Session::asked(const QString &target, const QString &what, Ask ask)
{
    using Answer = Result<Reply>;
    const QString action = QStringLiteral("diagnose");
    if (!may(Permission::Configure)) {
        recordDenial(action, target, what);
        return ready(Answer(Error{ErrorCode::Denied, tr("You may not diagnose devices.")}));
    }
    auto promise = std::make_shared<Promise<Answer>>();
    const auto done = [promise, entry = entryFor(action, target), what,
                       &audit = m_services.audit](const Reply &reply) mutable {
        entry.outcome = nameOf(reply.outcome);
        entry.detail = QStringLiteral("%1 %2").arg(what, reply.detail).trimmed();
        audit.append(entry).then([promise, reply](const Result<qint64> &stored) {
            promise->finish(stored ? Answer(reply) : Answer(stored.error()));
        });
    };
    FieldBus &bus = m_services.bus;
    QMetaObject::invokeMethod(
        &bus, [&bus, ask, done] { ask(bus, done); }, Qt::QueuedConnection);
    return promise->future();
}

Future<Result<DiagnosisReply>> Session::diagnose(const QString &device, const Inquiry &inquiry,
                                                 const QString &what)
{
    return asked<DiagnosisReply>(device, what,
                                 [device, inquiry](FieldBus &bus, const DiagnosisDone &done) {
                                     bus.diagnose(device, inquiry, done);
                                 });
}

Future<Result<RawReading>> Session::readRaw(TagIndex tag)
{
    return asked<RawReading>(
        project().tag(tag).path, QStringLiteral("raw"),
        [tag](FieldBus &bus, const RawReadingDone &done) { bus.readRaw(tag, done); });
}

template <typename T>
Future<Result<T>> Session::recorded(AuditEntry entry, Future<Result<T>> attempt)
{
    return attempt
        .then([&audit = m_services.audit, entry](const Result<T> &result) mutable {
            // What was not even tried would fill the log: there is no limit to it.
            const ErrorCode code = result ? ErrorCode::Internal : result.error().code;
            if (code == ErrorCode::Busy || code == ErrorCode::Invalid)
                return Future<Result<T>>::ready(result);
            entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
            if (!result)
                entry.detail = result.error().detail;
            return audit.append(entry).then([result](const Result<qint64> &) { return result; });
        })
        .unwrap();
}

Future<Result<SignedIn>> Session::changePassword(const QString &current, const QString &password)
{
    return recorded(entryFor(QStringLiteral("password.change"), m_identity.user),
                    m_services.access.changePassword(m_identity, current, password));
}

Future<Result<void>> Session::confirm(const QString &password)
{
    return recorded(entryFor(QStringLiteral("session.confirm"), m_identity.user),
                    m_services.access.confirm(m_sessionId, password));
}

Result<QByteArray> Session::beginFactor()
{
    return m_services.access.beginFactor(m_sessionId);
}

Future<Result<QStringList>> Session::activateFactor(const QString &code)
{
    return recorded(entryFor(QStringLiteral("secondFactor.add"), m_identity.user),
                    m_services.access.activateFactor(m_sessionId, code));
}

Future<Result<void>> Session::giveUpFactor(const QString &code)
{
    return recorded(entryFor(QStringLiteral("secondFactor.remove"), m_identity.user),
                    m_services.access.giveUpFactor(m_sessionId, code));
}

void Session::recordDenial(const QString &action, const QString &target, const QString &detail)
{
    record(QStringLiteral("denied"), target, action, detail);
}

AuditEntry Session::entryFor(const QString &action, const QString &target) const
{
    AuditEntry entry;
    entry.actor = m_identity.user;
    entry.origin = originText(m_identity);
    entry.action = action;
    entry.target = target;
    return entry;
}

void Session::record(const QString &action, const QString &target, const QString &outcome,
                     const QString &detail)
{
    AuditEntry entry = entryFor(action, target);
    entry.outcome = outcome;
    entry.detail = detail;
    (void)m_services.audit.append(entry, durability());
}

Durability Session::durability() const
{
    return m_origin == Origin::Panel ? Durability::MayWait : Durability::Demanded;
}

QString Session::notice() const
{
    const auto text = readNotice(m_services.noticeFile);
    return text ? *text : QString();
}

bool Session::isAuditFailing() const
{
    return m_services.audit.health().failing;
}

bool Session::isRestartPending() const
{
    return m_services.keeper && m_services.keeper->isRestartPending();
}

void Session::setIdentity(const Identity &identity)
{
    if (identity == m_identity)
        return;
    m_identity = identity;
    Q_EMIT identityChanged();
}

Identity Session::nobody() const
{
    return {{}, {}, m_origin, m_address};
}

} // namespace mws
