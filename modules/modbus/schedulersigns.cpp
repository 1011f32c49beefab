// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/log.h"
#include "modbus/codec.h"
#include "modbus/diagnostics.h"
#include "modbus/findings.h"
#include "modbus/scheduler.h"

#include <optional>

namespace mws::modbus
{

namespace
{

constexpr int kBasicIdentification = 1;

/// Vendor, product code and revision, such as "Acme / PM-7 / 1.02".
QString identificationFrom(const QByteArray &request, const QByteArray &response)
{
    QStringList parts;
    for (const Finding &finding : findingsOf(request, response))
        parts.append(finding.text);
    return parts.join(QStringLiteral(" / "));
}

std::optional<SignKind> signOf(StrayReason reason)
{
    switch (reason) {
    case StrayReason::WrongFunction:
        return SignKind::WrongFunction;
    case StrayReason::WrongUnit:
        return SignKind::WrongUnit;
    case StrayReason::WrongTransaction:
        return SignKind::WrongTransaction;
    case StrayReason::Foreign:
        return SignKind::ForeignTraffic;
    default:
        return std::nullopt;
    }
}

QString textOf(SignKind kind)
{
    switch (kind) {
    case SignKind::WrongFunction:
        return Scheduler::tr("An answer came for a function that was not asked for.");
    case SignKind::WrongUnit:
        return Scheduler::tr("A frame came from a unit that was not asked.");
    case SignKind::WrongTransaction:
        return Scheduler::tr("A frame came with a transaction number that no request has.");
    default:
        return Scheduler::tr("Somebody else sends on this link.");
    }
}

QString textOf(const RateWatch &rate)
{
    return Scheduler::tr("%1 in ten seconds, usual are %2.")
        .arg(rate.newest())
        .arg(QString::number(rate.usual(), 'f', 1));
}

/// A number that is none, or that nothing can hold, lies outside of every range.
bool isOutside(const Decoded &sent, const Tag &tag)
{
    if (sent.quality == Quality::BadOutOfRange)
        return true;
    const double number = sent.value.toDouble();
    return sent.value.isNumber()
        && ((tag.low && number < *tag.low) || (tag.high && number > *tag.high));
}

QString limit(const std::optional<double> &number)
{
    return number ? QString::number(*number) : QStringLiteral("–");
}

} // namespace

void Scheduler::noteSign(SignKind kind, int unit, const std::function<QString()> &detail)
{
    const QString device = unit < 0 ? QString() : m_units[size_t(unit)].device->id;
    FieldSign *sign = m_signs.note(kind, device, m_clock.now(), m_clock.monotonic());
    if (!sign)
        return;
    sign->detail = detail();
    qCWarning(lcField) << "sign" << nameOf(kind) << "link" << m_connection.id << "device" << device
                       << sign->detail;
    Q_EMIT signChanged(*sign);
}

void Scheduler::noteStray(StrayReason reason, int unit)
{
    if (const auto kind = signOf(reason))
        noteSign(*kind, unit, [kind] { return textOf(*kind); });
}

void Scheduler::watchRange(TagIndex index, const Decoded &decoded, const QList<quint16> &words)
{
    const Tag &tag = m_project->tag(index);
    if (tag.isBitTable() || !(tag.low || tag.high))
        return;
    const Decoded sent
        = tag.clamp.enabled ? decodeUnclamped(tag, words, m_scales.powerOf(index).value) : decoded;
    if (!isOutside(sent, tag))
        return;
    noteSign(SignKind::OutOfRange, m_unitOf.value(index, -1), [&tag, &sent] {
        const QString number
            = sent.value.isNumber() ? QString::number(sent.value.toDouble()) : tr("no number");
        return tr("%1 is %2, outside of %3 to %4.")
            .arg(tag.id, number, limit(tag.low), limit(tag.high));
    });
}

void Scheduler::watchExceptions(int index)
{
    Unit &unit = m_units[size_t(index)];
    const Milliseconds now = m_clock.monotonic();
    if (unit.exceptionShare.jumps(unit.refused, unit.asked, now))
        noteSign(SignKind::ExceptionRate, index, [&unit] {
            return tr("%1 of %2 requests in ten seconds; usual are hardly any.")
                .arg(unit.exceptionShare.newestSome())
                .arg(unit.exceptionShare.newestAll());
        });
    if (unit.exceptionRate.jumps(unit.refused, now))
        noteSign(SignKind::ExceptionRate, index, [&unit] { return textOf(unit.exceptionRate); });
}

void Scheduler::watchRates()
{
    const Milliseconds now = m_clock.monotonic();
    for (int i = 0; i < int(m_units.size()); ++i) {
        Unit &unit = m_units[size_t(i)];
        watchExceptions(i);
        if (unit.writeRate.jumps(unit.writesSent, now))
            noteSign(SignKind::WriteRate, i, [&unit] { return textOf(unit.writeRate); });
    }
    const QList<FieldSign> quiet = m_signs.takeQuiet(now);
    for (const FieldSign &sign : quiet) {
        qCInfo(lcField) << "sign" << nameOf(sign.kind) << "link" << sign.connection << "device"
                        << sign.device << "is over after" << sign.count << "times";
        Q_EMIT signChanged(sign);
    }
}

std::optional<Scheduler::Job> Scheduler::identityJob(int index)
{
    Unit &unit = m_units[size_t(index)];
    if (!unit.asksIdentity || unit.breaker.state() != UnitState::Good || busySlots(index) > 0)
        return std::nullopt;
    unit.asksIdentity = false;
    Job job;
    job.purpose = Purpose::Identity;
    job.unit = index;
    job.request = identificationRequest(kBasicIdentification).value();
    job.alone = true;
    job.excused = true; // many devices do not know it, and some of them are silent
    return job;
}

void Scheduler::concludeIdentity(const Job &job, const Answer &answer)
{
    if (answer.ending != Ending::Data)
        return;
    const QString now = identificationFrom(job.request, answer.pdu);
    const QString before = m_units[size_t(job.unit)].plan.identify(now);
    if (before.isEmpty() || before == now)
        return;
    noteSign(SignKind::IdentityChanged, job.unit,
             [&] { return tr("It was \"%1\" and is \"%2\".").arg(before, now); });
}

} // namespace mws::modbus
