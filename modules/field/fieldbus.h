// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "field/counters.h"
#include "field/diagnosis.h"
#include "field/frametrace.h"
#include "field/rawreading.h"
#include "field/scan.h"
#include "project/project.h"

#include <QObject>
#include <functional>
#include <optional>

namespace mws
{

using WriteId = quint64;

/// A value on its way to a device; it has passed every check of `control`.
struct FieldWrite {
    WriteId id = 0;
    TagIndex tag = kNoTag;
    Value value; ///< in engineering units, of the tag's kind
    Milliseconds expires{0}; ///< Clock::monotonic() after which it must not be sent any more
    /// Asked in the field thread whenever the write could go a step further, at last right before
    /// it is sent; an error, with a detail for people, drops it. None: it may go.
    std::function<Result<void>()> permit = {};
    /// Who it is, for records, if this device was never written by that one; empty: it was.
    QString newWriter = {};

    [[nodiscard]] Result<void> mayGo() const { return permit ? permit() : Result<void>(); }
};

/// What became of a write at the device.
struct FieldWriteResult {
    enum class Outcome {
        Ok, ///< acknowledged, and read back as written
        Differs, ///< acknowledged, but the device holds another value
        Unverified, ///< acknowledged, not read back (momentary tag); or a broadcast, which nobody
                    ///< acknowledges
        Refused, ///< never sent; refusal says why
        DeviceException, ///< the device refused it
        Timeout, ///< sent, no valid answer of the device, or a gateway had none (exceptions 10,
                 ///< 11): it is unknown whether the device took it
    };
    enum class Refusal {
        None,
        Busy, ///< too many writes wait for this link
        Expired, ///< it waited too long, or the link is stopped
        Superseded, ///< a newer value for the same tag took its place
        NotFitting, ///< the registers cannot hold it
        NotReadable, ///< the register holds other values too and could not be read first, or the
                     ///< scale factor of the tag is not known
        Revoked, ///< its permit was withdrawn while it waited
    };
    WriteId id = 0;
    Outcome outcome = Outcome::Refused;
    Refusal refusal = Refusal::None;
    quint8 exception = 0; ///< Modbus exception code
    Value readBack;
    QString detail;
};

/// Idle: closed on purpose; it is opened again when something is to be sent.
enum class LinkState { Disabled, Connecting, Connected, Idle, Failed };
enum class UnitState { Disabled, Unknown, Good, Suspect, Dead };

struct LinkStatus {
    QString connection; ///< Connection::id
    LinkState state = LinkState::Connecting;
    QString reason; ///< why it failed, for people
    Timestamp since{};
    QString detail{}; ///< for people: address in use, TLS and role of the peer, late answers
};

/// State and counters of one unit since the start, or since the counters were reset.
struct UnitStatus {
    QString device; ///< Device::id
    UnitState state = UnitState::Unknown;
    Timestamp since{};
    Timestamp lastAnswer{};
    quint64 requests = 0;
    quint64 good = 0;
    quint64 exceptions = 0;
    quint64 timeouts = 0;
    quint64 invalid = 0; ///< answers that failed validation
    quint64 skippedPolls = 0;
    double roundTripMs = 0; ///< moving average
};

/// What a field bus offers to the rest: batches of values out, writes in, states. Lives in the
/// field thread; signals are emitted there.
class FieldBus : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Begins to connect and poll. Call in the field thread.
    virtual void start() = 0;
    /// Stops polling, fails waiting writes as Refused, closes the links. Returns when all is
    /// closed.
    virtual void stop() = 0;
    /// Whether the registers of the tag can hold the value; what write() expects to be true.
    [[nodiscard]] virtual Result<void> fits(TagIndex tag, const Value &value) const = 0;
    /// Always answers with exactly one writeFinished, at the latest after expiry plus timeouts.
    virtual void write(const FieldWrite &write) = 0;
    /// Asks for one fresh read of the tags; the answer comes as a batch.
    virtual void refresh(const QList<TagIndex> &tags) = 0;
    /// Asks a device about itself, behind writes and at most in turn with the polls. Calls done
    /// exactly once, at the latest 20 s and a timeout later; perhaps inside the call.
    virtual void diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done)
        = 0;
    /// Reads one tag anew, as diagnose() asks; its value stays that of the polls.
    virtual void readRaw(TagIndex tag, const RawReadingDone &done) = 0;
    /// Looks for units or addresses, one request at a time and only while nothing else is to be
    /// sent over the link; one scan per connection. done is called once at its end. Busy, Invalid,
    /// NotFound (device), Unavailable: it did not begin, and done is not called.
    virtual Result<void> startScan(const ScanOrder &order, const ScanDone &done) = 0;
    /// Of a connection; nothing, when none runs.
    virtual void cancelScan(const QString &connection) = 0;
    /// The last one of a connection since the start.
    [[nodiscard]] virtual ScanStatus scan(const QString &connection) const = 0;
    [[nodiscard]] virtual QList<LinkStatus> links() const = 0;
    [[nodiscard]] virtual QList<UnitStatus> units() const = 0;
    /// What was counted, in full.
    [[nodiscard]] virtual FieldDiagnostics diagnostics() const = 0;
    /// Begins to count anew.
    virtual void resetCounters() = 0;
    /// The frames of all links, off at first. From any thread, also while the bus is stopped.
    [[nodiscard]] FrameTrace &trace() { return m_trace; }

Q_SIGNALS:
    /// The values of one response, or the bad quality of all tags of one request that failed.
    void valuesRead(const mws::ValueBatch &batch);
    void writeFinished(const mws::FieldWriteResult &result);
    void linkChanged(const mws::LinkStatus &status);
    void unitChanged(const mws::UnitStatus &status);
    /// A sign was raised, or is over; see SignBook.
    void signChanged(const mws::FieldSign &sign);

private:
    FrameTrace m_trace;
};

} // namespace mws

Q_DECLARE_METATYPE(mws::FieldWrite)
Q_DECLARE_METATYPE(mws::FieldWriteResult)
Q_DECLARE_METATYPE(mws::LinkStatus)
Q_DECLARE_METATYPE(mws::UnitStatus)
