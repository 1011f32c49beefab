// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"
#include "modbus/countertags.h"
#include "modbus/inquiryqueue.h"
#include "modbus/jobbook.h"
#include "modbus/linescan.h"
#include "modbus/linkcounters.h"
#include "modbus/linkkeeper.h"
#include "modbus/linklife.h"
#include "modbus/owedanswers.h"
#include "modbus/readbacks.h"
#include "modbus/scalebook.h"
#include "modbus/signwatch.h"
#include "modbus/slotrules.h"
#include "modbus/transport.h"
#include "modbus/unit.h"
#include "modbus/writemaker.h"
#include "modbus/writequeue.h"

#include <QHash>
#include <QTimer>

namespace mws::modbus
{

/// Decides what goes over one link next: writes first but never more than four in a row while a
/// poll waits, then the units in turn, each with its most urgent poll. As many requests are in
/// flight as Connection::window() says: reads together, but a write, the read before it and its
/// read-back have their unit for themselves, and one write follows the other. So do reads whose
/// silence is held against the unit or a block: repeated ones and tries. What could be taken for an
/// answer that its unit still owes waits (OwedAnswers). A scan is alone on the link, when nothing
/// else is to be sent. Lives in the field thread.
class Scheduler final : public QObject
{
    Q_OBJECT

public:
    /// Serves the enabled devices of the connection.
    Scheduler(ProjectPtr project, const Connection &connection,
              std::unique_ptr<Transport> transport, const Clock &clock, QObject *parent = nullptr);
    ~Scheduler() override;

    /// What was learned of a device before; for all before start().
    void recall(const QString &device, const Lessons &lessons);
    [[nodiscard]] QMap<QString, Lessons> lessons() const; ///< by Device::id

    /// Makes the backoff repeatable, which is by chance otherwise. Before start().
    void seed(quint32 seed) { m_keeper.seed(seed); }
    void start();
    /// Refuses the waiting writes and closes the link.
    void stop();
    /// See FieldBus::fits(). While the scale factor of the tag is not known, every value fits.
    [[nodiscard]] Result<void> fits(TagIndex tag, const Value &value) const
    {
        return m_maker.fits(tag, value);
    }
    /// For a tag of one of the units; see FieldBus::write().
    void write(const FieldWrite &write);
    /// One fresh read of each, or at once a bad quality where nobody can be asked.
    void refresh(const QList<TagIndex> &tags);
    /// For one of the devices; see FieldBus::diagnose().
    void diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done);
    /// For a tag of one of the units; see FieldBus::readRaw().
    void readRaw(TagIndex tag, const RawReadingDone &done);
    /// See FieldBus::startScan().
    Result<void> startScan(const ScanOrder &order, const ScanDone &done);
    void cancelScan() { m_scan.cancel(); }
    [[nodiscard]] const ScanStatus &scan() const { return m_scan.status(); }

    /// By the clock: when something is due next, unless the transport or a caller comes before.
    [[nodiscard]] Milliseconds wakesAt() const { return m_wakeAt; }
    [[nodiscard]] const LinkStatus &link() const { return m_link; }
    [[nodiscard]] QList<UnitStatus> units() const;
    [[nodiscard]] bool serves(const QString &device) const { return m_units.named(device) >= 0; }
    [[nodiscard]] LinkDiagnostics linkDiagnostics() const;
    [[nodiscard]] QList<UnitDiagnostics> unitDiagnostics() const;
    [[nodiscard]] QList<FieldSign> signs() const { return m_signs.signs(); }
    /// Begins to count anew, for units() too.
    void resetCounters();
    /// The tags that are read or written: those of the enabled devices.
    [[nodiscard]] QList<TagIndex> tags() const { return m_unitOf.keys(); }
    /// The tags that show what is counted, of the enabled devices.
    [[nodiscard]] QList<TagIndex> counterTags() const { return m_counterTags.tags(); }

public Q_SLOTS:
    /// Does what is due by the clock. Runs by itself; tests that turn the clock call it at
    /// wakesAt().
    void tick();

Q_SIGNALS:
    void valuesRead(const mws::ValueBatch &batch);
    void writeFinished(const mws::FieldWriteResult &result);
    void linkChanged(const mws::LinkStatus &status);
    void unitChanged(const mws::UnitStatus &status);
    void signChanged(const mws::FieldSign &sign);
    /// Lessons of a device came or went; at most once a second.
    void learned();

private:
    using Purpose = Job::Purpose;
    using Ending = Answer::Ending;
    using Outcome = FieldWriteResult::Outcome;
    using Refusal = FieldWriteResult::Refusal;

    // the link
    void onOpened();
    void onClosed(const QString &reason);
    void onReturned();
    void onStrayFrame(StrayReason reason, int unitId);
    void tell(const SignWatch::Raised &sign);
    void loseLink(const QString &reason);
    void onLateAnswer(Milliseconds by);
    /// To blame is the first request of a link, alone on it, or one that is known for that. Other
    /// polls that were on their way are asked again, alone, first on the next link.
    void settleLost(Job job, Answer answer);
    void reopenSilentLink();
    void wakeIdleLink();
    void restIdleLink();
    [[nodiscard]] bool isIdle() const { return !m_open && m_link.state == LinkState::Idle; }
    [[nodiscard]] bool isWanted();
    void noteRequest(Unit &unit);
    void dropJobs(const QString &why);
    void setLink(LinkState state, const QString &reason);
    [[nodiscard]] QString linkDetail() const;
    void arm(Milliseconds since);

    // what is next
    void startNext();
    /// The first time after that when something may be sent that could not be sent then.
    [[nodiscard]] Milliseconds nextStart(Milliseconds after) const;
    [[nodiscard]] std::optional<Job> nextJob();
    /// Of the follows one that is a repeat, or one that is not.
    [[nodiscard]] std::optional<Job> nextFollow(bool isRepeat);
    [[nodiscard]] bool repeatWaits() const;
    [[nodiscard]] bool isReady(const Job &follow) const;
    /// No answer that its unit still owes can be taken for its own.
    [[nodiscard]] bool isDistinct(int unit, const QByteArray &request) const;
    [[nodiscard]] bool isDistinct(const Job &job) const
    {
        return isDistinct(job.unit, job.request);
    }
    void noteOwed(int unitId, const Job &job, const Answer &answer);
    void repeat(Job job);
    [[nodiscard]] std::optional<Job> nextPoll();
    [[nodiscard]] std::optional<Job> pollInTurn(bool goodOnly);
    [[nodiscard]] std::optional<Job> pollOf(int unit);
    /// The most urgent read of a unit that lives, of those that are distinct.
    [[nodiscard]] std::optional<PollPlan::Poll> distinctPoll(int unit);
    [[nodiscard]] std::optional<Job> identityJob(int unit);
    void concludeIdentity(const Job &job, const Answer &answer);
    /// After a risky request the good units have their turn before the next.
    void noteRisk(const Job &job);
    /// Of a write to the unit or its read-back.
    [[nodiscard]] bool isItsTurn(int unit);
    void advancePlans();
    /// For a good unit, or for any that lives.
    [[nodiscard]] bool pollWaits(bool goodOnly = false);
    /// A write to the unit, or its read-back, is next as soon as its unit is free.
    [[nodiscard]] bool writeWaits(int unit);
    [[nodiscard]] bool inquiryWaits(int unit) const; ///< the same for a question
    [[nodiscard]] Job readJob(Purpose purpose, int unit, const ReadBlock &read) const;
    void send(Job job);

    // what came back
    void onFinished(const TransportReply &reply);
    void settle(Job job, const TransportReply &reply);
    /// Of a write nothing has left: to its unit, its signs and all that is counted it never was.
    void settleUnsent(const Job &job, const TransportReply &reply);
    void count(Unit &unit, const Job &job, const Answer &answer);
    [[nodiscard]] UnitStatus statusOf(int unit) const;
    void publishCounters();
    /// Requests can be sent, or could at once: not while it is opened anew.
    [[nodiscard]] bool isLinkUp() const;
    /// Counter::Online of the link, when that has changed.
    void publishLinkUp();
    void rate(int unit, const Answer &answer);
    void onUnitState(int unit, UnitState before);
    void conclude(const Job &job, const Answer &answer);
    void concludePoll(const Job &job, const Answer &answer);
    void publish(const ReadBlock &read, const QByteArray &pdu, bool heldToo);
    /// What the device sent, whatever the clamp makes of it.
    void watchRange(TagIndex tag, const Decoded &decoded, const QList<quint16> &words);
    void publishPoll(Job job, const QByteArray &pdu);
    void takeScales(const ReadBlock &read, const QList<quint16> &words);
    /// Nothing, when it is empty.
    void publish(const ValueBatch &batch);
    void publishBad(const QList<TagIndex> &tags, QualityState state);
    void tellLessons();
    void flushCounters();

    // writes
    [[nodiscard]] std::optional<Job> nextWrite();
    /// The one that is next; null: none. A unit whose first is not distinct has none until it is.
    [[nodiscard]] const WriteQueue::Item *firstWrite();
    [[nodiscard]] bool mayStart(const WriteQueue::Item &item);
    /// The request of the write, or the read that must come before it.
    [[nodiscard]] WriteMaker::Made writeJob(const FieldWrite &write, int unit);
    /// None: the write has been refused for the reason that was given.
    [[nodiscard]] std::optional<Job> jobOf(const FieldWrite &write, const WriteMaker::Made &made);
    [[nodiscard]] Job preReadJob(const FieldWrite &write, int unit) const;
    [[nodiscard]] Job readBackJob(const ReadBacks::Item &item) const;
    void goOn(Job job);
    /// It was taken, and waits again until that time; refused, when a newer value of it waits.
    void putBack(const FieldWrite &write, int unit, Milliseconds notBefore);
    [[nodiscard]] bool mayGo(const Job &job) const;
    /// It is not sent: what may not go is answered, the rest waits in the queue again.
    void giveBack(const Job &job);
    void dropUnsent(const Job &job);
    /// True: it was revoked, and is answered.
    [[nodiscard]] bool isRevoked(const FieldWrite &write);
    /// Of those that wait.
    void dropRevoked();
    void concludePreRead(const Job &job, const Answer &answer);
    void concludeWrite(const Job &job, const Answer &answer);
    void acknowledge(const Job &job, const FieldWrite &write, const Answer &answer);
    void concludeReadBack(const Job &job, const Answer &answer);
    /// Answers the write by what was read of its tag. False: it differs and must not yet.
    [[nodiscard]] bool verify(const Job &job, const FieldWrite &write, const QByteArray &pdu,
                              bool mayDiffer);
    void abandon(const Job &job, const QString &why, bool sent);
    void dropReadBacks(const QString &why, const ReadBacks::Condition &isOver);
    void refuse(const QList<WriteQueue::Item> &items, Refusal why, const QString &detail);
    void expire();
    void refuse(const FieldWrite &write, Refusal why, const QString &detail);
    void answer(const FieldWrite &write, Outcome outcome, const QString &detail = {},
                const Value &readBack = {}, quint8 exception = 0);

    // questions of engineers
    void ask(int unit, const Result<Interview> &interview, const DiagnosisDone &done);
    /// What is known of a read of the tag before anybody has answered.
    [[nodiscard]] RawReading rawReading(TagIndex tag) const;
    void takeRaw(RawReading &reading, TagIndex tag, const DiagnosisReply &reply) const;
    [[nodiscard]] std::optional<Job> nextDiagnosis();

    // scans
    void skipKnownUnits();
    [[nodiscard]] std::optional<Job> nextScan();
    void sendScan(Job job);
    void noteScan(const Job &job);
    void settleScan(const Job &job, const TransportReply &reply);

    ProjectPtr m_project;
    Connection m_connection;
    std::unique_ptr<Transport> m_transport;
    const Clock &m_clock;
    QTimer m_wake;
    Milliseconds m_wakeAt{0}; ///< when m_wake fires
    bool m_running = false;
    bool m_inside = false; ///< our signals may call us back
    bool m_again = false;

    LinkStatus m_link;
    LinkLife m_life;
    LinkKeeper m_keeper;
    OwedAnswers m_owed;
    bool m_open = false;
    bool m_isUp = false; ///< isLinkUp() as it was told
    bool m_opening = false;
    bool m_isFresh = false; ///< nothing has been sent over it
    bool m_strayLogged = false; ///< once per connection
    LinkCounters m_counters{0};
    SignWatch m_signs;
    quint64 m_sentBefore = 0; ///< bytes of the transport when counting began
    quint64 m_receivedBefore = 0;
    Milliseconds m_late{0}; ///< the latest answer of this connection, by so much

    UnitList m_units;
    QHash<TagIndex, int> m_unitOf;
    CounterTags m_counterTags;
    ScaleBook m_scales;
    int m_lastUnit = 0;
    int m_goodTurns = 0; ///< of the good units before the next that may cost a timeout
    JobBook m_jobs;
    SlotRules m_rules;
    Milliseconds m_flushAt{0};

    WriteQueue m_queue;
    WriteMaker m_maker;
    ReadBacks m_readBacks;
    int m_writesInARow = 0;
    InquiryQueue m_inquiries;
    LineScan m_scan;
};

} // namespace mws::modbus
