// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"
#include "control/remotelockout.h"
#include "control/writerbook.h"
#include "core/clock.h"
#include "core/future.h"
#include "field/fieldbus.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

namespace mws
{

class ApprovalBook;
class AuditLog;
class RowBudget;
class TagTable;
class UnreadTags;
class WriteRates;
struct Approval;
enum class ApprovalState;
struct CheckedWrite;

/// What somebody wants to write.
struct WriteRequest {
    Identity who;
    QString tagId; ///< Tag::id
    QJsonValue value; ///< as it came from the face; checked against the tag's kind
    bool confirmed = false; ///< the person has confirmed, where the tag asks for it
    QString reason; ///< where the tag asks for one, 1 to 500 characters
};

/// What became of it.
struct WriteReply {
    /// Waiting: nothing was sent, and nothing will be before another person has approved it.
    enum class Outcome { Ok, Differs, Unverified, Refused, DeviceException, Timeout, Waiting };
    Outcome outcome = Outcome::Refused;
    ErrorCode code = ErrorCode::Invalid; ///< for Refused: which kind of refusal
    QString problem; ///< for Refused: stable word, "unknownTag", "denied", "readOnly", "wrongType",
                     ///< "outOfRange", "offStep", "stepTooLarge", "rateTooHigh", "presentUnknown",
                     ///< "tooFast", "needsConfirmation", "needsReason",
                     ///< "localOnly", "notAudited", "expired", "busy", "notFitting", "superseded",
                     ///< "notReadable", "groupRefused", "needsSecondPerson", "approvalWaiting", and
                     ///< of an approval "unknownApproval", "approvalOver", "notSecondPerson";
                     ///< "revoked": it was good when it came,
                     ///< and was dropped unsent when a right or the session behind it ended, or
                     ///< a lockout began
    QString detail; ///< for people
    quint8 exception = 0; ///< Modbus exception code
    Value written;
    Value readBack;
    QString approval{}; ///< for Waiting: Approval::id
};

/// What a second person says about a write that waits.
struct Consent {
    Identity who;
    bool confirmed = false; ///< this person has confirmed, where the tag asks for it
    QString reason{}; ///< for the record, up to 500 characters; may be empty
};

/// "ok", "differs", "unverified", "refused", "deviceException", "timeout", "waiting".
[[nodiscard]] QLatin1String nameOf(WriteReply::Outcome outcome);

/// The only door for writes: who, who writes at most so many values a minute, refused ones too →
/// role, area, tag and origin → lockout → type, range, step, fit, rate of the tag → confirmation
/// and reason → second person → durable audit "write.intended" → device queue → acknowledge and
/// read back → audit "write.result" → reply. Rights and lockout are looked at again before the
/// queue and, by FieldWrite::permit, when the write leaves it. Every refusal leaves one audit row
/// ("denied" or "write.refused"; "write.result" once it was intended, "dropped" where it was
/// revoked) and sends nothing; of one who is refused again and again, but at the panel, RowBudget
/// says how many. When the disk takes no rows, writes from the panel go on, and their rows wait in
/// memory; others are refused. Lives in the field thread; submit() is thread-safe.
class WriteDoor final : public QObject
{
    Q_OBJECT

public:
    WriteDoor(TagTable &tags, FieldBus &bus, AccessControl &access, AuditLog &audit,
              const Clock &clock, QObject *parent = nullptr);
    ~WriteDoor() override;

    /// Always finishes, with exactly one reply.
    Future<WriteReply> submit(const WriteRequest &request);
    /// Several writes of different tags that belong together: all pass the checks before the first
    /// one is recorded and sent, or none is sent; the others of a refused one are "groupRefused".
    /// From there each goes its own way: one that fails at its device does not undo the others.
    /// The replies are in the order of the requests.
    Future<QList<WriteReply>> submitAll(const QList<WriteRequest> &requests);

    /// A write of a tag with WriteRule::secondPerson waits in approvals() instead of going on, for
    /// ProjectData::approvalS at most. Another person, with another account, in an own session and
    /// with the right to write the tag from there, lets it go: then all that was checked when it
    /// came is checked again, and both must keep their rights until it leaves the queue. What
    /// refuses the consent leaves it waiting; what refuses the write ends it. It ends unsent, too,
    /// when its requester loses what lets him write, and with the door. Each end, and each refused
    /// consent, leaves an audit row "approval.…" or "denied". Thread-safe.
    Future<WriteReply> approve(const QString &id, const Consent &consent);
    /// By one who might approve it. NotFound, Conflict (it waits no more), Denied.
    Future<Result<void>> decline(const QString &id, const Consent &consent);
    /// By its requester, from anywhere. Fails as decline().
    Future<Result<void>> withdraw(const QString &id, const Identity &who);
    /// Who may say yes or no; the reply tells why not. Thread-safe.
    [[nodiscard]] std::optional<WriteReply> checkSecondPerson(const Identity &who,
                                                              const Approval &approval) const;
    [[nodiscard]] ApprovalBook &approvals() const { return *m_approvals; }

    /// What of the plant takes writes from the panel only.
    [[nodiscard]] RemoteLockout &lockout() { return m_lockout; }
    /// Who has written where.
    [[nodiscard]] WriterBook &writers() { return m_writers; }

    /// Time a write may wait for its turn; older ones are dropped unsent.
    static constexpr Milliseconds kTimeToLive{5000};
    /// How often it is asked whether what waits for a second person still may.
    static constexpr Milliseconds kLookAtApprovals{500};

private:
    struct Pending;
    using PromisePtr = std::shared_ptr<Promise<WriteReply>>;
    [[nodiscard]] CheckedWrite check(const WriteRequest &request) const;
    [[nodiscard]] std::optional<WriteReply> checkAccess(const Identity &who, TagIndex index) const;
    [[nodiscard]] CheckedWrite checkTag(const WriteRequest &request, TagIndex index) const;
    /// From the present value, and from those that are on their way and may come first. Not from a
    /// value that was read before a write of which nobody knows whether the device took it.
    [[nodiscard]] std::optional<WriteReply> checkStep(TagIndex index, const Value &value) const;
    void intend(Pending pending);
    void onIntended(WriteId id, bool stored);
    /// Whether what was checked when it came still counts.
    [[nodiscard]] Result<void> permit(const Pending &pending) const;
    /// As FieldWrite::newWriter.
    [[nodiscard]] QString newWriterOf(const Pending &pending) const;
    void begin(const QList<WriteRequest> &requests, const QList<PromisePtr> &promises);
    void refuse(const WriteRequest &request, const WriteReply &reply, const PromisePtr &promise);
    /// As RowBudget::take().
    [[nodiscard]] std::optional<QString> takeRow(const Identity &who);
    void finish(const FieldWriteResult &result);
    /// Records what came of an intended write, then answers.
    void conclude(const Pending &pending, const WriteReply &reply);

    // Writes that wait for a second person; in writedoor_approval.cpp.
    [[nodiscard]] std::optional<WriteReply> checkWaiting(const Identity &who, TagIndex index) const;
    void askForApproval(const WriteRequest &request, TagIndex index, const Value &value,
                        const PromisePtr &promise);
    [[nodiscard]] std::optional<WriteReply> checkIsWaiting(const std::optional<Approval> &approval,
                                                           const Identity &who) const;
    [[nodiscard]] std::optional<WriteReply> checkDecision(const std::optional<Approval> &approval,
                                                          const Consent &consent);
    void decide(const QString &id, const Consent &consent, const PromisePtr &promise);
    void letGo(const Approval &approval, const Value &value, const Consent &consent,
               const PromisePtr &promise);
    Result<void> declineNow(const QString &id, const Consent &consent);
    Result<void> withdrawNow(const QString &id, const Identity &who);
    /// Ends what has waited too long or may not be written any more.
    void lookAtApprovals();
    /// why: for the row, which is the system's when by is nobody.
    void endApproval(const Approval &approval, ApprovalState state, const Identity &by,
                     const QString &why);
    /// Leaves a row of a consent that does not count.
    void refuseConsent(const std::optional<Approval> &approval, const Identity &who,
                       const WriteReply &reply);

    TagTable &m_tags;
    FieldBus &m_bus;
    AccessControl &m_access;
    AuditLog &m_audit;
    const Clock &m_clock;
    RemoteLockout m_lockout;
    WriterBook m_writers;
    WriteId m_nextId = 1;
    QHash<WriteId, std::shared_ptr<Pending>> m_pending;
    std::unique_ptr<WriteRates> m_rates;
    std::unique_ptr<UnreadTags> m_unread;
    std::unique_ptr<RowBudget> m_refusals;
    std::unique_ptr<ApprovalBook> m_approvals;
    QTimer m_approvalTimer;
};

} // namespace mws
