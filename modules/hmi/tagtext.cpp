// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/tagtext.h"

#include "hmi/writedesk.h"
#include "project/project.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class QualityText
{
    Q_DECLARE_TR_FUNCTIONS(Quality)
};

/// The next decimal number of these digits.
void increment(QByteArray &digits)
{
    qsizetype at = digits.size();
    while (at > 0 && digits.at(at - 1) == '9')
        digits[--at] = '0';
    if (at == 0)
        digits.prepend('1');
    else
        ++digits[at - 1];
}

/// The digits of a number that is not negative, without its decimal point.
QByteArray roundedDigits(double number, int decimals)
{
    const QByteArray shortest = QByteArray::number(number, 'f', QLocale::FloatingPointShortest);
    const QByteArrayList parts = shortest.split('.');
    const QByteArray fraction = parts.value(1);
    QByteArray digits = parts.constFirst() + fraction.left(decimals).leftJustified(decimals, '0');
    if (fraction.size() > decimals && fraction.at(decimals) >= '5')
        increment(digits);
    return digits;
}

QString grouped(const QString &whole, const QLocale &locale)
{
    QString text = whole;
    for (qsizetype at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, locale.groupSeparator());
    return text;
}

} // namespace

const StateLabel *stateOf(const Tag &tag, const Value &value)
{
    if (value.isNone() || value.kind() == Value::Kind::String)
        return nullptr;
    const auto number = value.kind() == Value::Kind::Bool ? std::optional<qint64>(value.toBool())
                                                          : value.toInt64();
    for (const StateLabel &state : tag.states) {
        if (number == state.value)
            return &state;
    }
    return nullptr;
}

QString numberText(double number, int decimals)
{
    if (!std::isfinite(number))
        return QStringLiteral("–");
    const QLocale locale;
    const QString digits = QString::fromLatin1(roundedDigits(std::abs(number), decimals));
    const QString sign = number < 0 ? locale.negativeSign() : QString();
    const QString whole = sign + grouped(digits.chopped(decimals), locale);
    return decimals > 0 ? whole + locale.decimalPoint() + digits.last(decimals) : whole;
}

QString textOf(const Tag &tag, const Value &value)
{
    if (const StateLabel *state = stateOf(tag, value))
        return state->label;
    switch (value.kind()) {
    case Value::Kind::None:
        return QStringLiteral("–");
    case Value::Kind::Bool:
        return value.toBool() ? QualityText::tr("On") : QualityText::tr("Off");
    case Value::Kind::Int:
        return QLocale().toString(*value.toInt64());
    case Value::Kind::UInt:
        return QLocale().toString(*value.toUInt64());
    case Value::Kind::Double:
        return numberText(value.toDouble(), tag.decimals);
    case Value::Kind::String:
        break;
    }
    return value.toString();
}

QString textWithUnit(const Tag &tag, const Value &value)
{
    const QString text = textOf(tag, value);
    const bool plain = tag.unit.isEmpty() || value.isNone() || stateOf(tag, value);
    return plain ? text : text + QChar(0xA0) + tag.unit;
}

Tag tagOf(const Project &project, const QString &id)
{
    const TagIndex index = project.indexOf(id);
    return index == kNoTag ? Tag() : project.tag(index);
}

QString shortName(const Tag &tag)
{
    return tag.path.section(QLatin1Char('/'), -2).replace(QLatin1Char('/'), QStringLiteral(" · "));
}

QString lastName(const Tag &tag)
{
    return tag.path.section(QLatin1Char('/'), -1);
}

QString qualityText(const QualityState &state)
{
    switch (state.quality) {
    case Quality::Good:
        return {};
    case Quality::Uncertain:
        return QualityText::tr("Stale: no new value");
    case Quality::UncertainClamped:
        return QualityText::tr("Beyond its limits: the limit is shown");
    case Quality::BadNotRead:
        return QualityText::tr("Not read yet");
    case Quality::BadCommunication:
        return QualityText::tr("No communication");
    case Quality::BadDeviceException:
        return exceptionText(state.exception);
    case Quality::BadNotAvailable:
        return QualityText::tr("Not available in the device");
    case Quality::BadOutOfRange:
        return QualityText::tr("Outside what the value can be");
    case Quality::BadConfiguration:
        return QualityText::tr("Wrong configuration");
    case Quality::BadOutOfService:
        return QualityText::tr("Out of service");
    }
    return {};
}

QString qualityCode(const QualityState &state)
{
    switch (state.quality) {
    case Quality::Good:
        return {};
    case Quality::Uncertain:
        return QualityText::tr("STALE");
    case Quality::UncertainClamped:
        return QualityText::tr("LIMIT");
    case Quality::BadNotRead:
        return QualityText::tr("WAIT");
    case Quality::BadCommunication:
        return QualityText::tr("COMM");
    case Quality::BadDeviceException:
        return QualityText::tr("EXC %1").arg(state.exception);
    case Quality::BadNotAvailable:
        return QualityText::tr("N/A");
    case Quality::BadOutOfRange:
        return QualityText::tr("RANGE");
    case Quality::BadConfiguration:
        return QualityText::tr("CONFIG");
    case Quality::BadOutOfService:
        return QualityText::tr("OUT");
    }
    return {};
}

QString ageText(Milliseconds age)
{
    const qint64 seconds = qMax<qint64>(0, age.count() / 1000);
    if (seconds < 120)
        return QualityText::tr("%1 s").arg(seconds);
    if (seconds < 7200)
        return QualityText::tr("%1 min").arg(seconds / 60);
    if (seconds < 172800)
        return QualityText::tr("%1 h").arg(seconds / 3600);
    return QualityText::tr("%1 d").arg(seconds / 86400);
}

} // namespace mws
