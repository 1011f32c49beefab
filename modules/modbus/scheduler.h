// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"
#include "field/ratewatch.h"
#include "field/sharewatch.h"
#include "modbus/breaker.h"
#include "modbus/interview.h"
#include "modbus/linkcounters.h"
#include "modbus/linklife.h"
#include "modbus/owedanswers.h"
#include "modbus/pollplan.h"
#include "modbus/scalebook.h"
#include "modbus/transport.h"
#include "modbus/writequeue.h"
#include "modbus/writerequests.h"

#include <QHash>
#include <QTimer>
#include <functional>
#include <random>
#include <vector>

namespace mws::modbus
{

/// Decides what goes over one link next: writes first but never more than four in a row while a
/// poll waits, then the units in turn, each with its most urgent poll. As many requests are in
/// flight as Connection::window() says: reads together, but a write, the read before it and its
/// read-back have their unit for themselves, and one write follows the other. So do reads whose
/// silence is held against the unit or a block: repeated ones and tries. What could be taken for an
/// answer that its unit still owes waits (OwedAnswers). Lives in the field thread.
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
    void seed(quint32 seed) { m_random.seed(seed); }
    void start();
    /// Refuses the waiting writes and closes the link.
    void stop();
    /// See FieldBus::fits(). While the scale factor of the tag is not known, every value fits.
    [[nodiscard]] Result<void> fits(TagIndex tag, const Value &value) const;
    /// For a tag of one of the units; see FieldBus::write().
    void write(const FieldWrite &write);
    /// One fresh read of each, or at once a bad quality where nobody can be asked.
    void refresh(const QList<TagIndex> &tags);
    /// For one of the devices; see FieldBus::diagnose().
    void diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done);

    /// By the clock: when something is due next, unless the transport or a caller comes before.
    [[nodiscard]] Milliseconds wakesAt() const { return m_wakeAt; }
    [[nodiscard]] const LinkStatus &link() const { return m_link; }
    [[nodiscard]] QList<UnitStatus> units() const;
    [[nodiscard]] bool serves(const QString &device) const { return unitNamed(device) >= 0; }
    [[nodiscard]] LinkDiagnostics linkDiagnostics() const;
    [[nodiscard]] QList<UnitDiagnostics> unitDiagnostics() const;
    [[nodiscard]] QList<FieldSign> signs() const { return m_signs.signs(); }
    /// Begins to count anew, for units() too.
    void resetCounters();
    /// The tags that are read or written: those of the enabled devices.
    [[nodiscard]] QList<TagIndex> tags() const { return m_unitOf.keys(); }
    /// The tags that show what is counted, of the enabled devices.
    [[nodiscard]] QList<TagIndex> counterTags() const { return m_counterTags.keys(); }

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
    enum class Purpose { Poll, Probe, PreRead, Write, ReadBack, Identity, Diagnose };
    enum class Ending { Data, Exception, Silence, Lost, Sent };
    using Outcome = FieldWriteResult::Outcome;
    using Refusal = FieldWriteResult::Refusal;

    struct Unit {
        const Device *device = nullptr; ///< of m_project
        PollPlan plan;
        Breaker breaker;
        UnitStatus status; ///< without what m_counters counts, see statusOf()
        bool counted = false; ///< counters changed since the last unitChanged
        int slots = 1; ///< requests it may have in flight: grows with quick answers
        Milliseconds failedAt{-1}; ///< its last failed request
        Milliseconds restUntil{0}; ///< Device::requestGapMs: not asked before
        bool breaksLink = false; ///< the link broke by it, and no silence of it since was harmless
        QSet<TagIndex> told = {}; ///< tags that the log says are left out
        QList<Table> toldTables = {};
        QList<int> toldFunctions = {};
        bool masks = false; ///< it has answered FC 22
        bool answers = false; ///< it is not dead, and has answered since the link is there
        bool asksIdentity = false; ///< Device::identity, and not asked since it answers
        quint64 writesSent = 0;
        quint64 asked = 0; ///< that ended, without tries and questions: Job::excused
        quint64 refused = 0; ///< of these, by an exception
        RateWatch exceptionRate = {};
        ShareWatch exceptionShare = {};
        RateWatch writeRate = {};
        int maskSilences = 0; ///< to FC 22 in a row, while it answered everything else
    };
    struct Job {
        RequestId id = 0; ///< by the transport
        Purpose purpose = Purpose::Poll;
        int unit = 0;
        int block = 0; ///< PollPlan::Poll::id
        bool excused = false; ///< PollPlan::Poll::excused
        bool alone = false; ///< nothing else of the unit may be in flight
        bool shared = false; ///< something else of the unit was in flight
        bool isRepeat = false; ///< it has failed before
        bool solo = false; ///< nothing else of the link may be in flight
        bool isFirst = false; ///< of its link
        QList<TagIndex> outdated = {}; ///< their scale factor has changed since it was sent
        ReadBlock read; ///< of a Write what it sets
        QByteArray request;
        int retries = 0;
        QList<FieldWrite> writes = {}; ///< one for PreRead and ReadBack, one or more for Write
        Milliseconds sentAt{0};
    };
    struct Answer {
        Ending ending = Ending::Silence;
        quint8 exception = 0;
        QByteArray pdu;
        QString detail;
        bool invalid = false; ///< Silence, but rubbish came
        std::optional<StrayReason> fault = {}; ///< of an answer that is rubbish
    };
    struct Diagnosis {
        int unit = 0;
        Interview interview;
        Milliseconds until{0}; ///< no request of it is sent later
        DiagnosisDone done;
    };
    struct ReadBack {
        FieldWrite write;
        int unit = 0;
        Milliseconds at{0};
    };

    // the link
    void resetBackoff();
    void noteAnswer();
    /// At the end of a link, before it is noted how it ended.
    void judgeLife();
    /// Up to a fifth less, so that stations that lost the same gateway do not come back together.
    Milliseconds jittered(Milliseconds delay);
    void openLink();
    void onOpened();
    void onClosed(const QString &reason);
    void onReturned();
    void onStrayFrame(StrayReason reason, int unitId);
    /// The detail is asked for when the event raises the sign. Unit -1: of none.
    void noteSign(SignKind kind, int unit, const std::function<QString()> &detail);
    void noteStray(StrayReason reason, int unit);
    /// What the device sent, whatever the clamp makes of it.
    void watchRange(TagIndex tag, const Decoded &decoded, const QList<quint16> &words);
    void watchExceptions(int unit);
    /// Also clears the signs that are over.
    void watchRates();
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
    [[nodiscard]] bool isBroadcast(const Unit &unit) const;
    [[nodiscard]] bool isResting(int unit) const;
    [[nodiscard]] int unitsThatAre(UnitState state) const;
    void dropJobs(const QString &why);
    void setLink(LinkState state, const QString &reason);
    [[nodiscard]] QString linkDetail() const;
    void arm(Milliseconds since);

    // what is next
    void startNext();
    /// The first time after that when something may be sent that could not be sent then.
    [[nodiscard]] Milliseconds nextStart(Milliseconds after) const;
    [[nodiscard]] bool hasSlot() const;
    [[nodiscard]] std::optional<Job> nextJob();
    /// Of the follows one that is a repeat, or one that is not.
    [[nodiscard]] std::optional<Job> nextFollow(bool isRepeat);
    [[nodiscard]] bool repeatWaits() const;
    [[nodiscard]] bool isReady(const Job &follow) const;
    /// No answer that its unit still owes can be taken for its own.
    [[nodiscard]] bool isDistinct(const Job &job) const;
    void noteOwed(const Job &job, const Answer &answer);
    void repeat(Job job);
    [[nodiscard]] std::optional<Job> nextPoll();
    [[nodiscard]] std::optional<Job> pollInTurn(bool goodOnly);
    /// It may cost a timeout: the last request to its unit failed, or this one did.
    [[nodiscard]] bool isRisky(const Job &job) const;
    [[nodiscard]] bool mayRisk() const;
    /// After a risky request the good units have their turn before the next.
    void noteRisk(const Job &job);
    /// Of a write to the unit or its read-back.
    [[nodiscard]] bool isItsTurn(int unit);
    [[nodiscard]] std::optional<Job> pollOf(int unit);
    [[nodiscard]] std::optional<Job> identityJob(int unit);
    void concludeIdentity(const Job &job, const Answer &answer);
    void advancePlans();
    /// For a good unit, or for any that lives.
    [[nodiscard]] bool pollWaits(bool goodOnly = false);
    [[nodiscard]] QList<int> askedOf(int unit) const;
    [[nodiscard]] int busySlots(int unit) const;
    [[nodiscard]] static bool isExclusive(const Job &job);
    [[nodiscard]] bool isReserved(int unit) const;
    [[nodiscard]] bool mayRead(int unit) const;
    [[nodiscard]] bool mayWrite(int unit) const;
    [[nodiscard]] bool isWriting() const;
    [[nodiscard]] bool writeWaits(int unit) const;
    [[nodiscard]] Job readJob(Purpose purpose, int unit, const ReadBlock &read) const;
    void send(Job job);
    void noteSharing(Job &job);

    // what came back
    void onFinished(const TransportReply &reply);
    void settle(Job job, const TransportReply &reply);
    [[nodiscard]] Answer judge(const Job &job, const TransportReply &reply) const;
    void count(Unit &unit, const Job &job, const Answer &answer);
    [[nodiscard]] static LinkCounters::Whose whoseOf(const Job &job);
    [[nodiscard]] UnitStatus statusOf(int unit) const;
    [[nodiscard]] int queuedWritesOf(int unit) const;
    [[nodiscard]] Value counterValue(const Tag &tag, int unit, const LinkDiagnostics &link) const;
    [[nodiscard]] TagSample counterSample(TagIndex tag, const LinkDiagnostics &link) const;
    void findCounterTags();
    void publishCounters();
    /// Counter::Online of the unit; -1: of the link.
    void publishOnline(int unit);
    void noteAnswers(int unit);
    [[nodiscard]] bool isLinkUp() const;
    /// Of the unit with that id on this link; -1: there is none.
    [[nodiscard]] int indexOfUnit(int unitId) const;
    [[nodiscard]] static bool isFailure(const Answer &answer);
    /// The request was on its way already when another of its unit failed: both have one cause.
    [[nodiscard]] bool isKnownFailure(Unit &unit, const Job &job, const Answer &answer);
    void resize(Unit &unit, const Job &job, const Answer &answer);
    void rate(int unit, const Answer &answer);
    void onUnitState(int unit, UnitState before);
    void conclude(const Job &job, const Answer &answer);
    void concludePoll(const Job &job, const Answer &answer);
    void publish(const ReadBlock &read, const QByteArray &pdu, bool heldToo);
    void publishPoll(Job job, const QByteArray &pdu);
    void takeScales(const ReadBlock &read, const QList<quint16> &words);
    void outdate(const QList<TagIndex> &tags, int unit);
    [[nodiscard]] Decoded decode(TagIndex tag, const QList<quint16> &words) const;
    void publishBad(const QList<TagIndex> &tags, QualityState state);
    void publishLessons(const Unit &unit);
    void tellLessons();
    void tellLeftOut(Unit &unit);
    void flushCounters();

    // writes
    [[nodiscard]] std::optional<Job> nextWrite();
    /// The request of the write, or the read that must come before it; none: it has been refused.
    [[nodiscard]] std::optional<Job> writeJob(const FieldWrite &write, int unit);
    [[nodiscard]] std::optional<Job> wholeJob(const FieldWrite &write, int unit, quint16 base);
    [[nodiscard]] std::optional<Job> requestJob(const FieldWrite &write, int unit,
                                                const Result<QByteArray> &request);
    [[nodiscard]] Job preReadJob(const FieldWrite &write, int unit) const;
    [[nodiscard]] Result<Stretch> stretchOf(const FieldWrite &write, quint16 base = 0) const;
    [[nodiscard]] bool mayMerge(const FieldWrite &write) const;
    /// Sent once more when nobody answers: a setpoint whose tag says so, and no newer one waits.
    [[nodiscard]] bool mayRepeat(const FieldWrite &write) const;
    /// None of its writes is over or overtaken.
    [[nodiscard]] bool mayGo(const Job &job, bool isRepeat) const;
    /// What can no longer be sent is answered. True: that is so.
    [[nodiscard]] bool isTooLate(const Job &job);
    void takeAdjacent(Job &job);
    [[nodiscard]] ReadBlock blockOf(const QList<FieldWrite> &writes) const;
    [[nodiscard]] bool usesMask(Unit &unit);
    [[nodiscard]] bool isBitMask(const Job &job) const;
    /// The device says that it does not know FC 22, and may be asked in another way.
    [[nodiscard]] bool lacksMask(const Job &job, const Answer &answer);
    void concludePreRead(const Job &job, const Answer &answer);
    void concludeWrite(const Job &job, const Answer &answer);
    void acknowledge(const Job &job, const FieldWrite &write, const Answer &answer);
    void concludeReadBack(const Job &job, const Answer &answer);
    /// Answers the write by what was read of its tag. False: it differs and must not yet.
    [[nodiscard]] bool verify(const Job &job, const FieldWrite &write, const QByteArray &pdu,
                              bool mayDiffer);
    void followWith(std::optional<Job> job);
    [[nodiscard]] bool mayBreakLink(const Job &job) const;
    void abandon(const Job &job, const QString &why, bool sent);
    void dropReadBacks(const QString &why, const std::function<bool(const ReadBack &)> &isOver);
    void refuse(const QList<WriteQueue::Item> &items, Refusal why, const QString &detail);
    void expire();
    [[nodiscard]] bool isHeld(TagIndex tag) const;
    void refuse(const FieldWrite &write, Refusal why, const QString &detail);
    void answer(const FieldWrite &write, Outcome outcome, const QString &detail = {},
                const Value &readBack = {}, quint8 exception = 0);

    // questions of engineers, the first of which is being asked
    [[nodiscard]] int unitNamed(const QString &device) const; ///< none: -1
    [[nodiscard]] std::optional<Job> nextDiagnosis();
    [[nodiscard]] bool isDiagnosing() const;
    /// The unit gets no new read before its question.
    [[nodiscard]] bool diagnosisWaits(int unit) const;
    void concludeDiagnosis(const Answer &answer);
    void takeFindings(const QByteArray &pdu);
    void finishDiagnosis(DiagnosisReply::Outcome outcome, const QString &detail,
                         quint8 exception = 0);
    void dropDiagnoses(const QString &why);
    void expireDiagnoses();

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
    OwedAnswers m_owed;
    bool m_open = false;
    bool m_opening = false;
    Milliseconds m_openAt{0};
    Milliseconds m_backoff{0};
    std::minstd_rand m_random; ///< of the backoff
    Milliseconds m_openedAt{0};
    bool m_isFresh = false; ///< nothing has been sent over it
    bool m_brokeInUse = false; ///< the last link, while a request was in flight
    bool m_hasAnswered = false; ///< a unit, over this link
    int m_silent = 0; ///< requests in a row that nobody answered
    Milliseconds m_silentReopenAt{0};
    Milliseconds m_silentDelay{0};
    bool m_strayLogged = false; ///< once per connection
    LinkCounters m_counters{0};
    SignBook m_signs;
    quint64 m_sentBefore = 0; ///< bytes of the transport when counting began
    quint64 m_receivedBefore = 0;
    Milliseconds m_late{0}; ///< the latest answer of this connection, by so much

    std::vector<Unit> m_units;
    QHash<TagIndex, int> m_unitOf;
    QHash<TagIndex, int> m_counterTags; ///< with their units
    QList<TagIndex> m_onlineTags; ///< of these, those with Counter::Online
    ScaleBook m_scales;
    int m_lastUnit = 0;
    int m_goodTurns = 0; ///< of the good units before the next that may cost a timeout
    std::vector<Job> m_jobs; ///< in flight
    std::vector<Job> m_follows; ///< next for their units: repeats, the write after its PreRead, and
                                ///< what waits for m_owed
    Milliseconds m_flushAt{0};

    WriteQueue m_queue;
    QList<ReadBack> m_readBacks;
    int m_writesInARow = 0;
    QList<Diagnosis> m_diagnoses;
    bool m_diagnosed = false; ///< no poll has been sent since the last question
};

} // namespace mws::modbus
