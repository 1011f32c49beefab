// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"
#include "control/writedoor.h"
#include "core/future.h"
#include "history/historyservice.h"
#include "session/services.h"

#include <QObject>

namespace mws
{

class LiveModel;
enum class Durability;
struct AuditEntry;
struct HistoryReading;

/// The one object that a face holds: who is signed in, and what that one may see and do. Lives in
/// the face's thread; the futures may finish on any thread (use Future::then with a context
/// object).
class Session final : public QObject
{
    Q_OBJECT

public:
    /// A session of nobody. model belongs to the same thread and outlives the session.
    Session(const Services &services, LiveModel &model, Origin origin, QString address,
            QObject *parent = nullptr);

    [[nodiscard]] const Identity &identity() const { return m_identity; }
    [[nodiscard]] bool isSignedIn() const { return m_identity.isSignedIn(); }
    [[nodiscard]] LiveModel &model() const { return m_model; }
    [[nodiscard]] const Project &project() const { return *m_services.project; }
    [[nodiscard]] const Services &services() const { return m_services; }

    /// Takes the identity of a session id that AccessControl gave out (cookie of a browser); with
    /// touch it counts as use. Fails when it is not valid any more, and then nobody is signed in.
    Result<void> resume(const QByteArray &sessionId, bool touch = true);
    /// The same with the text of a program's token.
    Result<void> resumeToken(const QByteArray &text);
    /// Whether what it was resumed with still counts; nobody is signed in otherwise.
    Result<void> recheck(bool touch = true);

    /// Leaves an audit row for success and failure, but none for an attempt that was not made
    /// (Busy): the failures before it have theirs. identity() is set when the future finishes in
    /// this thread.
    Future<Result<SignedIn>> signIn(const QString &user, const QString &password,
                                    const QString &code = {});
    Future<Result<SignedIn>> signInWithPin(const QString &user, const QString &pin);
    void signOut();
    /// For clients without an account, of Origin::Modbus only: writes count as those of the role
    /// (empty: may write nothing); actor is what records call it.
    void actAs(const QString &actor, const QString &role);

    [[nodiscard]] bool may(Permission permission) const;
    [[nodiscard]] Result<void> mayWrite(TagIndex tag) const;
    /// What this one may see now. Whatever a face shows or looks up by a name that came from
    /// outside goes through it: the project and the model hold everything.
    [[nodiscard]] PlantViewPtr view() const;

    /// Through the one door. confirmed and reason as in WriteRequest.
    Future<WriteReply> write(const QString &tagId, const QJsonValue &value, bool confirmed = false,
                             const QString &reason = {});

    struct TagWrite {
        QString tagId; ///< Tag::id
        QJsonValue value;
    };
    /// Writes that belong together, as WriteDoor::submitAll() says.
    Future<QList<WriteReply>> writeAll(const QList<TagWrite> &writes);

    /// NotFound: no tag in view() has this id.
    Future<Result<HistorySeries>> history(const QString &tagId, Timestamp from, Timestamp to,
                                          int maxPoints);
    /// As HistoryService::readOn(), of what is in view() now.
    Future<Result<HistoryReading>> readHistory(const HistoryReading &reading);

    /// Asks a device of the project about itself; see FieldBus::diagnose(). Needs
    /// Permission::Configure. The answer comes when its audit row "diagnose" is durable; without
    /// one there is none.
    Future<Result<DiagnosisReply>> diagnose(const QString &device, const Inquiry &inquiry,
                                            const QString &what);
    /// Reads a tag of the project anew; see FieldBus::readRaw(). As diagnose(): with a row
    /// "diagnose" about the tag's path.
    Future<Result<RawReading>> readRaw(TagIndex tag);

    /// Begins a scan; see FieldBus::startScan(). Needs Permission::Configure, and so do the next
    /// two. A row "scan" is durable before anything is sent (Internal: it cannot be), and another
    /// says at the end what came of it.
    Future<Result<ScanStatus>> startScan(const ScanOrder &order);
    /// The scan of the connection ends, whoever began it; a row "scan" names who ended it.
    Future<Result<ScanStatus>> cancelScan(const QString &connection);
    /// How far it is.
    Future<Result<ScanStatus>> scan(const QString &connection) const;

    /// As AccessControl::changePassword(), with an audit row unless nothing was tried (Busy,
    /// Invalid).
    Future<Result<SignedIn>> changePassword(const QString &current, const QString &password);
    /// As AccessControl::confirm(), with a row likewise.
    Future<Result<void>> confirm(const QString &password);

    /// Of one's own second factor; as the functions of AccessControl, with an audit row of what was
    /// changed.
    Result<QByteArray> beginFactor();
    Future<Result<QStringList>> activateFactor(const QString &code);
    Future<Result<void>> giveUpFactor(const QString &code);

    /// Leaves an audit row "denied" for something this one tried without the right.
    void recordDenial(const QString &action, const QString &target, const QString &detail);
    /// An audit row of this one, that lacks what came of it.
    [[nodiscard]] AuditEntry entryFor(const QString &action, const QString &target) const;

    /// What people are to read before they sign in, as it is now; empty: nothing. Reads a small
    /// file, blocking.
    [[nodiscard]] QString notice() const;

    /// The disk takes no audit rows: what is done here is not on record yet, and nobody else may
    /// write. Everybody at a face should see that.
    [[nodiscard]] bool isAuditFailing() const;
    /// Another project was saved than the one that runs; the next start takes it.
    [[nodiscard]] bool isRestartPending() const;

Q_SIGNALS:
    void identityChanged();

private:
    using SignInFuture = Future<Result<SignedIn>>;
    /// Records what came of it, then takes the identity.
    SignInFuture finished(const QString &user, SignInFuture attempt);
    /// Adds the outcome to the row; the answer waits until it is durable.
    template <typename T> Future<Result<T>> recorded(AuditEntry entry, Future<Result<T>> attempt);
    void record(const QString &action, const QString &target, const QString &outcome,
                const QString &detail = {});
    /// Asks the bus something, and answers when the row about it is durable.
    template <typename Reply, typename Ask>
    Future<Result<Reply>> asked(const QString &target, const QString &what, Ask ask);
    [[nodiscard]] Durability durability() const;
    void setIdentity(const Identity &identity);
    Result<void> become(const Result<Identity> &found);
    [[nodiscard]] Identity nobody() const;

    Services m_services;
    LiveModel &m_model;
    Origin m_origin;
    QString m_address;
    Identity m_identity;
    QByteArray m_sessionId;
    QByteArray m_token; ///< the whole text
};

} // namespace mws
