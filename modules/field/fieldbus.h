// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "field/frametrace.h"
#include "project/project.h"

#include <QObject>
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
};

/// What became of a write at the device.
struct FieldWriteResult {
    enum class Outcome {
        Ok, ///< acknowledged, and read back as written
        Differs, ///< acknowledged, but the device holds another value
        Unverified, ///< acknowledged; not read back (write-only or momentary tag)
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
    };
    WriteId id = 0;
    Outcome outcome = Outcome::Refused;
    Refusal refusal = Refusal::None;
    quint8 exception = 0; ///< Modbus exception code
    Value readBack;
    QString detail;
};

enum class LinkState { Disabled, Connecting, Connected, Failed };
enum class UnitState { Disabled, Unknown, Good, Suspect, Dead };

struct LinkStatus {
    QString connection; ///< Connection::id
    LinkState state = LinkState::Connecting;
    QString reason; ///< why it failed, for people
    Timestamp since{};
    QString detail{}; ///< for people: address in use, TLS and role of the peer, late answers
};

/// State and counters of one unit since the start.
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
    [[nodiscard]] virtual QList<LinkStatus> links() const = 0;
    [[nodiscard]] virtual QList<UnitStatus> units() const = 0;
    /// The frames of all links, off at first. From any thread, also while the bus is stopped.
    [[nodiscard]] FrameTrace &trace() { return m_trace; }

Q_SIGNALS:
    /// The values of one response, or the bad quality of all tags of one request that failed.
    void valuesRead(const mws::ValueBatch &batch);
    void writeFinished(const mws::FieldWriteResult &result);
    void linkChanged(const mws::LinkStatus &status);
    void unitChanged(const mws::UnitStatus &status);

private:
    FrameTrace m_trace;
};

} // namespace mws

Q_DECLARE_METATYPE(mws::FieldWrite)
Q_DECLARE_METATYPE(mws::FieldWriteResult)
Q_DECLARE_METATYPE(mws::LinkStatus)
Q_DECLARE_METATYPE(mws::UnitStatus)
