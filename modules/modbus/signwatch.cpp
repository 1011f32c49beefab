// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/signwatch.h"

#include "core/log.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws::modbus
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::SignText)
};

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
        return Text::tr("An answer came for a function that was not asked for.");
    case SignKind::WrongUnit:
        return Text::tr("A frame came from a unit that was not asked.");
    case SignKind::WrongTransaction:
        return Text::tr("A frame came with a transaction number that no request has.");
    default:
        return Text::tr("Somebody else sends on this link.");
    }
}

QString textOf(const RateWatch &rate)
{
    return Text::tr("%1 in ten seconds, usual are %2.")
        .arg(rate.newest())
        .arg(QString::number(rate.usual(), 'f', 1));
}

QString textOf(const ShareWatch &share)
{
    return Text::tr("%1 of %2 requests in ten seconds; usual are hardly any.")
        .arg(share.newestSome())
        .arg(share.newestAll());
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

void warn(const FieldSign &sign)
{
    qCWarning(lcField) << "sign" << nameOf(sign.kind) << "link" << sign.connection << "device"
                       << sign.device << sign.detail;
}

QString limitText(const std::optional<double> &number)
{
    return number ? QString::number(*number) : QStringLiteral("–");
}

} // namespace

SignWatch::SignWatch(const QString &connection, const Clock &clock)
    : m_clock(clock)
    , m_book(connection)
{
}

template <typename Detail> SignWatch::Raised SignWatch::note(SignKind kind, int unit, Detail detail)
{
    const QString device = unit < 0 ? QString() : m_units[size_t(unit)].device;
    FieldSign *sign = m_book.note(kind, device, m_clock.now(), m_clock.monotonic());
    if (!sign)
        return std::nullopt;
    sign->detail = detail();
    warn(*sign);
    return *sign;
}

SignWatch::Raised SignWatch::stray(StrayReason reason, int unit)
{
    const auto kind = signOf(reason);
    return kind ? note(*kind, unit, [kind] { return textOf(*kind); }) : std::nullopt;
}

SignWatch::Raised SignWatch::value(const Tag &tag, int unit, const Decoded &sent)
{
    if (!(tag.low || tag.high) || !isOutside(sent, tag))
        return std::nullopt;
    return note(SignKind::OutOfRange, unit, [&tag, &sent] {
        const QString number = sent.value.isNumber() ? QString::number(sent.value.toDouble())
                                                     : Text::tr("no number");
        return Text::tr("%1 is %2, outside of %3 to %4.")
            .arg(tag.id, number, limitText(tag.low), limitText(tag.high));
    });
}

void SignWatch::asked(int unit, bool isRefused)
{
    Unit &asked = m_units[size_t(unit)];
    ++asked.asked;
    asked.refused += isRefused;
}

SignWatch::Raised SignWatch::identity(int unit, const QString &before, const QString &now)
{
    if (before.isEmpty() || before == now)
        return std::nullopt;
    return note(SignKind::IdentityChanged, unit,
                [&] { return Text::tr("It was \"%1\" and is \"%2\".").arg(before, now); });
}

SignWatch::Raised SignWatch::newWriter(int unit, const QString &who)
{
    if (who.isEmpty())
        return std::nullopt;
    const QString detail = Text::tr("%1 has never written here before.").arg(who);
    QStringList &told = m_units[size_t(unit)].newWriters;
    if (const Raised sign = note(SignKind::NewWriter, unit, [&detail] { return detail; })) {
        told = {who};
        return sign;
    }
    if (told.contains(who) || told.size() >= kMostWriters)
        return std::nullopt;
    told.append(who);
    return anotherWriter(unit, detail);
}

SignWatch::Raised SignWatch::anotherWriter(int unit, const QString &detail) const
{
    const QList<FieldSign> all = m_book.signs();
    const auto found = std::find_if(all.cbegin(), all.cend(), [this, unit](const FieldSign &sign) {
        return sign.active && sign.kind == SignKind::NewWriter
            && sign.device == m_units[size_t(unit)].device;
    });
    if (found == all.cend())
        return std::nullopt;
    FieldSign another = *found;
    another.detail = detail;
    warn(another);
    return another;
}

QList<FieldSign> SignWatch::takeDue()
{
    const Milliseconds now = m_clock.monotonic();
    QList<FieldSign> due;
    const auto raise = [&](SignKind kind, int unit, const auto &watch) {
        if (const Raised sign = note(kind, unit, [&watch] { return textOf(watch); }))
            due.append(*sign);
    };
    for (int i = 0; i < int(m_units.size()); ++i) {
        Unit &unit = m_units[size_t(i)];
        if (unit.exceptionShare.jumps(unit.refused, unit.asked, now))
            raise(SignKind::ExceptionRate, i, unit.exceptionShare);
        if (unit.exceptionRate.jumps(unit.refused, now))
            raise(SignKind::ExceptionRate, i, unit.exceptionRate);
        if (unit.writeRate.jumps(unit.writes, now))
            raise(SignKind::WriteRate, i, unit.writeRate);
    }
    return due + takeQuiet();
}

QList<FieldSign> SignWatch::takeQuiet()
{
    const QList<FieldSign> quiet = m_book.takeQuiet(m_clock.monotonic());
    for (const FieldSign &sign : quiet) {
        qCInfo(lcField) << "sign" << nameOf(sign.kind) << "link" << sign.connection << "device"
                        << sign.device << "is over after" << sign.count << "times";
    }
    return quiet;
}

} // namespace mws::modbus
